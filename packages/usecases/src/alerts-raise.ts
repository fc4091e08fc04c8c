import { alerts as alertStore, type alerts, events, type Tx } from '@karavan/store';
import { planDeliveries } from './deliver-plan.ts';

type AlertRecord = alerts.AlertRecord;
export type AlertStep = { open: alerts.AlertToOpen } | { end: alerts.EpisodeEnd };

export interface Raise {
  companyId: string;
  now: Date;
  /** in the order of their facts */
  steps: readonly AlertStep[];
  /** what became known too late for anybody to be called: it stands in the list alone */
  isOldNews?: (alert: AlertRecord) => boolean;
  revision: () => Promise<number>;
}

/** Kinds that belong into the timeline of a cargo; the others stand there already by their own events. */
const TOLD = new Set<string>(['longStop', 'signalLost', 'routeDeviation', 'lateArrival']);

/**
 * Opens and ends episodes, and tells of it: the live news, the timeline of the cargo, and the messages to be sent, all in
 * the transaction of their facts. Gives how many alerts changed.
 */
export async function raiseAlerts(tx: Tx, input: Raise): Promise<number> {
  const { companyId, now } = input;
  const opened: AlertRecord[] = [];
  const ended: AlertRecord[] = [];
  for (const round of roundsOf(input.steps)) {
    const toOpen = round.flatMap((step) => ('open' in step ? [step.open] : []));
    const ends = round.flatMap((step) => ('end' in step ? [step.end] : []));
    opened.push(...(await alertStore.openAlerts(tx, { companyId, alerts: toOpen, now })));
    ended.push(...(await alertStore.endAlerts(tx, { ends })));
  }
  if (opened.length + ended.length === 0) return 0;
  const isNews = (alert: AlertRecord) => input.isOldNews?.(alert) !== true;
  const over = new Set(ended.map(({ id }) => id));
  const known = new Set(opened.map(({ id }) => id));
  await planDeliveries(tx, {
    companyId,
    now,
    changes: [
      ...opened.filter((alert) => isNews(alert) && !over.has(alert.id)).map((alert) => ({ alert, change: 'opened' as const })),
      ...ended.filter((alert) => !known.has(alert.id)).map((alert) => ({ alert, change: 'ended' as const })),
    ],
  });
  const told = [
    ...opened.flatMap((alert) => timelineOf(alert)),
    ...opened.map((alert) => newsOf(alert, { change: isNews(alert) ? 'opened' : 'changed', now })),
    ...ended.map((alert) => newsOf(alert, { change: 'ended', now })),
  ];
  await events.insertEvents(tx, { companyId, revision: await input.revision(), events: told });
  return opened.length + ended.length;
}

/** Steps of one subject go one after another; those of different ones together. */
function roundsOf(steps: readonly AlertStep[]): AlertStep[][] {
  const rounds: AlertStep[][] = [];
  const nextOf = new Map<string, number>();
  for (const step of steps) {
    const { kind, subject } = 'open' in step ? step.open : step.end;
    const round = nextOf.get(`${kind} ${subject}`) ?? 0;
    const held = rounds[round];
    if (held === undefined) rounds[round] = [step];
    else held.push(step);
    nextOf.set(`${kind} ${subject}`, round + 1);
  }
  return rounds;
}

/** What staff with the list open has to know: look again. It belongs to no asset and stands in no timeline. */
export function newsOf(
  alert: AlertRecord,
  { change, now }: { change: 'opened' | 'ended' | 'changed'; now: Date },
): events.EventToSave {
  const { id, kind, severity, label } = alert;
  const evidence = { alertId: id, kind, severity, label, change };
  return { customerId: null, kind: 'alert', at: now.toISOString(), evidence, late: false };
}

function timelineOf(alert: AlertRecord): events.EventToSave[] {
  if (!TOLD.has(alert.kind) || alert.assetId === null) return [];
  const base = {
    kind: alert.kind,
    at: alert.opened.at,
    assetId: alert.assetId,
    ...(alert.place === null ? {} : { place: alert.place }),
    evidence: alert.opened.evidence,
    late: false,
  };
  const shown = alert.shipments.filter(({ hidden }) => hidden !== true);
  if (shown.length === 0) return [{ ...base, customerId: null }];
  return shown.map(({ id, customerId }) => ({ ...base, shipmentId: id, customerId }));
}
