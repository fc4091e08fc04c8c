import type { AlertKind, WagonState } from '@karavan/contracts';
import { alerts, type Tx } from '@karavan/store';
import { railConditions, reconcile, trainsOver } from '@karavan/tracking';
import { settingsOf } from './alert-rules.ts';
import { type AlertStep, raiseAlerts } from './alerts-raise.ts';
import { toOpen } from './alerts-tick.ts';

type State = Omit<WagonState, 'revision'>;
const OF_WAGONS: readonly AlertKind[] = ['idleOverLimit', 'wagonMissing'];

/**
 * What a report means for the alerts of the wagons it has brought up to date, in its own transaction. Wagons it says nothing
 * new of keep their episodes as they are.
 */
export async function raiseReportAlerts(
  tx: Tx,
  input: { companyId: string; states: ReadonlyMap<string, State>; now: Date; revision: number },
): Promise<void> {
  const { companyId, states, now, revision } = input;
  if (states.size === 0) return;
  const settings = await settingsOf(tx, companyId);
  const wagons = [...states.values()];
  const suspects = wagons.filter(
    ({ status, idle }) => status === 'abandoned' || status === 'missing' || idle.atStationDays >= settings.idleDays,
  );
  const goingOn = await alerts.listGoingOn(tx, [...OF_WAGONS, 'trainAbandoned']);
  if (suspects.length + goingOn.length === 0) return;
  const carried = await alerts.listCarried(
    tx,
    suspects.map(({ number }) => `wagon:${number}`),
  );
  const trains = goingOn
    .filter(({ kind }) => kind === 'trainAbandoned')
    .map(({ subject, opened: { evidence } }) => ({ subject, wagons: wagonsIn(evidence) }));
  const conditions = railConditions({
    wagons,
    episodes: trains,
    settings,
    now,
    shipmentsOf: (number) =>
      carried.flatMap(({ assetId, id, customerId }) => (assetId === `wagon:${number}` ? [{ id, customerId }] : [])),
  }).map((condition) => (settings.off.includes(condition.kind) ? { ...condition, isOld: true } : condition));
  const spoken = new Set(conditions.map(({ kind, subject }) => `${kind} ${subject}`));
  const known = goingOn
    .filter(({ kind, subject }) => kind === 'trainAbandoned' || spoken.has(`${kind} ${subject}`))
    .map(({ id, kind, subject, opened }) => ({ id, kind, subject, openedAt: opened.at }));
  const { opened, ended } = reconcile({ conditions, goingOn: known, now: now.toISOString() });
  const byId = new Map(known.map((episode) => [episode.id, episode]));
  const over = trainsOver({ episodes: trains, wagons: states });
  const steps: AlertStep[] = [
    ...over.map((end) => ({ end: { kind: 'trainAbandoned' as const, ...end } })),
    ...ended.flatMap(({ id, at, evidence }): AlertStep[] => {
      const episode = byId.get(id);
      return episode === undefined || episode.kind === 'trainAbandoned'
        ? []
        : [{ end: { kind: episode.kind, subject: episode.subject, at, evidence } }];
    }),
    ...opened.map((condition) => ({ open: toOpen(condition) })),
  ];
  await raiseAlerts(tx, { companyId, now, steps, revision: async () => revision });
}

function wagonsIn(evidence: Record<string, unknown>): string[] {
  const { wagons } = evidence;
  return Array.isArray(wagons) ? wagons.filter((wagon) => typeof wagon === 'string') : [];
}
