import { randomBytes } from 'node:crypto';
import {
  type Actor,
  NEEDS_PASSWORD,
  type NewSource,
  SOURCE_SETTINGS,
  type SourceChange,
  type SourceHealth,
  SourceKind,
} from '@karavan/contracts';
import { AppError, badInput } from '@karavan/runtime';
import { audit, sources, type Tx } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';

/** A look asked for by hand does not come sooner than this after the last one. */
const LEAST_BETWEEN_LOOKS_MS = 2000;

/** Whose secret it is: a copied row opens nowhere else. */
const contextOf = (companyId: string, id: string): string => `${companyId} ${id}`;

export async function listSourceHealth(deps: Deps, actor: Actor): Promise<SourceHealth[]> {
  const records = await deps.db.scoped(scopeOf(actor), sources.listSources);
  return records.map((record) => shown(sources.healthOf(record, deps.clock()), actor));
}

/** Addresses and logins are for those who set them. */
function shown({ settings, ...health }: SourceHealth, actor: Actor): SourceHealth {
  return actor.role === 'admin' && settings !== undefined ? { ...health, settings } : health;
}

export async function createSource(deps: Deps, input: { actor: Actor; source: NewSource }): Promise<SourceHealth> {
  const { actor, source } = input;
  const { password, kind, name, everySeconds, enabled, settings } = source;
  if (password === undefined && NEEDS_PASSWORD.includes(kind)) throw field('password', 'is needed to sign in there');
  const id = `${kind}-${randomBytes(3).toString('hex')}`;
  const secrets = password === undefined ? null : seal(deps, { companyId: actor.companyId, id, password });
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    await sources.saveSource(tx, {
      companyId: actor.companyId,
      id,
      kind,
      name,
      everySeconds: kind === 'upload' ? null : everySeconds,
      settings,
      secrets,
      enabled,
      managed: false,
      nextRunAt: enabled && kind !== 'upload' ? deps.clock() : null,
    });
    return noted(tx, { deps, actor, id, action: 'source added' });
  });
}

export async function changeSource(deps: Deps, input: { actor: Actor; id: string; change: SourceChange }): Promise<SourceHealth> {
  const { actor, id, change } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const known = await getChangeable(tx, id);
    const kind = SourceKind.parse(known.kind);
    const settings = change.settings === undefined ? known.settings : readSettings(kind, change.settings);
    const secrets =
      change.password === undefined ? known.secrets : seal(deps, { companyId: actor.companyId, id, password: change.password });
    const enabled = change.enabled ?? known.enabled;
    await sources.saveSource(tx, {
      ...known,
      name: change.name ?? known.name,
      everySeconds: kind === 'upload' ? null : (change.everySeconds ?? known.everySeconds),
      settings,
      secrets,
      enabled,
      nextRunAt: enabled && kind !== 'upload' ? deps.clock() : null,
    });
    return noted(tx, { deps, actor, id, action: 'source changed' });
  });
}

export async function deleteSource(deps: Deps, input: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = input;
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    await getChangeable(tx, id);
    await sources.deleteSource(tx, id);
    await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'source removed', subject: id });
  });
}

/** Asks for a look now. The worker has it within a second. @throws AppError TOO_MANY right after another one */
export async function checkSource(deps: Deps, input: { actor: Actor; id: string }): Promise<SourceHealth> {
  const { actor, id } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const known = await sources.findSource(tx, id);
    if (known === undefined) throw missing();
    if (!known.enabled) throw new AppError('CONFLICT', 'The source is switched off; switch it on first.');
    if (known.kind === 'upload')
      throw new AppError('CONFLICT', 'Nothing is fetched for this source; its reports are sent to us.');
    const now = deps.clock();
    if (known.lastAttemptAt !== null && now.getTime() - Date.parse(known.lastAttemptAt) < LEAST_BETWEEN_LOOKS_MS)
      throw new AppError('TOO_MANY', 'It was looked at a moment ago; wait two seconds.');
    await sources.hurrySource(tx, { id, now });
    return noted(tx, { deps, actor, id, action: 'source looked at' });
  });
}

/** The password of a source, for the reader that signs in with it. */
export function passwordOf(deps: Deps, source: sources.SourceRecord): string {
  if (source.secrets === null) return '';
  return boxOf(deps).open(source.secrets, contextOf(source.companyId, source.id));
}

async function getChangeable(tx: Tx, id: string): Promise<sources.SourceRecord> {
  const known = await sources.findSource(tx, id);
  if (known === undefined) throw missing();
  if (known.managed) throw new AppError('CONFLICT', 'This source is set by the environment of the program; change it there.');
  return known;
}

async function noted(tx: Tx, input: { deps: Deps; actor: Actor; id: string; action: string }): Promise<SourceHealth> {
  const { actor, id, action } = input;
  await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action, subject: id });
  const record = await sources.findSource(tx, id);
  if (record === undefined) throw missing();
  return shown(sources.healthOf(record, input.deps.clock()), actor);
}

function readSettings(kind: SourceKind, given: Record<string, unknown>): Record<string, unknown> {
  const parsed = SOURCE_SETTINGS[kind].safeParse(given);
  if (parsed.success) return parsed.data;
  throw badInput(parsed.error);
}

const seal = (deps: Deps, input: { companyId: string; id: string; password: string }): Buffer =>
  boxOf(deps).seal(input.password, contextOf(input.companyId, input.id));

function boxOf({ secrets }: Deps) {
  if (secrets !== undefined) return secrets;
  throw new AppError('CONFLICT', 'This installation has no key to keep passwords with; set SECRET_KEY for every process.');
}

const missing = () => new AppError('NOT_FOUND', 'There is no such source.');
const field = (path: string, message: string) =>
  new AppError('BAD_INPUT', `${path}: ${message}`, { errors: [{ path, message }] });
