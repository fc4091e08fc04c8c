import { z } from 'zod';
import { CalendarDay, Instant, Lat, Lon, TimeZone } from './common.ts';
import { searchKey } from './keys.ts';
import { Calendar } from './plan-calendar.ts';
import { Deadline, Eta, Station } from './rail.ts';

/** A named point: a plant, a customer's site, or a place given only for one shipment. */
export const Place = z.object({
  name: z.string().min(1).max(300),
  lat: Lat.optional(),
  lon: Lon.optional(),
  esr: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  timeZone: TimeZone.optional(),
  /** when it takes goods in; always where absent */
  receiving: Calendar.optional(),
  /** the stored site it was taken from: its hours and place follow the site */
  siteId: z.string().optional(),
});
export type Place = z.infer<typeof Place>;

export const Site = Place.extend({
  id: z.string(),
  kind: z.enum(['plant', 'site']),
  customerId: z.string().nullable(),
  timeZone: z.string(),
});
export type Site = z.infer<typeof Site>;

export const NewSite = Place.extend({
  kind: z.enum(['plant', 'site']),
  customerId: z.guid().optional(),
});
export type NewSite = z.infer<typeof NewSite>;

/** What may change of a site; `receiving: null` takes its hours away, `lat` and `lon` that are both null its place. */
export const SitePatch = Place.pick({ name: true, esr: true, timeZone: true })
  .partial()
  .extend({
    lat: Lat.nullable().optional(),
    lon: Lon.nullable().optional(),
    kind: z.enum(['plant', 'site']).optional(),
    receiving: Calendar.nullable().optional(),
  })
  .refine(({ lat, lon }) => (lat === null) === (lon === null), {
    error: 'must be null together with lat, or neither of them',
    path: ['lon'],
  });
export type SitePatch = z.infer<typeof SitePatch>;

export const RailUnit = z.object({ number: z.string().min(1).max(20), massKg: z.number().positive().max(200_000).optional() });
export const RoadTrip = z.object({
  plate: z
    .string()
    .max(20)
    .refine((plate) => searchKey(plate).length >= 4, 'must have at least four letters and digits'),
  massKg: z.number().positive().max(200_000),
  loadFrom: Instant.optional(),
  unloadTo: Instant.optional(),
});

export const NewLeg = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('rail'), wagons: z.array(RailUnit).min(1).max(500), waybill: z.string().max(40).optional() }),
  z.object({ mode: z.literal('road'), trips: z.array(RoadTrip).min(1).max(500) }),
]);
export type NewLeg = z.infer<typeof NewLeg>;

export const NewShipment = z
  .object({
    customerId: z.guid(),
    orderNumber: z.string().min(1).max(60).optional(),
    product: z.string().min(1).max(200),
    massKg: z.number().positive().max(1e9),
    originSiteId: z.guid().optional(),
    origin: z.union([Place, z.string().min(1).max(300)]).optional(),
    destinationSiteId: z.guid().optional(),
    destination: z.union([Place, z.string().min(1).max(300)]).optional(),
    deliverBy: z.union([CalendarDay, Instant]).optional(),
    legs: z.array(NewLeg).max(20),
  })
  .refine((s) => s.originSiteId !== undefined || s.origin !== undefined, {
    path: ['origin'],
    message: 'give originSiteId or origin',
  })
  .refine((s) => s.destinationSiteId !== undefined || s.destination !== undefined, {
    path: ['destination'],
    message: 'give destinationSiteId or destination',
  });
export type NewShipment = z.infer<typeof NewShipment>;

export const SHIPMENT_STATUSES = ['planned', 'moving', 'atStation', 'delivered', 'partlyDelivered', 'cancelled'] as const;
export const ShipmentStatus = z.enum(SHIPMENT_STATUSES);
export type ShipmentStatus = z.infer<typeof ShipmentStatus>;

/** delivered + moving + at station + planned = ordered, always, to the kilogram; of a cancelled one planned is what was to be brought */
export const ShipmentState = z.object({
  id: z.string(),
  number: z.string(),
  revision: z.number().int(),
  status: ShipmentStatus,
  orderNumber: z.string().optional(),
  customer: z.object({ id: z.string(), name: z.string() }),
  product: z.string(),
  origin: Place,
  destination: Place,
  orderedKg: z.number(),
  deliveredKg: z.number(),
  movingKg: z.number(),
  atStationKg: z.number(),
  plannedKg: z.number(),
  wagons: z.array(z.string()),
  vehicles: z.array(z.string()),
  eta: Eta.optional(),
  deadline: Deadline.optional(),
  late: z.boolean().nullable(),
  /** some of it is in an abandoned train or in a wagon out of order: nobody knows when that goes on */
  atRisk: z.boolean().optional(),
  /** it will not be carried: none of it had begun then */
  cancelledAt: Instant.optional(),
});
export type ShipmentState = z.infer<typeof ShipmentState>;

export const UNIT_STATUSES = ['planned', 'moving', 'atStation', 'delivered'] as const;
export const UnitStatus = z.enum(UNIT_STATUSES);
export type UnitStatus = z.infer<typeof UnitStatus>;

