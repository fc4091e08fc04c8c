import type { Actor, Alert, AlertList, AlertQuery, AlertSettings, AlertSettingsChange } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { alerts, audit, events, geofences, type Tx, takeRevision } from '@karavan/store';
import { settingsOf } from './alert-rules.ts';
import { newsOf } from './alerts-raise.ts';
import { type Deps, scopeOf } from './deps.ts';

/** No user has this id: what an API key asks for as its own is empty. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export async function listAlerts(deps: Deps, input: { actor: Actor; query: AlertQuery }): Promise<AlertList> {
  const { actor, query } = input;
  const now = deps.clock();
  const { mine, ...filter } = query;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const page = await alerts.listAlerts(tx, { ...filter, now, ownerId: mine ? (actor.userId ?? NOBODY) : undefined });
    const openCount = await alerts.countOpen(tx, now);
    return { items: page.items.map((record) => alerts.alertAt(record, now)), nextCursor: page.nextCursor, openCount };
  });
}

export async function getAlert(deps: Deps, input: { actor: Actor; id: string }): Promise<Alert> {
  const record = await deps.db.scoped(scopeOf(input.actor), (tx) => alerts.findAlert(tx, input.id));
  if (record === undefined) throw missing();
  return alerts.alertAt(record, deps.clock());
}

type Handling = Pick<alerts.AlertRecord, 'owner' | 'snoozedUntil' | 'closedAt' | 'closedBy'>;
type Handle = (alert: alerts.AlertRecord, now: Date, actor: Actor) => Partial<Handling>;

const HANDLES = {
  take: (alert, _now, actor) => {
    if (alert.closedAt !== null) throw new AppError('CONFLICT', 'The alert is closed; open it again first.');
    return { owner: { id: actor.userId, name: actor.name } };
  },
  close: (alert, now, actor) => {
    if (alert.closedAt !== null) throw new AppError('CONFLICT', 'The alert is closed already.');
    return { closedAt: now.toISOString(), closedBy: actor.name, snoozedUntil: null };
  },
  reopen: () => ({ closedAt: null, closedBy: null, snoozedUntil: null }),
} satisfies Record<string, Handle>;

/** Takes, closes or reopens an alert. Whoever closes it by hand hears no more of the same episode. */
export const handleAlert = (deps: Deps, input: { actor: Actor; id: string; how: keyof typeof HANDLES }): Promise<Alert> =>
  handle(deps, { ...input, act: HANDLES[input.how], action: `alert ${input.how}` });

/** Lets an alert rest; it is open again by itself. */
export function snoozeAlert(deps: Deps, input: { actor: Actor; id: string; minutes: number }): Promise<Alert> {
  const act: Handle = (alert, now) => {
    if (alert.closedAt !== null) throw new AppError('CONFLICT', 'The alert is closed; open it again first.');
    return { snoozedUntil: new Date(now.getTime() + input.minutes * 60_000).toISOString() };
  };
  return handle(deps, { ...input, act, action: 'alert snooze' });
}

async function handle(deps: Deps, input: { actor: Actor; id: string; act: Handle; action: string }): Promise<Alert> {
  const { actor, id, act, action } = input;
  const now = deps.clock();
  const saved = await deps.db.scoped(scopeOf(actor), async (tx) => {
    const record = await alerts.lockAlert(tx, id);
    if (record === undefined) throw missing();
    const next = await alerts.saveHandling(tx, { ...record, ...act(record, now, actor) });
    await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action, subject: id });
    await tellChanged(tx, { companyId: actor.companyId, alert: next, now });
    return next;
  });
  deps.announce();
  return alerts.alertAt(saved, now);
}

async function tellChanged(tx: Tx, input: { companyId: string; alert: alerts.AlertRecord; now: Date }): Promise<void> {
  const { companyId, alert, now } = input;
  const revision = await takeRevision(tx);
  await events.insertEvents(tx, { companyId, revision, events: [newsOf(alert, { change: 'changed', now })] });
}

export const getAlertSettings = (deps: Deps, actor: Actor): Promise<AlertSettings> =>
  deps.db.scoped(scopeOf(actor), (tx) => settingsOf(tx, actor.companyId));

export async function changeAlertSettings(
  deps: Deps,
  input: { actor: Actor; change: AlertSettingsChange },
): Promise<AlertSettings> {
  const { actor, change } = input;
  const { companyId } = actor;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const stored = await geofences.findSettings(tx, companyId);
    await geofences.saveSettings(tx, { companyId, settings: { ...stored?.settings, ...change } });
    await audit.insertAudit(tx, { companyId, actor: actor.name, action: 'alert settings changed', details: { ...change } });
    return settingsOf(tx, companyId);
  });
}

const missing = () => new AppError('NOT_FOUND', 'There is no such alert.');
