import { randomUUID } from 'node:crypto';
import { phoneKey, searchKey } from '@karavan/contracts';
import type pg from 'pg';
import type { Random } from '../support/random.ts';
import type { Rake } from './rakes.ts';
import type { Customer, MadeShipment, Truck } from './shipments.ts';

/** Where rows go: straight into the tables, past the rules that make them one by one. */
export interface Target {
  client: pg.Client;
  companyId: string;
}
export type TruckWithPhone = Truck & { phone: string };

const CUSTOMERS = 380;
const TRUCKS = 3_000;

export async function saveCustomers({ client, companyId }: Target, random: Random): Promise<Customer[]> {
  const kinds = ['СтройБетон', 'ЖБИ', 'Бетонный завод', 'ДСК', 'Стройкомплект', 'Домостроитель', 'Мостострой', 'ТехноБетон'];
  const towns = [
    'Рязань',
    'Тула',
    'Липецк',
    'Тверь',
    'Калуга',
    'Воронеж',
    'Пенза',
    'Самара',
    'Орёл',
    'Курск',
    'Брянск',
    'Тамбов',
  ];
  const names = kinds.flatMap((kind) =>
    towns.flatMap((town) => [1, 2, 3, 4].map((n) => (n === 1 ? `${kind} ${town}` : `${kind}-${n} ${town}`))),
  );
  const order = names.map((name) => ({ name, at: random.unit() })).sort((a, b) => a.at - b.at);
  const customers = order.slice(0, CUSTOMERS).map(({ name }) => ({ id: randomUUID(), name }));
  await insertAll(client, {
    sql: `INSERT INTO companies (id, company_id, kind, name, name_key) SELECT id, '${companyId}', 'customer', name, key
          FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, name text, key text)`,
    rows: customers.map((customer) => ({ ...customer, key: searchKey(customer.name) })),
  });
  return customers;
}

export async function saveTrucks({ client, companyId }: Target, random: Random): Promise<TruckWithPhone[]> {
  const letters = 'АВЕКМНОРСТУХ';
  const regions = ['62', '71', '48', '69', '40', '36', '58', '63', '57', '46', '77', '50'];
  const plates = new Set<string>();
  const letter = () => letters[random.below(letters.length)];
  while (plates.size < TRUCKS)
    plates.add(`${letter()}${String(1 + random.below(999)).padStart(3, '0')}${letter()}${letter()}${random.pick(regions)}`);
  const trucks = [...plates].map((plate, index) => ({
    id: randomUUID(),
    plate,
    phone: `+7 920 ${String(1_000_000 + index * 37)}`,
  }));
  await insertAll(client, {
    sql: `INSERT INTO vehicles (id, company_id, plate, plate_key, carrier, driver_phone, phone_key)
          SELECT id, '${companyId}', plate, plate, 'Автоколонна 1417', phone, key
          FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, plate text, phone text, key text)`,
    rows: trucks.map((truck) => ({ ...truck, key: phoneKey(truck.phone) })),
  });
  await client.query(`INSERT INTO assets (company_id, id, kind, label, revision, lat, lon, at, speed_kmh, course_deg, source, status)
    SELECT company_id, 'truck:' || id, 'truck', plate, row_number() OVER (), 52 + random() * 6, 33 + random() * 15, now(), 70, 90, 'osmand', 'moving'
    FROM vehicles`);
  return trucks;
}

export async function saveWagons(
  { client, companyId }: Target,
  input: { rakes: readonly Rake[]; operationsEach: number },
): Promise<void> {
  await insertAll(client, {
    sql: `INSERT INTO wagons (company_id, number, revision, operation_at, reported_at, waybill_key, station_key, state)
          SELECT '${companyId}', state ->> 'number', 1 + ord, (state #>> '{lastOperation,at}')::timestamptz, (state ->> 'reportedAt')::timestamptz, waybill, station, state
          FROM jsonb_to_recordset($1::jsonb) AS r(ord integer, waybill text, station text, state jsonb)`,
    rows: input.rakes
      .flatMap((rake) => rake.states)
      .map((state, ord) => ({
        ord,
        state,
        waybill: searchKey(state.waybill ?? ''),
        station: searchKey(state.lastOperation.station.name),
      })),
  });
  await client.query(`INSERT INTO assets (company_id, id, kind, label, revision, lat, lon, at, source, place, status)
    SELECT company_id, 'wagon:' || number, 'wagon', number, revision, (state #>> '{lastOperation,station,lat}')::float8,
      (state #>> '{lastOperation,station,lon}')::float8, reported_at, 'rzd', state #>> '{lastOperation,station,name}', state ->> 'status'
    FROM wagons`);
  // The history: an operation every few hours, back from the present one.
  await client.query(
    `INSERT INTO operations (company_id, wagon, at, key, data)
     SELECT company_id, number, at, to_char(at, 'YYYY-MM-DD"T"HH24:MI"Z"') || '|DEPARTED|' || left(station_key, 5),
       jsonb_set(state -> 'lastOperation', '{at}', to_jsonb(at)) || jsonb_build_object('remainingKm', n * 30, 'evidence', state -> 'evidence')
     FROM wagons, generate_series(0, $1 - 1) AS n, LATERAL (SELECT operation_at - n * interval '7 hours 13 minutes' AS at) past
     ORDER BY n DESC`,
    [input.operationsEach],
  );
}

export async function saveShipments({ client, companyId }: Target, made: readonly MadeShipment[]): Promise<void> {
  await insertAll(client, {
    sql: `INSERT INTO shipments (id, company_id, customer_id, number, number_key, order_number, order_key, revision, status, created_at, facts, state)
          SELECT id, '${companyId}', customer, number, key, "order", "order", substr(number, 3)::bigint, state ->> 'status', created, facts, state
          FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, customer uuid, number text, key text, "order" text, created timestamptz, facts jsonb, state jsonb)`,
    rows: made.map(({ record, state }) => ({
      id: record.id,
      customer: record.customerId,
      number: record.number,
      key: searchKey(record.number),
      order: record.orderNumber,
      created: record.createdAt,
      facts: record.facts,
      state,
    })),
  });
  await insertAll(client, {
    sql: `INSERT INTO shipment_units (id, company_id, customer_id, shipment_id, leg, ord, mode, asset_id, label_key, status, visible_from, visible_until, data)
          SELECT id, '${companyId}', customer, shipment, 0, ord, data ->> 'mode', data ->> 'assetId', data ->> 'label', data ->> 'status', since, until, data
          FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, customer uuid, shipment uuid, ord integer, since timestamptz, until timestamptz, data jsonb)`,
    rows: made.flatMap(({ units }) =>
      units.map((unit, ord) => ({
        id: unit.unit.id,
        customer: unit.customerId,
        shipment: unit.shipmentId,
        ord,
        since: unit.visibleFrom,
        until: unit.visibleUntil,
        data: unit.unit,
      })),
    ),
  });
}

async function insertAll(client: pg.Client, input: { sql: string; rows: readonly object[] }): Promise<void> {
  for (let from = 0; from < input.rows.length; from += 2_000)
    await client.query(input.sql, [JSON.stringify(input.rows.slice(from, from + 2_000))]);
}
