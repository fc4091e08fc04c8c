import type { DevicePosition } from '@karavan/contracts';
import { alerts, events, geofences, type Tx } from '@karavan/store';
import { type AlertSignal, type AssetWatch, advanceWatch, joins, type WatchedFence } from '@karavan/tracking';
import { type AlertRules, rulesOf } from './alert-rules.ts';
import { type AlertStep, raiseAlerts } from './alerts-raise.ts';

/** A fact that reaches us later than this calls nobody; a black box tells of the past. */
const OLD_NEWS_MS = 3_600_000;
/** Positions older than this open nothing: somebody loads an archive. */
const ARCHIVE_MS = 24 * 3_600_000;

/** A position as far as it matters here. */
interface DecidedPosition {
  position: DevicePosition;
  vehicle: { plate: string } | null;
  assetId: string;
  /** where the same device was just before */
  previous: { fixedAt: string; lat: number; lon: number } | null;
  /** it belongs to the history and raises nothing */
  late: boolean;
  /** the marker follows this device now */
  shown: boolean;
}

export interface DecidedPositions {
  companyId: string;
  positions: readonly DecidedPosition[];
  now: Date;
  revision: () => Promise<number>;
}

/** What is remembered of assets from here on, as it is stored. */
export type Watches = Map<string, AssetWatch | undefined>;

interface Seen {
  position: DecidedPosition;
  signals: AlertSignal[];
  crossings: { fence: WatchedFence; way: 'enter' | 'exit'; at: string; lat: number; lon: number }[];
}

/**
 * Fences, long stops and deviations of the trucks that have just been heard of. Costs one statement where nothing has to be
 * remembered anew; late positions and those of a truck's second device are not looked at.
 */
export async function watchPositions(tx: Tx, decided: DecidedPositions): Promise<Watches> {
  const { companyId } = decided;
  const current = decided.positions.filter(({ late, shown }) => !late && shown);
  if (current.length === 0) return new Map();
  const assetIds = [...new Set(current.map(({ assetId }) => assetId))];
  const { edition, watches } = await geofences.loadWatches<AssetWatch>(tx, { companyId, assetIds });
  const rules = await rulesOf(tx, { companyId, edition });
  const corridors = await corridorsOf(tx, { assetIds, rules });
  const before = new Map(watches);
  const seen = current.map((position) => look(position, { watches, rules, corridor: corridors.get(position.assetId) }));
  const changed = assetIds.filter((id) => watches.get(id) !== before.get(id));
  await geofences.saveWatches(tx, {
    companyId,
    watches: changed.map((assetId) => ({ assetId, state: watches.get(assetId) ?? {} })),
  });
  if (seen.some(({ signals, crossings }) => signals.length + crossings.length > 0)) await tell(tx, { decided, rules, seen });
  return new Map(assetIds.map((id) => [id, watches.get(id)]));
}

/**
 * Whether positions of one asset, in the order of time, begin and end nothing here and leave nothing to remember. To be asked
 * only where `watch` is what is stored, and where no planned way could be left.
 */
export function staysQuiet(
  positions: readonly Omit<DecidedPosition, 'vehicle' | 'late' | 'shown'>[],
  { watch = {}, rules }: { watch: AssetWatch | undefined; rules: AlertRules },
): boolean {
  return positions.every((position) => {
    const step = stepFrom(position, { watch, rules, corridor: undefined });
    return step.watch === watch && step.signals.length + step.crossings.length === 0;
  });
}

/** The planned way of each truck that is on one, where such ways are known at all. */
async function corridorsOf(
  tx: Tx,
  { assetIds, rules }: { assetIds: string[]; rules: AlertRules },
): Promise<Map<string, WatchedFence>> {
  const found = new Map<string, WatchedFence>();
  if (rules.corridors.length === 0) return found;
  for (const { assetId, origin, destination } of await alerts.listTripsOn(tx, assetIds)) {
    const corridor = rules.corridors.find((fence) => joins(fence, origin, destination));
    if (corridor !== undefined && !found.has(assetId)) found.set(assetId, corridor);
  }
  return found;
}

function look(
  position: DecidedPosition,
  input: { watches: Map<string, AssetWatch>; rules: AlertRules; corridor: WatchedFence | undefined },
): Seen {
  const { watches, rules, corridor } = input;
  const { assetId } = position;
  const step = stepFrom(position, { watch: watches.get(assetId) ?? {}, rules, corridor });
  if (Object.keys(step.watch).length > 0 || watches.has(assetId)) watches.set(assetId, step.watch);
  const crossings = step.crossings.flatMap(({ fenceId, ...crossing }) => {
    const fence = rules.fences.byId.get(fenceId);
    return fence === undefined ? [] : [{ fence, ...crossing }];
  });
  return { position, signals: step.signals, crossings };
}

