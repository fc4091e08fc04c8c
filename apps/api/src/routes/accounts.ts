import { AppError } from '@karavan/runtime';
import { audit, companies, sessions, users } from '@karavan/store';
import { createUser, scopeOf, signIn, signOut } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';
import { clearSessionCookie, setSessionCookie, tokenOf } from '../http/session.ts';

type Names =
  | 'login'
  | 'logout'
  | 'me'
  | 'config'
  | 'listUsers'
  | 'createUser'
  | 'listCompanies'
  | 'createCompany'
  | 'listApiKeys'
  | 'createApiKey'
  | 'revokeApiKey'
  | 'listAudit';

export const accountHandlers: Handlers<Names> = {
  async login({ deps, options, body, req, res }) {
    const { token, user, expiresAt } = await signIn(deps, { ...body, sessionDays: options.sessionDays });
    setSessionCookie(res, { token, expiresAt, secure: req.secure });
    return { status: 200, body: { token, user } };
  },
  async logout({ deps, actor, req, res }) {
    const presented = tokenOf(req.headers);
    if (presented !== undefined) await signOut(deps, { actor, token: presented.token });
    clearSessionCookie(res);
    return { status: 200, body: { ok: true } };
  },
  async me({ deps, actor }) {
    const user = actor.userId === null ? undefined : await deps.db.system((tx) => users.findUser(tx, actor.userId ?? ''));
    if (user === undefined) throw new AppError('NOT_FOUND', 'An API key is not a person.');
    return { status: 200, body: user };
  },
  config: async ({ options: { demo, companyName, tileUrl, tileAttribution, version } }) => ({
    status: 200,
    body: { demo, companyName, tileUrl, tileAttribution, version },
  }),
  listUsers: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => users.listUsers(tx, query)),
  }),
  createUser: async ({ deps, actor, body }) => ({ status: 201, body: await createUser(deps, { actor, user: body }) }),
  listCompanies: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => companies.listCompanies(tx, query)),
  }),
  createCompany: async ({ deps, actor, body }) => ({
    status: 201,
    body: await deps.db.scoped(scopeOf(actor), async (tx) => {
      const company = await companies.insertCustomer(tx, { companyId: actor.companyId, ...body });
      await audit.insertAudit(tx, {
        companyId: actor.companyId,
        actor: actor.name,
        action: 'customer added',
        subject: company.id,
      });
      return company;
    }),
  }),
  listApiKeys: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => sessions.listApiKeys(tx, query)),
  }),
  createApiKey: async ({ deps, actor, body }) => ({
    status: 201,
    body: await deps.db.scoped(scopeOf(actor), async (tx) => {
      const key = await sessions.insertApiKey(tx, { companyId: actor.companyId, name: body.name });
      await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'API key made', subject: key.id });
      return key;
    }),
  }),
  async revokeApiKey({ deps, actor, params }) {
    const id = params['id'] ?? '';
    await deps.db.scoped(scopeOf(actor), async (tx) => {
      if (!(await sessions.revokeApiKey(tx, id, deps.clock()))) throw new AppError('NOT_FOUND', 'There is no such API key.');
      await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'API key revoked', subject: id });
    });
    return { status: 200, body: { ok: true } };
  },
  listAudit: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => audit.listAudit(tx, query)),
  }),
};
