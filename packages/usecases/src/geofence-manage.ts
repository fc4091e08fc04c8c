import type { Actor, Geofence, GeofenceChange, GeofenceShape, NewGeofence } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { alerts, audit, geofences, type Page, type Tx, takeRevision } from '@karavan/store';
import { flawOf } from '@karavan/tracking';
import { type AlertStep, raiseAlerts } from './alerts-raise.ts';
import { type Deps, scopeOf } from './deps.ts';

export const listGeofences = (
  deps: Deps,
  input: { actor: Actor; query: { limit: number; cursor?: string | undefined } },
): Promise<Page<Geofence>> => deps.db.scoped(scopeOf(input.actor), (tx) => geofences.listGeofences(tx, input.query));

export async function createGeofence(deps: Deps, input: { actor: Actor; fence: NewGeofence }): Promise<Geofence> {
  const { actor, fence } = input;
  refuseFlawed(fence.shape);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const saved = await geofences.insertGeofence(tx, actor.companyId, fence);
    await note(tx, { actor, action: 'geofence drawn', fence: saved });
    return saved;
  });
}

export async function changeGeofence(deps: Deps, input: { actor: Actor; id: string; change: GeofenceChange }): Promise<Geofence> {
  const { actor, id } = input;
  const { shape, ...change } = input.change;
  if (shape !== undefined) refuseFlawed(shape);
  const now = deps.clock();
  const saved = await deps.db.scoped(scopeOf(actor), async (tx) => {
    const known = await geofences.lockGeofence(tx, id);
    if (known === undefined) throw missing();
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const fence = { ...known, ...given, ...(shape === undefined ? {} : { shape }) };
    const next = await geofences.updateGeofence(tx, { id, fence, reshaped: shape !== undefined, now });
    await note(tx, { actor, action: 'geofence changed', fence: next });
    if (!next.active || next.alertOn !== known.alertOn) await endOf(tx, { actor, id, now });
    return next;
  });
  deps.announce();
  return saved;
}

/** A fence of a site comes back only when the site is saved anew. */
export async function deleteGeofence(deps: Deps, input: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = input;
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    await endOf(tx, { actor, id, now: deps.clock() });
    const gone = await geofences.deleteGeofence(tx, id);
    if (gone === undefined) throw missing();
    await note(tx, { actor, action: 'geofence removed', fence: gone });
  });
  deps.announce();
}

/** Without the fence, or without its alert, nothing would ever end what goes on there. */
async function endOf(tx: Tx, input: { actor: Actor; id: string; now: Date }): Promise<void> {
  const { actor, id, now } = input;
  const goingOn = await alerts.listGoingOn(tx, ['geofenceEntry', 'geofenceExit', 'routeDeviation']);
  const steps = goingOn
    .filter(({ geofenceId }) => geofenceId === id)
    .map(
      ({ kind, subject }): AlertStep => ({ end: { kind, subject, at: now.toISOString(), evidence: { reason: 'fenceChanged' } } }),
    );
  await raiseAlerts(tx, { companyId: actor.companyId, now, steps, revision: () => takeRevision(tx) });
}

function note(tx: Tx, { actor, action, fence }: { actor: Actor; action: string; fence: Geofence }): Promise<void> {
  const { companyId, name } = actor;
  return audit.insertAudit(tx, { companyId, actor: name, action, subject: fence.id, details: { name: fence.name } });
}

function refuseFlawed(shape: GeofenceShape): void {
  const flaw = flawOf(shape);
  if (flaw === undefined) return;
  const path = `shape.points.${flaw.index}`;
  throw new AppError('BAD_INPUT', `${path}: ${flaw.message}`, { errors: [{ path, message: flaw.message }] });
}

const missing = () => new AppError('NOT_FOUND', 'There is no such geofence.');