/** One wagon or one truck trip inside a leg. */
export const ShipmentUnit = z.object({
  id: z.string(),
  leg: z.number().int(),
  mode: z.enum(['rail', 'road']),
  assetId: z.string(),
  label: z.string(),
  massKg: z.number(),
  status: UnitStatus,
  waybill: z.string().optional(),
  loadFrom: Instant.optional(),
  unloadTo: Instant.optional(),
  departedAt: Instant.optional(),
  deliveredAt: Instant.optional(),
  remainingKm: z.number().optional(),
  eta: Eta.optional(),
  station: Station.optional(),
  seenAt: Instant.optional(),
  /** another truck took the cargo over then: this one carries nothing of it any more */
  handedOverAt: Instant.optional(),
  /** it has the cargo from another truck since then: what it did before says nothing of this trip */
  takenOverAt: Instant.optional(),
  /** of a truck: the way a router knew when it was last asked, and how far away the site was then as the crow flies */
  route: z.object({ km: z.number(), minutes: z.number(), straightKm: z.number(), at: Instant }).optional(),
  /** of a truck: minutes its driver has driven since his last break and his last daily rest, and stands now */
  driver: z.object({ sinceBreak: z.number(), sinceRest: z.number(), stoodFor: z.number() }).optional(),
  /** why its wagon does not go on, and since when, where that is known */
  held: z.object({ why: z.enum(['abandoned', 'badOrder']), since: Instant.optional() }).optional(),
});
export type ShipmentUnit = z.infer<typeof ShipmentUnit>;

/** Another truck for a trip that has not ended; under way the cargo moves over `at` that moment (default: now). */
export const TruckSwap = z.object({ plate: RoadTrip.shape.plate, at: Instant.optional() });
export type TruckSwap = z.infer<typeof TruckSwap>;

/** A wagon or truck trip that was planned and had not begun. */
const PlannedUnit = ShipmentUnit.pick({ label: true, mode: true, massKg: true, loadFrom: true });

/** Who cancelled a shipment, and what that took with it; staff alone read it. */
export const ShipmentCancellation = z.object({
  at: Instant,
  by: z.string(),
  reason: z.string().optional(),
  units: z.array(PlannedUnit),
  /** promises whose goods were free again by it */
  promiseIds: z.array(z.string()),
});
export type ShipmentCancellation = z.infer<typeof ShipmentCancellation>;

export const CancelShipment = z.object({ reason: z.string().trim().min(1).max(300).optional() });

/** What cancelling a shipment would take with it, to be read before it is done. */
export const CancelPreview = z.object({
  /** why it cannot be cancelled, in the language asked for; null: it can */
  refusal: z.string().nullable(),
  units: z.array(PlannedUnit),
  /** the plan on the board whose trips these are */
  plan: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** goods that are held for its order and would be free again */
  promises: z.array(
    z.object({
      id: z.string(),
      deliveredBy: Instant,
      lines: z.array(z.object({ sku: z.string(), quantity: z.number() })),
    }),
  ),
  /** shipments of the same order that go on: while there are any, what was promised stays held */
  othersOfOrder: z.int(),
});
export type CancelPreview = z.infer<typeof CancelPreview>;

export const ShipmentDetail = ShipmentState.extend({
  createdAt: Instant,
  deliverBy: z.string().optional(),
  legs: z.array(z.object({ mode: z.enum(['rail', 'road']), waybill: z.string().optional(), units: z.array(ShipmentUnit) })),
  /** the sentence in the language asked for */
  sentence: z.string(),
  /** for staff */
  cancelled: ShipmentCancellation.optional(),
});
export type ShipmentDetail = z.infer<typeof ShipmentDetail>;

export const TrackingEvent = z.object({
  id: z.string(),
  revision: z.number().int(),
  kind: z.string(),
  at: Instant,
  assetId: z.string().optional(),
  shipmentId: z.string().optional(),
  place: z.string().optional(),
  evidence: z.record(z.string(), z.unknown()),
  /** true when the fact reached us after a newer one: it fills the history and raised no alarm */
  late: z.boolean(),
});
export type TrackingEvent = z.infer<typeof TrackingEvent>;

export const NewShare = z.object({ expiresAt: Instant.optional() });

/** What a share link shows: one shipment and nothing else; no names, phones or other orders. */
export const SharedShipment = z.object({
  company: z.string(),
  shipment: ShipmentDetail.omit({ customer: true }),
  events: z.array(TrackingEvent),
  assets: z.array(z.lazy(() => AssetState)),
  expiresAt: Instant.nullable(),
});
export type SharedShipment = z.infer<typeof SharedShipment>;

export const ASSET_KINDS = ['wagon', 'truck', 'container', 'device'] as const;
export const FRESHNESS = ['fresh', 'aging', 'stale'] as const;
export const Freshness = z.enum(FRESHNESS);
export type Freshness = z.infer<typeof Freshness>;

/** What a marker on the map is. */
export const AssetState = z.object({
  id: z.string(),
  kind: z.enum(ASSET_KINDS),
  label: z.string(),
  revision: z.number().int(),
  position: z
    .object({
      lat: Lat,
      lon: Lon,
      at: Instant,
      speedKmh: z.number().nullable(),
      courseDeg: z.number().nullable(),
      /** 'rzd' for a wagon report, else the device's protocol; decides what counts as old */
      source: z.string(),
      approximate: z.boolean().optional(),
    })
    .nullable(),
  freshness: Freshness,
  status: z.string(),
  /** index of the train a wagon is in now; a loose wagon has none */
  train: z.string().optional(),
  shipmentIds: z.array(z.string()),
  /** it is no more: only in a partial snapshot, for who still shows it */
  gone: z.literal(true).optional(),
});
export type AssetState = z.infer<typeof AssetState>;
