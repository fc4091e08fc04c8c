import { searchKey, type WagonOperation, type WagonState } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  revision: number;
  state: Omit<WagonState, 'revision'>;
}
const toState = (row: Row): WagonState => ({ ...row.state, revision: row.revision });

export async function findWagon(tx: Tx, number: string): Promise<WagonState | undefined> {
  const row = await tx.one<Row>('SELECT revision, state FROM wagons WHERE number = $1', [number]);
  return row && toState(row);
}

export async function listWagonsByNumber(tx: Tx, numbers: readonly string[]): Promise<WagonState[]> {
  if (numbers.length === 0) return [];
  const rows = await tx.many<Row>('SELECT revision, state FROM wagons WHERE number = ANY($1)', [numbers]);
  return rows.map(toState);
}

export async function listWagons(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<WagonState>> {
  const after = decodeCursor(page.cursor, ['instant', 'text']);
  const rows = await tx.many<Row>(
    `SELECT revision, state FROM wagons WHERE $2::timestamptz IS NULL OR (operation_at, number) < ($2, $3)
     ORDER BY operation_at DESC, number DESC LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, page.limit, toState, (row) => [row.state.lastOperation.at, row.state.number]);
}

export async function saveWagons(
  tx: Tx,
  input: { companyId: string; revision: number; states: readonly Omit<WagonState, 'revision'>[] },
): Promise<void> {
  const rows = input.states.map((state) => ({
    number: state.number,
    operationAt: state.lastOperation.at,
    reportedAt: state.reportedAt,
    waybillKey: state.waybill === undefined ? null : searchKey(state.waybill),
    stationKey: searchKey(state.lastOperation.station.name),
    state,
  }));
  await tx.many(
    `INSERT INTO wagons (company_id, number, revision, operation_at, reported_at, waybill_key, station_key, state)
     SELECT $1, number, $2, "operationAt", "reportedAt", "waybillKey", "stationKey", state
     FROM jsonb_to_recordset($3::jsonb) AS r(number text, "operationAt" timestamptz, "reportedAt" timestamptz, "waybillKey" text, "stationKey" text, state jsonb)
     ON CONFLICT (company_id, number) DO UPDATE SET revision = excluded.revision, operation_at = excluded.operation_at,
       reported_at = excluded.reported_at, waybill_key = excluded.waybill_key, station_key = excluded.station_key, state = excluded.state`,
    [input.companyId, input.revision, asRecordset(rows)],
  );
}

/** The first report that told of an operation stays its evidence. Gives the operations that were not known before, as `wagon key`. */
export async function saveOperations(
  tx: Tx,
  input: { companyId: string; operations: readonly { wagon: string; key: string; operation: WagonOperation }[] },
): Promise<Set<string>> {
  const rows = input.operations.map(({ wagon, key, operation }) => ({ wagon, key, at: operation.at, data: operation }));
  const fresh = await tx.many<{ wagon: string; key: string }>(
    `INSERT INTO operations (company_id, wagon, at, key, data)
     SELECT $1, wagon, at, key, data FROM jsonb_to_recordset($2::jsonb) AS r(wagon text, at timestamptz, key text, data jsonb)
     ON CONFLICT (company_id, wagon, at, key) DO NOTHING RETURNING wagon, key`,
    [input.companyId, asRecordset(rows)],
  );
  return new Set(fresh.map((row) => `${row.wagon} ${row.key}`));
}

/** Takes from the history what rests on a report; what other reports say of the same operations they have to say again. */
export async function deleteOperationsOf(tx: Tx, input: { reportId: string; wagons: readonly string[] }): Promise<void> {
  await tx.one(`DELETE FROM operations WHERE wagon = ANY($1) AND data -> 'evidence' ->> 'reportId' = $2`, [
    input.wagons,
    input.reportId,
  ]);
}

/** Their markers may go back in time with what is saved next. */
export async function unpinMarkers(tx: Tx, numbers: readonly string[]): Promise<void> {
  await tx.many('UPDATE assets SET at = NULL WHERE id = ANY($1)', [numbers.map((number) => `wagon:${number}`)]);
}

/** Wagons that no report in use has ever named: what was known of them was misread. Open maps hear that the markers are gone. */
export async function removeWagons(tx: Tx, input: { revision: number; numbers: readonly string[] }): Promise<void> {
  await tx.many('DELETE FROM wagons WHERE number = ANY($1)', [input.numbers]);
  await tx.many(
    'UPDATE assets SET gone = true, revision = $1, lat = NULL, lon = NULL, at = NULL WHERE id = ANY($2) AND NOT gone',
    [input.revision, input.numbers.map((number) => `wagon:${number}`)],
  );
}

export async function listOperations(
  tx: Tx,
  query: { wagon: string; limit: number; cursor?: string | undefined },
): Promise<Page<WagonOperation>> {
  const after = decodeCursor(query.cursor, ['instant', 'text']);
  const rows = await tx.many<{ at: string; key: string; data: WagonOperation }>(
    `SELECT at, key, data FROM operations WHERE wagon = $1 AND ($3::timestamptz IS NULL OR (at, key) < ($3, $4))
     ORDER BY at DESC, key DESC LIMIT $2`,
    [query.wagon, query.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(
    rows,
    query.limit,
    (row) => row.data,
    (row) => [row.at, row.key],
  );
}
