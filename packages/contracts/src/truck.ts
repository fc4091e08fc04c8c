import { z } from 'zod';
import { Instant, Lat, Lon, PageQuery } from './common.ts';
import { Eta } from './rail.ts';
import { FilterReason } from './road.ts';
import { AssetState, Place, UnitStatus } from './shipment.ts';

/** A history is asked for a stretch of at most so long; the newest so many positions of it are given. */
export const LONGEST_HISTORY_DAYS = 31;
export const MOST_TRAIL_POINTS = 20_000;

export const TruckHistoryQuery = z.object({ from: Instant.optional(), to: Instant.optional() });
export type TruckHistoryQuery = z.infer<typeof TruckHistoryQuery>;

/** Who says where a truck is: a tracker in it, the account of its carrier with a tracking service, the phone of its driver. */
export const TRUCK_SOURCE_KINDS = ['device', 'carrier', 'phone'] as const;
export const TruckSource = z.object({
  kind: z.enum(TRUCK_SOURCE_KINDS),
  protocol: z.string(),
  /** for staff alone */
  uniqueId: z.string().optional(),
});
export type TruckSource = z.infer<typeof TruckSource>;

/** `[epochSeconds, lat, lon, speedKmh, courseDeg, index of its source]` */
export const TrailPoint = z.tuple([z.number(), Lat, Lon, z.number().nullable(), z.number().nullable(), z.number().int()]);
export type TrailPoint = z.infer<typeof TrailPoint>;

const Named = z.object({ kind: z.enum(['geofence', 'plant', 'site']), name: z.string() });

/** Standing at one place. */
export const TruckStop = z.object({
  from: Instant,
  to: Instant,
  lat: Lat,
  lon: Lon,
  place: Named.optional(),
  /** of this time no position came for so long that the signal counts as lost */
  silentMinutes: z.number(),
  /** it stands there still, as far as is known */
  ongoing: z.boolean(),
});
export type TruckStop = z.infer<typeof TruckStop>;

/** What it carried: as much of it as the asker may know. */
export const TruckTrip = z.object({
  shipmentId: z.string(),
  unitId: z.string(),
  number: z.string(),
  orderNumber: z.string().optional(),
  product: z.string(),
  massKg: z.number(),
  status: UnitStatus,
  origin: Place,
  destination: Place,
  /** the window in which the customer sees the truck */
  from: Instant,
  until: Instant.nullable(),
  departedAt: Instant.optional(),
  deliveredAt: Instant.optional(),
  handedOverAt: Instant.optional(),
  remainingKm: z.number().optional(),
  eta: Eta.optional(),
});
export type TruckTrip = z.infer<typeof TruckTrip>;

/** Where a truck has been between two instants, cut to what the asker may see of it. */
export const TruckHistory = z.object({
  assetId: z.string(),
  label: z.string(),
  name: z.string().nullable(),
  carrier: z.string().nullable(),
  from: Instant,
  to: Instant,
  /** the way as its marker went: one source at a time, oldest first */
  points: z.array(TrailPoint),
  /** older positions of this stretch were left out */
  truncated: z.boolean(),
  sources: z.array(TruckSource),
  /** silences longer than the limit of a lost signal, between two positions of the way */
  gaps: z.array(z.object({ from: Instant, to: Instant })),
  signalLostMinutes: z.number(),
  stops: z.array(TruckStop),
  distanceKm: z.number(),
  /** the part of the distance that lies in gaps: straight lines */
  gapKm: z.number(),
  counts: z.object({
    shown: z.number().int(),
    /** of another source than the one followed just then */
    otherSource: z.number().int(),
    /** set aside by the filter, by reason; for staff alone */
    aside: z.partialRecord(FilterReason, z.number().int()),
  }),
  trips: z.array(TruckTrip),
});
export type TruckHistory = z.infer<typeof TruckHistory>;

export const AsideQuery = PageQuery.extend({ from: Instant.optional(), to: Instant.optional() });

/** A position that the filter set aside, with the reason; without a place where the device knew none. */
export const AsidePosition = z.object({
  fixedAt: Instant,
  receivedAt: Instant,
  lat: Lat.nullable(),
  lon: Lon.nullable(),
  speedKmh: z.number().nullable(),
  accuracyM: z.number().optional(),
  uniqueId: z.string(),
  reason: FilterReason,
});
export type AsidePosition = z.infer<typeof AsidePosition>;

/** `west,south,east,north` in degrees */
const Bbox = z
  .string()
  .regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/, { error: 'must be west,south,east,north in degrees' })
  .transform((text): [number, number, number, number] => text.split(',').map(Number) as [number, number, number, number])
  .refine(([west, south, east, north]) => west <= east && south <= north && south >= -90 && north <= 90, {
    error: 'must be west,south,east,north in degrees',
  });

export const FleetAtQuery = z.object({
  at: Instant,
  bbox: Bbox.optional(),
  /** only what had reached us by then; what came in late is left out */
  knownThen: z.stringbool().optional(),
});
export type FleetAtQuery = z.infer<typeof FleetAtQuery>;

/** Where everything was at an instant; `freshness` is that of the instant too. */
export const FleetAt = z.object({ at: Instant, assets: z.array(AssetState) });
export type FleetAt = z.infer<typeof FleetAt>;
