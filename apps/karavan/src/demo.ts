import type { Actor, Language, Role } from '@karavan/contracts';
import { startSimulator } from '@karavan/simulator';
import { companies, sessions } from '@karavan/store';
import { type Deps, ensureAccount, systemActor } from '@karavan/usecases';
import type { RzdSettings } from '@karavan/worker';
import { DEMO_DOMAIN } from './demo-names.ts';

const PASSWORD = 'karavan-demo';
const CUSTOMER_NAME = 'СтройБетон Подмосковье';

const PEOPLE: { role: Role; name: string; language: Language }[] = [
  { role: 'customer', name: 'Ольга Заказчикова', language: 'ru' },
  { role: 'dispatcher', name: 'Павел Диспетчеров', language: 'ru' },
  { role: 'manager', name: 'Марина Менеджерова', language: 'ru' },
  { role: 'admin', name: 'Андрей Админов', language: 'ru' },
];

/** How to get into the demo, in one line. */
export const DEMO_SIGN_IN = `sign in as ${PEOPLE.map(({ role }) => `${role}@${DEMO_DOMAIN}`).join(', ')}; password ${PASSWORD}`;

/** The demo accounts. Gives the customer's company. */
export async function ensureDemoAccounts(deps: Deps, companyId: string): Promise<{ demoCustomerId: string }> {
  return deps.db.system(async (tx) => {
    const customer =
      (await companies.findCustomerByName(tx, CUSTOMER_NAME)) ??
      (await companies.insertCustomer(tx, { companyId, name: CUSTOMER_NAME }));
    for (const person of PEOPLE)
      await ensureAccount(tx, {
        ...person,
        companyId,
        customerId: person.role === 'customer' ? customer.id : null,
        email: `${person.role}@${DEMO_DOMAIN}`,
        password: PASSWORD,
      });
    return { demoCustomerId: customer.id };
  });
}

/** Starts the world of the demo against the running API; everything it does goes through the public doors. */
export async function startDemoWorld(
  deps: Deps,
  input: { companyId: string; demoCustomerId: string; port: number },
): Promise<{ rzd: RzdSettings; stop: () => Promise<void> }> {
  const actor: Actor = systemActor(input.companyId, 'demo world');
  const key = await deps.db.scoped({ companyId: actor.companyId, customerId: null }, async (tx) => {
    for (const old of (await sessions.listApiKeys(tx, { limit: 100 })).items)
      if (old.name === 'demo world') await sessions.revokeApiKey(tx, old.id, deps.clock());
    return sessions.insertApiKey(tx, { companyId: actor.companyId, name: 'demo world' });
  });
  const world = await startSimulator({
    apiUrl: `http://127.0.0.1:${input.port}`,
    token: key.key,
    demoCustomerId: input.demoCustomerId,
    startAt: deps.clock(),
    log: deps.log,
  });
  const rzd = { baseUrl: world.accountUrl, login: world.accountLogin, password: world.accountPassword, everySeconds: 2 };
  return { rzd, stop: world.stop };
}
