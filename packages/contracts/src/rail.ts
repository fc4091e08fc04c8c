import { z } from 'zod';
import { CalendarDay, Instant, Lat, Lon } from './common.ts';
import { NormBasis } from './norm.ts';

/** What happened to a wagon, whatever words the railway used for it. */
export const RAIL_EVENTS = [
  'DEPARTED',
  'ARRIVED_STATION',
  'ARRIVED_DESTINATION',
  'TRAIN_JOINED',
  'TRAIN_LEFT',
  'TRAIN_ABANDONED',
  'TRAIN_INDEX_CHANGED',
  'LOADED',
  'UNLOADED',
  'TRANSLOADED',
  'PLACED',
  'REMOVED',
  'BORDER_IN',
  'BORDER_OUT',
  'ROAD_IN',
  'ROAD_OUT',
  'INSPECTION',
  'BAD_ORDER',
  'REPAIRED',
  'TRIP_END',
  'CORRECTION',
  'SCRAPPED',
  'OTHER',
] as const;
export const RailEvent = z.enum(RAIL_EVENTS);
export type RailEvent = z.infer<typeof RailEvent>;

export const LoadState = z.enum(['loaded', 'empty', 'unknown']);
export type LoadState = z.infer<typeof LoadState>;

/** ESR: 6 digits with the check digit, leading zeros count. */
export const EsrCode = z.string().regex(/^\d{6}$/);
export const WagonNumber = z.string().regex(/^\d{8}$/);

export const Station = z.object({
  name: z.string(),
  esr: EsrCode.optional(),
  road: z.string().optional(),
  lat: Lat.optional(),
  lon: Lon.optional(),
});
export type Station = z.infer<typeof Station>;

export const Operation = z.object({
  code: z.string().optional(),
  mnemonic: z.string().optional(),
  name: z.string(),
  event: RailEvent,
});
export type Operation = z.infer<typeof Operation>;

/**
 * One wagon in one report, the same whatever layout it came in. Times are already UTC, mass is kg, distances km,
 * idle figures days as the report itself states them. A field is absent where the report says 0 or nothing.
 */
export const ReportRow = z.object({
  /** 1-based row of the sheet as Excel shows it, 1-based line of a text, 1-based element of a list */
  row: z.number().int().positive(),
  wagon: WagonNumber,
  checkDigitValid: z.boolean(),
  type: z.string().optional(),
  loadState: LoadState,
  tripStartedAt: Instant.optional(),
  origin: Station.optional(),
  destination: Station.optional(),
  operation: Operation,
  operationAt: Instant,
  station: Station,
  trainIndex: z.string().optional(),
  trainNumber: z.string().optional(),
  positionInTrain: z.number().int().optional(),
  waybill: z.string().optional(),
  cargo: z.object({ name: z.string(), etsng: z.string().optional() }).optional(),
  massKg: z.number().nonnegative().optional(),
  totalKm: z.number().nonnegative().optional(),
  passedKm: z.number().nonnegative().optional(),
  remainingKm: z.number().nonnegative().optional(),
  idleOperationDays: z.number().nonnegative().optional(),
  idleStationDays: z.number().nonnegative().optional(),
  deadline: CalendarDay.optional(),
  departedAt: Instant.optional(),
  arrivedAt: Instant.optional(),
  shipper: z.string().optional(),
  consignee: z.string().optional(),
});
export type ReportRow = z.infer<typeof ReportRow>;

export const ReportIssue = z.object({
  row: z.number().int(),
  column: z.string().optional(),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  value: z.string().optional(),
});
export type ReportIssue = z.infer<typeof ReportIssue>;

/**
 * What a parser understood and what it did not. `total` counts the data rows; every one of them is in `rows`, in
 * `rejected` or in `duplicates`, so the three lengths add up to it.
 */
