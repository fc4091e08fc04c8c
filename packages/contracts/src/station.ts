import { z } from 'zod';
import { Instant, Lat, Lon, PageQuery } from './common.ts';
import { EsrCode, Station, WagonState } from './rail.ts';

/** Where the lines of 1520 mm are: a place outside is a slip. Kushka, Kaliningrad, Murmansk and Sakhalin lie inside. */
export const RAIL_AREA = { south: 35, north: 73, west: 18, east: 180 } as const;

/** Whether a point can be a station at all. Two numbers in the wrong order are never turned by guess. */
export const isInRailArea = ({ lat, lon }: { lat: number; lon: number }): boolean =>
  lat >= RAIL_AREA.south && lat <= RAIL_AREA.north && lon >= RAIL_AREA.west && lon <= RAIL_AREA.east;

/** builtin: the product's own list; graph: named by imported lines alone; report: named by reports alone */
export const STATION_SOURCES = ['builtin', 'import', 'hand', 'graph', 'report'] as const;

/** A station as the directory has it, or as reports name it. */
export const DirectoryEntry = z.object({
  esr: EsrCode.optional(),
  name: z.string(),
  road: z.string().optional(),
  region: z.string().optional(),
  lat: Lat.optional(),
  lon: Lon.optional(),
  source: z.enum(STATION_SOURCES),
  /** only of stations without a place: wagons whose way has to do with it, those there now, and the newest report that names it */
  wagons: z.number().int().optional(),
  wagonsHere: z.number().int().optional(),
  lastReportedAt: Instant.optional(),
});
export type DirectoryEntry = z.infer<typeof DirectoryEntry>;

export const StationsQuery = PageQuery.extend({
  /** only those that reports name and nobody has placed */
  missing: z.stringbool().optional(),
  /** a code or the beginning of a name */
  q: z.string().trim().max(100).optional(),
});

/** The place of a station that reports name. */
export const NewStationPlace = z
  .object({
    esr: EsrCode.optional(),
    name: z.string().trim().min(1).max(200),
    road: z.string().trim().max(100).optional(),
    lat: Lat,
    lon: Lon,
  })
  .refine(isInRailArea, { path: ['lat'], message: 'lies outside the railway network: latitude 35 to 73, longitude 18 to 180' });
export type NewStationPlace = z.infer<typeof NewStationPlace>;

/** `wagons`: how many stand somewhere else, or somewhere at all, since then. */
export const StationPlaced = z.object({ station: DirectoryEntry, wagons: z.number().int() });
export type StationPlaced = z.infer<typeof StationPlaced>;

/** A row of an imported file that was refused or has to be looked at. `line` counts from 1, the heading included. */
export const ImportIssue = z.object({
  line: z.number().int(),
  code: z.string(),
  message: z.string(),
  value: z.string().optional(),
});
export type ImportIssue = z.infer<typeof ImportIssue>;

/**
 * What an import of stations or lines did. accepted + rejected + skipped = total; of the accepted, added + updated + unchanged +
 * repeated. Lists name the first thousand; the counts are of all.
 */
export const ImportReply = z.object({
  kind: z.enum(['stations', 'rail-graph']),
  format: z.string(),
  total: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  /** blank rows and headings that come again */
  skipped: z.number().int(),
  added: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** one station or one pair given again in the same file; the last one counts */
  repeated: z.number().int(),
  rejections: z.array(ImportIssue),
  warnings: z.array(ImportIssue),
  /** neighbours that no directory knows: kept in the lines, without a place */
  unknownStations: z
    .object({ total: z.number().int(), stations: z.array(z.object({ esr: EsrCode, name: z.string() })) })
    .optional(),
  /** stations whose place is too far from all their neighbours to be true */
  misplacedStations: z
    .object({ total: z.number().int(), stations: z.array(z.object({ esr: EsrCode, name: z.string() })) })
    .optional(),
  /** of the network after the import; grows with every change */
  version: z.number().int(),
  /** wagons that stand somewhere else, or somewhere at all, since then */
  wagonsPlaced: z.number().int(),
});
export type ImportReply = z.infer<typeof ImportReply>;

/** A train as the asker may see it: a customer only those wagons that carry his cargo. */
export const TrainView = z.object({
  index: z.string(),
  /** where it was formed and where it goes, as far as the directory knows the codes of the index */
  from: z.string().optional(),
  to: z.string().optional(),
  sentence: z.string(),
  /** where its wagons were reported, the newest first; more than one when reports of different hours speak of it */
  places: z.array(
    z.object({
      station: Station,
      operation: z.string(),
      at: Instant,
      reportedAt: Instant,
      wagons: z.number().int(),
    }),
  ),
  wagons: z.array(WagonState),
  loaded: z.number().int(),
  massKg: z.number(),
});
export type TrainView = z.infer<typeof TrainView>;
