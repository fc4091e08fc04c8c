import type { AlertKind, AlertSettings } from '@karavan/contracts';
import { alerts, present, takeRevision } from '@karavan/store';
import {
  type Condition,
  isChain,
  lateShipment,
  type RoadModel,
  reconcile,
  silenceConditions,
  TOGETHER_MS,
  type TripNow,
  tripConditions,
  tripsInTurn,
} from '@karavan/tracking';
import { settingsOf } from './alert-rules.ts';
import { type AlertStep, raiseAlerts } from './alerts-raise.ts';
import type { Deps } from './deps.ts';
import { gateOf } from './gate-hours.ts';
import { roadModelFor } from './road-learn.ts';

/** What time alone brings about; the others hang on positions and reports. */
const TICKED: readonly AlertKind[] = ['signalLost', 'lateDeparture', 'lateArrival', 'expectedAbsent', 'sourceDown'];
/** These end with a position, but not where their fence went with its site. */
const FENCED: readonly AlertKind[] = ['geofenceEntry', 'geofenceExit'];

/** One look at every company: whose signal is lost, who is or will be late, which source is down. Gives how many alerts changed. */
export async function tickAlerts(deps: Deps): Promise<number> {
  let changed = 0;
  for (const { id } of await deps.db.systemOnce(alerts.listOperators)) changed += await tickCompany(deps, id);
  if (changed > 0) deps.announce();
  return changed;
}

async function tickCompany(deps: Deps, companyId: string): Promise<number> {
  const now = deps.clock();
  const model = await roadModelFor(deps, companyId);
  return deps.db.scoped({ companyId, customerId: null }, async (tx) => {
    const settings = await settingsOf(tx, companyId);
    const shortest = Math.min(settings.signalLostMinutes, settings.cellSignalLostMinutes);
    const silentSince = new Date(now.getTime() - shortest * 60_000);
    const kinds = [...TICKED, ...FENCED];
    const found = await present.loadPresent(tx, { companyId, kinds, now, silentSince, togetherMs: TOGETHER_MS });
    if (found === undefined) return 0;
    const conditions = conditionsOf(found, { settings, now, model });
    // A fence that is still there speaks for itself.
    const goingOn = found.goingOn.filter(({ kind, hasFence }) => !hasFence || !FENCED.includes(kind));
    const { opened, ended } = reconcile({ conditions, goingOn, now: now.toISOString() });
    const subjects = new Map(goingOn.map((episode) => [episode.id, episode]));
    const steps: AlertStep[] = [
      ...ended.flatMap(({ id, at, evidence }): AlertStep[] => {
        const episode = subjects.get(id);
        return episode === undefined ? [] : [{ end: { kind: episode.kind, subject: episode.subject, at, evidence } }];
      }),
      ...opened.map((condition) => ({ open: toOpen(condition) })),
    ];
    return raiseAlerts(tx, { companyId, now, steps, revision: () => takeRevision(tx) });
  });
}

function conditionsOf(
  found: present.PresentFacts,
  { settings, now, model }: { settings: AlertSettings; now: Date; model: RoadModel | undefined },
): Condition[] {
  const open = new Set(found.goingOn.map(({ kind, subject }) => `${kind} ${subject}`));
  const isOpen = (kind: AlertKind, subject: string) => open.has(`${kind} ${subject}`);
  return [
    ...silenceConditions({
      assets: found.assets.map((asset) => ({ ...asset, at: utc(asset.at) })),
      feeds: found.feeds.map((feed) => ({ ...feed, lastAt: utc(feed.lastAt) })),
      settings,
      sourcesDown: new Set(found.sources.map(({ id }) => id)),
      now,
    }),
    ...tripsInTurn(found.trips.map(tripOf), now).flatMap((trip) => {
      const road = { model, opensAt: trip.destination && gateOf(trip.destination) };
      return tripConditions({ trip, settings, now, isOpen, road });
    }),
    ...found.shipments.map((state) => lateShipment(state, now)),
    ...found.sources.map(sourceDown),
  ].map((condition) => (settings.off.includes(condition.kind) ? { ...condition, isOld: true } : condition));
}

/** JSON of the database writes instants in its own way. */
const utc = (instant: string): string => new Date(instant).toISOString();

function tripOf({ unit, shipment, legs, orderedKg, last, ...trip }: present.PresentFacts['trips'][number]): TripNow {
  const numbers = legs !== null && isChain(legs, orderedKg) ? legs.map(({ leg }) => leg) : [unit.leg];
  return {
    ...unit,
    ...trip,
    unitId: unit.id,
    plate: unit.label,
    shipment,
    // Inside of a chain nobody says where goods change over (AL18).
    origin: unit.leg === Math.min(...numbers) ? trip.origin : undefined,
    destination: unit.leg === Math.max(...numbers) ? trip.destination : undefined,
    deliverBy: trip.deliverBy ?? undefined,
    last: last === null ? undefined : { ...last, at: utc(last.at) },
  };
}

function sourceDown({ id, name, kind, since }: present.PresentFacts['sources'][number]): Condition {
  return {
    kind: 'sourceDown',
    subject: `source:${id}`,
    holds: true,
    at: utc(since),
    severity: 'critical',
    label: name,
    evidence: { source: id, sourceKind: kind },
    sourceId: id,
    shipments: [],
  };
}

/** A condition that holds, as the episode it opens. */
export function toOpen({ at, evidence, holds: _, isOld: __, ...about }: Condition): alerts.AlertToOpen {
  return { ...about, openedAt: at, opening: evidence };
}