export const ParsedReport = z.object({
  format: z.string(),
  /** formation time: stated by the file, or estimated from its latest operation (at most 2.5 h after it) */
  reportedAt: Instant,
  reportedAtBasis: z.enum(['stated', 'estimated']),
  total: z.number().int(),
  rows: z.array(ReportRow),
  /** row numbers that carry no usable wagon, operation or time; the reason is in `issues` under the same row */
  rejected: z.array(z.number().int()),
  /** row numbers that repeat the same wagon and operation within this file */
  duplicates: z.array(z.number().int()),
  issues: z.array(ReportIssue),
});
export type ParsedReport = z.infer<typeof ParsedReport>;

export const RowCounts = z.object({
  total: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  duplicate: z.number().int(),
  stale: z.number().int(),
  /** waiting for a person; only in a report that is held */
  held: z.number().int().optional(),
});
export type RowCounts = z.infer<typeof RowCounts>;

/** quarantined: no layout we know; held: read, and so unlike the last one that a person decides; rejected: he said no */
export const REPORT_STATUSES = ['received', 'ingested', 'quarantined', 'held', 'rejected'] as const;

/** Why a report is held: what its fleet would lose (RW22), or that it says it was formed after it was received. */
export const ReportHold = z.object({
  /** formed so long after it came; the fleet is then not looked at */
  aheadMinutes: z.number().int().optional(),
  fleet: z.number().int(),
  lost: z.number().int(),
  /** the first of them */
  wagons: z.array(z.string()),
});
export type ReportHold = z.infer<typeof ReportHold>;

/** A column of a layout nobody has explained yet. */
export const ReportColumn = z.object({
  column: z.number().int(),
  header: z.string(),
  samples: z.array(z.string()),
  guess: z.string().optional(),
});
export type ReportColumn = z.infer<typeof ReportColumn>;

