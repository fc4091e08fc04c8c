import { randomUUID } from 'node:crypto';
import type { Actor } from '@karavan/contracts';
import { sessions } from '@karavan/store';
import { type Installation, startInstallation } from '../support/installation.ts';
import { FIRST_ROUND_SECONDS } from './messages.ts';

export const ASSETS = 2_000;
const CUSTOMERS = 40;
/** Trucks that carry a customer's cargo, each customer the same number; what is left belongs to nobody but the dispatcher. */
const TRUCKS_EACH = 40;
const DAYS = 1;

/** Sockets of equal viewers, and the markers they are to hear of. */
export interface Audience {
  tokens: readonly string[];
  assetIds: readonly string[];
}

export interface FanoutStage {
  installation: Installation;
  assetIds: readonly string[];
  /** so many sockets of the dispatchers, and the rest of the customers, evenly */
  audiences(input: { dispatchers: number; customers: number }): Promise<Audience[]>;
}

/** A fleet on the road, two of three trucks with cargo of one of the customers, and people who are signed in. */
export async function setFanoutStage(): Promise<FanoutStage> {
  const installation = await startInstallation();
  const { db, companyId, addPerson } = installation;
  const assetIds = Array.from(
    { length: ASSETS },
    (_, index) => `truck:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  );
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => ({
    id: randomUUID(),
    shipmentId: randomUUID(),
    name: `Заказчик ${index}`,
    assetIds: assetIds.filter((_id, asset) => asset % CUSTOMERS === index).slice(0, TRUCKS_EACH),
  }));
  await db.system(async (tx) => {
    await tx.many(
      `INSERT INTO assets (company_id, id, kind, label, revision, lat, lon, at, speed_kmh, course_deg, source, status)
       SELECT $1, id, 'truck', 'А' || lpad((ord % 1000)::text, 3, '0') || 'ВС' || 100 + ord / 1000, karavan_next_revision(),
         48 + (ord % 600) * 0.01, 30 + ord / 600, to_timestamp($3), 70, 90, 'wialon', 'moving' FROM unnest($2::text[]) WITH ORDINALITY AS t(id, ord)`,
      [companyId, assetIds, FIRST_ROUND_SECONDS],
    );
    for (const [index, { id, name, shipmentId, assetIds: carrying }] of customers.entries()) {
      await tx.one(`INSERT INTO companies (id, company_id, kind, name, name_key) VALUES ($1, $2, 'customer', $3, $3)`, [
        id,
        companyId,
        name,
      ]);
      await tx.one(
        `INSERT INTO shipments (id, company_id, customer_id, number, number_key, revision, status, created_at, facts, state)
         VALUES ($1, $2, $3, $4, $4, karavan_next_revision(), 'moving', now(), '{}', '{}')`,
        [shipmentId, companyId, id, `K-${index}`],
      );
      await tx.many(
        `INSERT INTO shipment_units (company_id, customer_id, shipment_id, leg, ord, mode, asset_id, label_key, status, visible_from, data)
         SELECT $1, $2, $3, 0, ord, 'road', asset, asset, 'moving', '2020-01-01', '{}'
         FROM unnest($4::text[]) WITH ORDINALITY AS t(asset, ord)`,
        [companyId, id, shipmentId, carrying],
      );
    }
  });

  async function signIn(email: string, person: Pick<Actor, 'role' | 'customerId'>, times: number): Promise<string[]> {
    await addPerson({ email, ...person });
    return db.system(async (tx) => {
      const user = await tx.one<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
      const actor: Actor = { companyId, userId: user?.id ?? null, name: email, ...person };
      const tokens: string[] = [];
      for (let time = 0; time < times; time += 1)
        tokens.push((await sessions.insertSession(tx, { actor, now: new Date(), days: DAYS })).token);
      return tokens;
    });
  }

  let round = 0;
  return {
    installation,
    assetIds,
    async audiences({ dispatchers, customers: sockets }) {
      round += 1;
      const audiences: Audience[] = [];
      if (dispatchers > 0) {
        const tokens = await signIn(`dispatcher${round}@bench.example`, { role: 'dispatcher', customerId: null }, dispatchers);
        audiences.push({ tokens, assetIds });
      }
      const each = Math.floor(sockets / CUSTOMERS);
      for (const [index, { id, assetIds: carrying }] of sockets > 0 ? customers.entries() : []) {
        const email = `customer${round}-${index}@bench.example`;
        audiences.push({ tokens: await signIn(email, { role: 'customer', customerId: id }, each), assetIds: carrying });
      }
      return audiences;
    },
  };
}
