import type { KeptPromise } from '@karavan/contracts';
import type { Database } from '@karavan/store';
import { countFaults } from './ledger.ts';
import type { Known } from './mix.ts';

/** All that speaks against the promises kept, name by name; all zero is what must be. */
export async function judge(db: Database, known: Known): Promise<Record<string, number>> {
  const rows = await db.system((tx) =>
    tx.many<{ id: string; requestId: string; status: string; networkVersion: number; plan: KeptPromise['plan'] }>(
      `SELECT id, request_id AS "requestId", status, network_version AS "networkVersion", plan FROM promises`,
    ),
  );
  const stored = new Map(rows.map((row) => [row.requestId, row]));
  const faults = { ...(await countFaults(db)), 'acknowledged and not there': 0, 'released and there, or the other way round': 0 };
  let changed = 0;
  for (const [requestId, { id, as }] of known.given) {
    const row = stored.get(requestId);
    if (row?.id !== id) faults['acknowledged and not there'] += 1;
    else if ((row.status === 'released') !== known.released.has(id)) faults['released and there, or the other way round'] += 1;
    else if (
      !known.touched.has(id) &&
      JSON.stringify([row.networkVersion, sorted(row.plan)]) !== JSON.stringify([as.networkVersion, sorted(as.plan)])
    )
      changed += 1;
  }
  return {
    ...faults,
    'there and never acknowledged': rows.length - known.given.size,
    'changed though nobody accepted a change': changed,
    'answers that may not be': known.wrong.length,
  };
}

/** A document out of the database has its keys in another order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