export const ReportSummary = z.object({
  id: z.string(),
  sha256: z.string(),
  format: z.string(),
  reportedAt: Instant,
  rows: RowCounts,
  issues: z.array(ReportIssue),
  /** absent: in use */
  status: z.literal('held').optional(),
  hold: ReportHold.optional(),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

/** A report as lists show it: also those that wait or were quarantined, and so have no rows yet. */
export const ReportListItem = z.object({
  id: z.string(),
  sha256: z.string(),
  status: z.enum(REPORT_STATUSES),
  source: z.string(),
  fileName: z.string().nullable(),
  sizeBytes: z.number().int(),
  receivedAt: Instant,
  format: z.string().nullable(),
  reportedAt: Instant.nullable(),
  rows: RowCounts.nullable(),
  problem: z.string().nullable(),
  hold: ReportHold.optional(),
  /** of one in quarantine: the same for all files with these headings, which one answer explains */
  layout: z.string().optional(),
});
export type ReportListItem = z.infer<typeof ReportListItem>;

/** One report; of a quarantined one its columns, and what each may mean. */
export const ReportDetail = ReportListItem.extend({
  issues: z.array(ReportIssue),
  columns: z.array(ReportColumn).optional(),
  fields: z.array(z.string()).optional(),
});
export type ReportDetail = z.infer<typeof ReportDetail>;

/** The columns of a report, each with what it is taken for (`guess`), and what a column can mean. */
export const ReportColumns = z.object({ columns: z.array(ReportColumn), fields: z.array(z.string()) });
export type ReportColumns = z.infer<typeof ReportColumns>;

/** What a person says the columns of a layout mean: header text → field. */
export const MappingApproval = z.object({ columns: z.record(z.string().max(500), z.string().max(50)) });
/** Reports of a layout that are read again because somebody said what its columns mean. */
export const LayoutRun = z.object({
  id: z.string(),
  /** superseded: somebody has said something else since, and all of it began anew */
  status: z.enum(['queued', 'running', 'done', 'superseded']),
  total: z.number().int(),
  done: z.number().int(),
  createdAt: Instant,
  createdBy: z.string(),
  endedAt: Instant.nullable(),
  /** those that have been, oldest first */
  replayed: z.array(z.object({ id: z.string(), reportedAt: Instant.nullable(), problem: z.string().nullable() })),
});
export type LayoutRun = z.infer<typeof LayoutRun>;
export const LayoutRunReply = z.object({ run: LayoutRun.nullable() });

export const ReportRowView = z.object({
  row: z.number().int(),
  wagon: z.string().nullable(),
  verdict: z.enum(['accepted', 'rejected', 'duplicate', 'stale']),
  data: ReportRow.nullable(),
});
export type ReportRowView = z.infer<typeof ReportRowView>;

/** Where a wagon is in the life of one trip. Wagon rules are RW* in packages/tracking/SPEC.md. */
export const WAGON_STATUSES = [
  'atOrigin',
  'inTransit',
  'standing',
  'abandoned',
  'badOrder',
  'arrived',
  'unloaded',
  'emptyInTransit',
  'missing',
  'unknown',
] as const;
export const WagonStatus = z.enum(WAGON_STATUSES);
export type WagonStatus = z.infer<typeof WagonStatus>;

const Range = z.object({ p10: Instant, p50: Instant, p90: Instant });

/** A break or a rest that a driver has to take on the way. */
export const RoadStop = z.object({
  kind: z.enum(['break', 'rest']),
  at: Instant,
  minutes: z.number(),
  /** the rule it comes from */
  source: z.string(),
});
export type RoadStop = z.infer<typeof RoadStop>;

/** When it will be there: of a truck, when its unloading can begin. */
export const Eta = Range.extend({
  basis: z.string(),
  /** of a truck that may find the gate closed: when it gets there */
  arrival: Range.optional(),
  /** the likely arrival finds the gate closed since then, open again then */
  gate: z.object({ opensAt: Instant, closedAt: Instant.optional() }).optional(),
  stops: z.array(RoadStop).optional(),
});
export type Eta = z.infer<typeof Eta>;

export const Deadline = z.object({
  date: CalendarDay,
  basis: z.enum(['report', 'computed', 'order']),
  /** of a computed one: how, and by which version of the norms */
  norm: NormBasis.optional(),
});
export type Deadline = z.infer<typeof Deadline>;

/** The answer of `GET /wagons/:number`, and what is stored of a wagon between two reports. */
export const WagonState = z.object({
  number: WagonNumber,
  revision: z.number().int(),
  checkDigitValid: z.boolean(),
  type: z.string().optional(),
  loadState: LoadState,
  status: WagonStatus,
  lastOperation: Operation.extend({ at: Instant, station: Station }),
  /** first known operation of the stay at the present station; idle at station counts from here */
  atStationSince: Instant,
  tripStartedAt: Instant.optional(),
  origin: Station.optional(),
  destination: Station.optional(),
  trainIndex: z.string().optional(),
  waybill: z.string().optional(),
  cargo: z.object({ name: z.string(), etsng: z.string().optional() }).optional(),
  massKg: z.number().optional(),
  remainingKm: z.number().optional(),
  /** km to the destination along the lines of the network, where the report gives none */
  networkKm: z.number().optional(),
  totalKm: z.number().optional(),
  /** both measured at `reportedAt` */
  idle: z.object({ sinceLastOperationDays: z.number(), atStationDays: z.number() }),
  deadline: Deadline.optional(),
  eta: Eta.optional(),
  consignee: z.string().optional(),
  reportedAt: Instant,
  evidence: z.object({ reportId: z.string(), row: z.number().int() }),
  /** with the status missing: since which report of its fleet it is absent, and what it was before (RW23) */
  missing: z.object({ since: Instant, was: WagonStatus }).optional(),
});
export type WagonState = z.infer<typeof WagonState>;

export const WagonOperation = z.object({
  at: Instant,
  code: z.string().optional(),
  mnemonic: z.string().optional(),
  name: z.string(),
  event: RailEvent,
  station: Station,
  remainingKm: z.number().optional(),
  evidence: z.object({ reportId: z.string(), row: z.number().int() }),
});
export type WagonOperation = z.infer<typeof WagonOperation>;
