import pg from 'pg';
import { say } from '../support/figures.ts';
import { createRandom, type Random } from '../support/random.ts';
import { makeRakes, type Rake } from './rakes.ts';
import { type Customer, type MadeShipment, makeShipments } from './shipments.ts';
import { saveCustomers, saveShipments, saveTrucks, saveWagons, type Target, type TruckWithPhone } from './tables.ts';

const SHIPMENTS = 100_000;
const WAGONS = 20_000;
const OPERATIONS = 1_000_000;

/** What was stored, as far as questions are made of it. */
export interface World {
  random: Random;
  customers: Customer[];
  rakes: Rake[];
  trucks: TruckWithPhone[];
  cargo: Cargo[];
}
/** What people know of one shipment. */
export interface Cargo {
  number: string;
  orderNumber: string;
  customer: Customer;
  isOpen: boolean;
  waybill: string | undefined;
  wagons: string[];
  plates: string[];
}

/** Fills an empty installation as years of work would have; straight into the tables, which takes a minute instead of days. */
export async function fillWorld(input: { databaseUrl: string; companyId: string }): Promise<World> {
  const client = new pg.Client({ connectionString: input.databaseUrl });
  await client.connect();
  try {
    const target: Target = { client, companyId: input.companyId };
    const random = createRandom(20_261_122);
    const now = new Date();
    const customers = await saveCustomers(target, random);
    const trucks = await saveTrucks(target, random);
    const rakes = makeRakes(random, { wagons: WAGONS, now });
    await saveWagons(target, { rakes, operationsEach: OPERATIONS / WAGONS });
    const cargo: Cargo[] = [];
    let batch: MadeShipment[] = [];
    for (const made of makeShipments(random, { count: SHIPMENTS, customers, rakes, trucks, now })) {
      cargo.push(cargoOf(made));
      batch.push(made);
      if (batch.length < 1_000) continue;
      await saveShipments(target, batch);
      batch = [];
    }
    await saveShipments(target, batch);
    await client.query("SELECT setval('live_revision', 100000)");
    await client.query('VACUUM ANALYZE'); // as autovacuum does soon after so much was written
    const { rows } = await client.query<{ counted: string }>(COUNT);
    say(`stored: ${rows[0]?.counted}`);
    return { random, customers, rakes, trucks, cargo };
  } finally {
    await client.end();
  }
}

const COUNT = `SELECT format('%s shipments with %s units, %s wagons with %s operations, %s trucks, %s customers; %s',
  (SELECT count(*) FROM shipments), (SELECT count(*) FROM shipment_units), (SELECT count(*) FROM wagons),
  (SELECT count(*) FROM operations), (SELECT count(*) FROM vehicles), (SELECT count(*) FROM companies WHERE kind = 'customer'),
  pg_size_pretty(pg_database_size(current_database()))) AS counted`;

const cargoOf = ({ record, state }: MadeShipment): Cargo => ({
  number: record.number,
  orderNumber: record.orderNumber ?? '',
  customer: record.facts.customer,
  isOpen: state.status !== 'delivered',
  waybill: record.facts.legs[0]?.waybill,
  wagons: state.wagons,
  plates: state.vehicles,
});
