import type { AlertKind } from '@karavan/contracts';
import { alerts, takeRevision } from '@karavan/store';
import {
  type Condition,
  lateShipment,
  reconcile,
  silenceConditions,
  TOGETHER_MS,
  tripConditions,
  tripsInTurn,
} from '@karavan/tracking';
import { settingsOf } from './alert-rules.ts';
import { type AlertStep, raiseAlerts } from './alerts-raise.ts';
import type { Deps } from './deps.ts';

/** What time alone brings about; the others hang on positions and reports. */
const TICKED: readonly AlertKind[] = ['signalLost', 'lateDeparture', 'lateArrival', 'expectedAbsent', 'sourceDown'];

/** One look at every company: whose signal is lost, who is or will be late, which source is down. Gives how many alerts changed. */
export async function tickAlerts(deps: Deps): Promise<number> {
  let changed = 0;
  for (const { id } of await deps.db.systemOnce(alerts.listOperators)) changed += await tickCompany(deps, id);
  if (changed > 0) deps.announce();
  return changed;
}

async function tickCompany(deps: Deps, companyId: string): Promise<number> {
  const now = deps.clock();
  return deps.db.scoped({ companyId, customerId: null }, async (tx) => {
    const settings = await settingsOf(tx, companyId);
    const shortest = Math.min(settings.signalLostMinutes, settings.cellSignalLostMinutes);
    const silentSince = new Date(now.getTime() - shortest * 60_000);
    const present = await alerts.loadPresent(tx, { companyId, kinds: TICKED, now, silentSince, togetherMs: TOGETHER_MS });
    if (present === undefined) return 0;
    const open = new Set(present.goingOn.map(({ kind, subject }) => `${kind} ${subject}`));
    const conditions = [
      ...silenceConditions({
        assets: present.assets.map((asset) => ({ ...asset, at: utc(asset.at) })),
        feeds: present.feeds.map((feed) => ({ ...feed, lastAt: utc(feed.lastAt) })),
        settings,
        sourcesDown: new Set(present.sources.map(({ kind }) => kind)),
        now,
      }),
      ...tripsInTurn(present.trips.map(tripOf)).flatMap((trip) =>
        tripConditions({ trip, settings, now, isOpen: (kind, subject) => open.has(`${kind} ${subject}`) }),
      ),
      ...present.shipments.map((state) => lateShipment(state, now)),
      ...present.sources.map(sourceDown),
    ].map((condition) => (settings.off.includes(condition.kind) ? { ...condition, isOld: true } : condition));
    const { opened, ended } = reconcile({ conditions, goingOn: present.goingOn, now: now.toISOString() });
    const subjects = new Map(present.goingOn.map((episode) => [episode.id, episode]));
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

/** JSON of the database writes instants in its own way. */
const utc = (instant: string): string => new Date(instant).toISOString();

function tripOf({ unit, shipment, origin, destination, deliverBy, knownSince, last }: alerts.PresentFacts['trips'][number]) {
  return {
    ...unit,
    unitId: unit.id,
    plate: unit.label,
    shipment,
    origin,
    destination,
    deliverBy: deliverBy ?? undefined,
    knownSince,
    last: last === null ? undefined : { ...last, at: utc(last.at) },
  };
}

function sourceDown({ id, name, kind, since }: alerts.PresentFacts['sources'][number]): Condition {
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
