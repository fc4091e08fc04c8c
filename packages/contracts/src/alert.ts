import { z } from 'zod';
import { Instant, Lat, Lon, PageQuery } from './common.ts';

export const ALERT_KINDS = [
  'longStop',
  'signalLost',
  'lateDeparture',
  'lateArrival',
  'expectedAbsent',
  'routeDeviation',
  'geofenceEntry',
  'geofenceExit',
  'trainAbandoned',
  'idleOverLimit',
  'wagonMissing',
  'sourceDown',
] as const;
export const AlertKind = z.enum(ALERT_KINDS);
export type AlertKind = z.infer<typeof AlertKind>;

export const SEVERITIES = ['notice', 'warning', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

export const ALERT_STATES = ['open', 'snoozed', 'closed'] as const;
export const AlertState = z.enum(ALERT_STATES);
export type AlertState = z.infer<typeof AlertState>;

/** What opened an episode or ended it. */
export const AlertFact = z.object({
  at: Instant,
  evidence: z.record(z.string(), z.unknown()),
});
export type AlertFact = z.infer<typeof AlertFact>;

/** One episode: it opens with a fact, belongs to somebody, may rest a while, and closes with a fact or by a person. */
export const Alert = z.object({
  id: z.string(),
  kind: AlertKind,
  severity: Severity,
  state: AlertState,
  /** what it is about, as it is called: a plate, a wagon, an order, a station, a source */
  label: z.string(),
  /** where, in words, if it is known */
  place: z.string().nullable(),
  position: z.object({ lat: Lat, lon: Lon }).nullable(),
  assetId: z.string().nullable(),
  shipmentIds: z.array(z.string()),
  geofenceId: z.string().nullable(),
  sourceId: z.string().nullable(),
  opened: AlertFact,
  /** when we learned of it */
  noticedAt: Instant,
  /** until when something can still be saved; absent where no hour is at stake */
  riskAt: Instant.nullable(),
  owner: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  snoozedUntil: Instant.nullable(),
  closedAt: Instant.nullable(),
  /** by whom; null: by the closing fact */
  closedBy: z.string().nullable(),
  /** the fact that ended it; null while it goes on, also when somebody has closed the alert */
  ended: AlertFact.nullable(),
});
export type Alert = z.infer<typeof Alert>;

export const AlertQuery = PageQuery.extend({
  state: AlertState.optional(),
  kind: AlertKind.optional(),
  severity: Severity.optional(),
  assetId: z.string().max(100).optional(),
  /** the alerts of whoever asks */
  mine: z.stringbool().optional(),
});
export type AlertQuery = z.infer<typeof AlertQuery>;

export const AlertList = z.object({
  items: z.array(Alert),
  nextCursor: z.string().nullable(),
  /** of all open ones, whatever the filter */
  openCount: z.number().int(),
});
export type AlertList = z.infer<typeof AlertList>;

export const AlertSnooze = z.object({
  minutes: z
    .number()
    .int()
    .min(5)
    .max(7 * 24 * 60),
});

const minutes = (most: number) => z.number().int().min(1).max(most);

/** When something becomes an alert, for the whole company. */
export const AlertSettings = z.object({
  /** kinds that raise nothing */
  off: z.array(AlertKind).max(ALERT_KINDS.length),
  /** standing so long outside of sites and plants while the device keeps sending */
  longStopMinutes: minutes(7 * 24 * 60),
  /** no position of a tracker for so long */
  signalLostMinutes: minutes(24 * 60),
  /** the same for a phone located by its cells, which is heard of a few times an hour */
  cellSignalLostMinutes: minutes(24 * 60),
  /** how long loading takes from `loadFrom` on: departure is due then */
  loadingMinutes: minutes(24 * 60),
  /** departure or arrival may be so much behind before it is late */
  lateToleranceMinutes: z
    .number()
    .int()
    .min(0)
    .max(24 * 60),
  /** not at the place of loading so long after `loadFrom` */
  absentAfterMinutes: minutes(24 * 60),
  /** this many positions in a row outside of the corridor are a deviation */
  deviationFixes: z.number().int().min(1).max(20),
  /** a wagon may stand so long at one station */
  idleDays: z.number().min(0.5).max(60),
  /** trucks and wagons without cargo of ours raise notices too */
  withoutCargo: z.boolean(),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  off: [],
  longStopMinutes: 60,
  signalLostMinutes: 30,
  cellSignalLostMinutes: 180,
  loadingMinutes: 60,
  lateToleranceMinutes: 15,
  absentAfterMinutes: 30,
  deviationFixes: 2,
  idleDays: 3,
  withoutCargo: true,
};

export const AlertSettingsChange = AlertSettings.partial();
export type AlertSettingsChange = z.infer<typeof AlertSettingsChange>;
