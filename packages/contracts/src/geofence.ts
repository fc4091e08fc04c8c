import { z } from 'zod';
import { Instant, Lat, Lon } from './common.ts';

const MOST_POINTS = 1000;
/** Fences are drawn around yards, towns and roads; a larger one is a slip of the finger or of the unit. */
const WIDEST_M = 200_000;

export const GeoPoint = z.object({ lat: Lat, lon: Lon });
export type GeoPoint = z.infer<typeof GeoPoint>;

/** What a fence is. Lines between points run straight in latitude and longitude, as GeoJSON has it. */
export const GeofenceShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), center: GeoPoint, radiusM: z.number().min(10).max(WIDEST_M) }),
  /** the corners in either direction; the last one is joined to the first by itself */
  z.object({ kind: z.literal('polygon'), points: z.array(GeoPoint).min(3).max(MOST_POINTS) }),
  /** a way with so much room: `widthM` from edge to edge */
  z.object({
    kind: z.literal('corridor'),
    points: z.array(GeoPoint).min(2).max(MOST_POINTS),
    widthM: z.number().min(20).max(WIDEST_M),
  }),
]);
export type GeofenceShape = z.infer<typeof GeofenceShape>;

/** While an asset is `inside` or `outside` there is an alert; with `none` its crossings stand in the history alone. */
export const GEOFENCE_ALERTS = ['none', 'inside', 'outside'] as const;
export const GeofenceAlert = z.enum(GEOFENCE_ALERTS);
export type GeofenceAlert = z.infer<typeof GeofenceAlert>;

const Name = z.string().trim().min(1).max(200);
/** so far outside the edge an asset has to be before it has left */
const MarginM = z.number().min(0).max(5000);
/** so long it has to stay before it has entered; 0: passing through counts */
const DwellSeconds = z.number().int().min(0).max(86_400);

export const DEFAULT_MARGIN_M = 50;

export const Geofence = z.object({
  id: z.string(),
  name: z.string(),
  shape: GeofenceShape,
  alertOn: GeofenceAlert,
  marginM: z.number(),
  dwellSeconds: z.number().int(),
  active: z.boolean(),
  /** made from this site or plant; it follows the site's point until somebody edits its shape */
  siteId: z.string().nullable(),
  updatedAt: Instant,
});
export type Geofence = z.infer<typeof Geofence>;

export const NewGeofence = z.object({
  name: Name,
  shape: GeofenceShape,
  alertOn: GeofenceAlert.default('inside'),
  marginM: MarginM.default(DEFAULT_MARGIN_M),
  dwellSeconds: DwellSeconds.default(0),
  active: z.boolean().default(true),
});
export type NewGeofence = z.infer<typeof NewGeofence>;

export const GeofenceChange = z.object({
  name: Name.optional(),
  shape: GeofenceShape.optional(),
  alertOn: GeofenceAlert.optional(),
  marginM: MarginM.optional(),
  dwellSeconds: DwellSeconds.optional(),
  active: z.boolean().optional(),
});
export type GeofenceChange = z.infer<typeof GeofenceChange>;
