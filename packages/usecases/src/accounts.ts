import type { Actor, Language, NewUser, Role, User } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { audit, companies, secrets, sessions, type Tx, users } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';

/** @throws AppError UNAUTHENTICATED, the same words whether the address or the password is wrong */
export async function signIn(
  deps: Deps,
  input: { email: string; password: string; sessionDays: number },
): Promise<{ token: string; user: User; expiresAt: Date }> {
  const found = await deps.db.system((tx) => users.findUserForLogin(tx, input.email));
  const right = await secrets.verifyPassword(found?.passwordHash, input.password);
  if (found === undefined || !right) {
    if (found !== undefined) await note(deps, found.actor, 'sign-in refused');
    throw new AppError('UNAUTHENTICATED', 'The e-mail or the password is not right.');
  }
  const session = await deps.db.system((tx) =>
    sessions.insertSession(tx, { actor: found.actor, now: deps.clock(), days: input.sessionDays }),
  );
  await note(deps, found.actor, 'signed in');
  return { ...session, user: found.user };
}

export async function signOut(deps: Deps, input: { actor: Actor; token: string }): Promise<void> {
  await deps.db.system((tx) => sessions.deleteSession(tx, input.token));
  await note(deps, input.actor, 'signed out');
}

/** Who a bearer token, a session cookie or an API key stands for. */
export function findActor(deps: Deps, token: string): Promise<Actor | undefined> {
  return deps.db.systemOnce((tx) => sessions.findActor(tx, token, deps.clock()));
}

/** Whom these session tokens stand for, in one question; keys are no sessions. */
export function findSessionActors(deps: Deps, tokens: readonly string[]): Promise<Map<string, Actor>> {
  return deps.db.systemOnce((tx) => sessions.findSessionActors(tx, tokens, deps.clock()));
}

async function note(deps: Deps, actor: Actor, action: string): Promise<void> {
  await deps.db.system((tx) => audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action }));
}

/** Adds a person to the company, or with the role customer to one of its customers. */
export async function createUser(deps: Deps, input: { actor: Actor; user: NewUser }): Promise<User> {
  const { actor, user } = input;
  const passwordHash = await secrets.hashPassword(user.password);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const customerId = await customerOf(tx, { role: user.role, companyId: user.companyId, own: actor.companyId });
    const made = await users.insertUser(tx, {
      companyId: actor.companyId,
      customerId,
      email: user.email,
      passwordHash,
      name: user.name,
      role: user.role,
      language: user.language ?? 'ru',
    });
    if (made === undefined) throw field('email', 'this e-mail cannot be used for a new user', 'CONFLICT');
    await audit.insertAudit(tx, {
      companyId: actor.companyId,
      actor: actor.name,
      action: 'user added',
      subject: made.id,
      details: { role: made.role },
    });
    return made;
  });
}

async function customerOf(tx: Tx, input: { role: Role; companyId: string | undefined; own: string }): Promise<string | null> {
  if (input.role !== 'customer') {
    if (input.companyId !== undefined && input.companyId !== input.own)
      throw field('companyId', 'only the role customer belongs to another company');
    return null;
  }
  const company = input.companyId === undefined ? undefined : await companies.findCompany(tx, input.companyId);
  if (company?.kind !== 'customer') throw field('companyId', 'must name one of your customers');
  return company.id;
}

const field = (path: string, message: string, code: 'BAD_INPUT' | 'CONFLICT' = 'BAD_INPUT') =>
  new AppError(code, `${path}: ${message}`, { errors: [{ path, message }] });

/**
 * On an empty database: the company itself, and its first admin where one is configured. Gives the company's id.
 * @throws AppError CONFLICT when a database of the demo, whose passwords everybody knows, is to serve real work or the reverse
 */
export async function ensureHome(
  deps: Deps,
  input: { companyName: string; demo?: boolean; admin?: { email: string; password: string } },
): Promise<{ companyId: string; adminCreated: boolean }> {
  const demo = input.demo ?? false;
  return deps.db.system(async (tx) => {
    await tx.one('SELECT pg_advisory_xact_lock(5021371)'); // several processes may start on one empty database
    const found = await companies.findHomeCompany(tx);
    if (found !== undefined && found.demo !== demo)
      throw new AppError(
        'CONFLICT',
        demo
          ? 'This database holds real work; the demo, whose passwords everybody knows, does not run on it. Give it a database of its own.'
          : 'This database was made by the demo, whose passwords everybody knows. Give your own work a database of its own.',
      );
    const home = found ?? (await companies.insertOperator(tx, { name: input.companyName, demo }));
    const empty = (await tx.one('SELECT 1 AS one FROM users LIMIT 1')) === undefined;
    if (!empty || input.admin === undefined) return { companyId: home.id, adminCreated: false };
    await ensureAccount(tx, {
      companyId: home.id,
      customerId: null,
      role: 'admin',
      name: 'Admin',
      language: 'ru',
      ...input.admin,
    });
    return { companyId: home.id, adminCreated: true };
  });
}

/** Makes the account unless there is one with this e-mail. */
export async function ensureAccount(
  tx: Tx,
  account: {
    companyId: string;
    customerId: string | null;
    email: string;
    password: string;
    role: Role;
    name: string;
    language: Language;
  },
): Promise<void> {
  if ((await users.findUserForLogin(tx, account.email)) !== undefined) return;
  const { password, ...rest } = account;
  await users.insertUser(tx, { ...rest, passwordHash: await secrets.hashPassword(password) });
  await audit.insertAudit(tx, {
    companyId: account.companyId,
    actor: 'system',
    action: 'user added',
    details: { email: account.email, role: account.role },
  });
}