function stepFrom(
  { position, assetId, previous }: Pick<DecidedPosition, 'position' | 'assetId' | 'previous'>,
  input: { watch: AssetWatch; rules: AlertRules; corridor: WatchedFence | undefined },
): ReturnType<typeof advanceWatch> {
  const { lat, lon, fixedAt, speedKmh, accuracyM } = position;
  return advanceWatch({
    assetId,
    watch: input.watch,
    fences: input.rules.fences,
    settings: input.rules.settings,
    corridor: input.corridor,
    previous: previous && { lat: previous.lat, lon: previous.lon, at: previous.fixedAt },
    fix: { lat, lon, at: fixedAt, speedKmh, accuracyM },
  });
}

type Carried = readonly alerts.Carried[];

async function tell(tx: Tx, input: { decided: DecidedPositions; rules: AlertRules; seen: readonly Seen[] }): Promise<void> {
  const { decided, rules, seen } = input;
  const { companyId, now, revision } = decided;
  const carried = await alerts.listCarried(tx, [...new Set(seen.map(({ position }) => position.assetId))]);
  const crossed: events.EventToSave[] = [];
  for (const { position, crossings } of seen)
    crossed.push(...(await crossingEvents(tx, { assetId: position.assetId, crossings })));
  const fixOf = new Map<string, number>();
  const steps = seen.flatMap(({ position, signals }) =>
    signals.flatMap((signal): AlertStep[] => {
      const step = stepOf(signal, { position, carried, rules, now });
      if (step !== undefined && 'open' in step)
        fixOf.set(`${signal.kind} ${signal.subject} ${Date.parse(signal.at)}`, Date.parse(position.position.fixedAt));
      return step === undefined ? [] : [step];
    }),
  );
  if (crossed.length > 0) await events.insertEvents(tx, { companyId, revision: await revision(), events: crossed });
  const isOldNews = ({ kind, subject, opened }: alerts.AlertRecord) =>
    now.getTime() - (fixOf.get(`${kind} ${subject} ${Date.parse(opened.at)}`) ?? now.getTime()) > OLD_NEWS_MS;
  await raiseAlerts(tx, { companyId, now, steps, isOldNews, revision });
}

function stepOf(
  signal: AlertSignal,
  input: { position: DecidedPosition; carried: Carried; rules: AlertRules; now: Date },
): AlertStep | undefined {
  const { position, rules, now } = input;
  const { kind, subject, at, evidence } = signal;
  if (!signal.on) return { end: { kind, subject, at, evidence } };
  const own = input.carried.filter(({ assetId }) => assetId === position.assetId);
  const shipments = own.map(({ id, customerId }) => ({ id, customerId }));
  const isUnwanted =
    rules.settings.off.includes(kind) || (kind === 'longStop' && !rules.settings.withoutCargo && shipments.length === 0);
  if (isUnwanted || now.getTime() - Date.parse(position.position.fixedAt) > ARCHIVE_MS) return undefined;
  const fence = rules.fences.byId.get(signal.geofenceId ?? '');
  const severity = kind === 'routeDeviation' ? 'critical' : kind === 'longStop' && shipments.length === 0 ? 'notice' : 'warning';
  return {
    open: {
      kind,
      subject,
      severity,
      label: position.vehicle?.plate ?? position.position.uniqueId,
      place: fence?.name,
      lat: signal.lat,
      lon: signal.lon,
      assetId: position.assetId,
      shipments,
      geofenceId: fence?.id,
      openedAt: at,
      opening: evidence,
    },
  };
}

/** Whether a fence is the plant or the site of a cargo: through whose sites its truck drives else is nobody's business. */
function isEndOf(fence: WatchedFence, { origin, destination }: alerts.Carried): boolean {
  if (fence.siteId === null) return false;
  return [origin, destination].some(({ siteId, lat, lon }) => {
    if (siteId !== undefined) return siteId === fence.siteId;
    return lat !== undefined && lon !== undefined && fence.edgeM({ lat, lon }) <= fence.marginM;
  });
}

/** Every crossing stands in the history; whose cargo was on board then reads of its plant and its site alone. */
export async function crossingEvents(
  tx: Tx,
  { assetId, crossings }: { assetId: string; crossings: Seen['crossings'] },
): Promise<events.EventToSave[]> {
  if (crossings.length === 0) return [];
  const carried = await alerts.listCarriedAt(tx, { assetId, at: crossings.map(({ at }) => at) });
  return crossings.flatMap(({ fence, way, at, lat, lon }): events.EventToSave[] => {
    const kind = way === 'enter' ? 'geofenceEnter' : 'geofenceExit';
    const event = { kind, at, assetId, place: fence.name, evidence: { geofenceId: fence.id, lat, lon }, late: false };
    const shipments = carried.filter((shipment) => shipment.at === at && isEndOf(fence, shipment));
    if (shipments.length === 0) return [{ ...event, customerId: null }];
    return shipments.map(({ id, customerId }) => ({ ...event, shipmentId: id, customerId }));
  });
}
