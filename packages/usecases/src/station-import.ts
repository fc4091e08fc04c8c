import type { Actor, ImportIssue, ImportReply } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { audit, railNetwork, type Tx } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { readTable } from './station-file.ts';
import { type Network, networkOf, refreshNetwork } from './station-network.ts';
import {
  EDGE_COLUMNS,
  type EdgeRow,
  type Judged,
  judgeEdges,
  judgeStations,
  STATION_COLUMNS,
  type StationRow,
} from './station-rows.ts';
import { settleNetwork } from './station-settle.ts';

interface Import {
  actor: Actor;
  bytes: Uint8Array;
  fileName?: string | null;
}

/**
 * Takes in a directory of stations: new ones are added, known ones brought up to date, none is taken away. All of it in one
 * transaction; the same file again changes nothing.
 *
 * @throws AppError UNPROCESSABLE for a file without such a table
 */
export async function importStations(deps: Deps, input: Import): Promise<ImportReply> {
  const table = readTable(input.bytes, STATION_COLUMNS, ['esr', 'name']);
  const judged = judgeStations(table.rows);
  refuseEmpty(judged);
  const { kept, repeated } = lastOfEach(judged, { keyOf: ({ esr }) => esr });
  const saved = await save(deps, {
    ...input,
    action: 'stations imported',
    write: (tx, companyId) => railNetwork.saveStations(tx, { companyId, stations: kept }),
  });
  return finish(deps, {
    ...input,
    kind: 'stations',
    format: table.format,
    total: table.rows.length,
    judged,
    kept,
    repeated,
    saved,
  });
}

/**
 * Takes in pairs of neighbouring stations, with their length and line where the file has them. Codes that no directory knows
 * stay in the lines as stations without a place, and are named in the reply.
 *
 * @throws AppError UNPROCESSABLE for a file without such a table
 */
export async function importRailGraph(deps: Deps, input: Import): Promise<ImportReply> {
  const table = readTable(input.bytes, EDGE_COLUMNS, ['from', 'to']);
  const network = await networkOf(deps, input.actor.companyId);
  const judged = judgeEdges(table.rows, (esr) => placeOf(network, esr));
  refuseEmpty(judged);
  const { kept, repeated } = lastOfEach(judged, { keyOf: ({ from, to }) => `${from} ${to}`, join: joinEdges });
  const unknown = unknownIn(kept, network);
  const saved = await save(deps, {
    ...input,
    action: 'rail graph imported',
    async write(tx, companyId) {
      await railNetwork.addStations(tx, { companyId, stations: unknown });
      return railNetwork.saveEdges(tx, { companyId, edges: kept });
    },
  });
  const reply = await finish(deps, {
    ...input,
    kind: 'rail-graph',
    format: table.format,
    total: table.rows.length,
    judged,
    kept,
    repeated,
    saved,
  });
  return { ...reply, unknownStations: { total: unknown.length, stations: unknown.slice(0, NAMED) } };
}

function placeOf(network: Network, esr: string) {
  const { lat, lon } = network.byEsr(esr) ?? {};
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

/** A table that gives both directions of a pair gives the pair once: what only one of them says counts. */
const joinEdges = (earlier: EdgeRow, later: EdgeRow): EdgeRow => ({
  ...later,
  km: later.km ?? earlier.km,
  line: later.line ?? earlier.line,
});

function lastOfEach<T>(
  judged: Judged<T>,
  { keyOf, join }: { keyOf: (value: T) => string; join?: (earlier: T, later: T) => T },
): { kept: T[]; repeated: number } {
  const byKey = new Map<string, T>();
  for (const { value } of judged.accepted) {
    const key = keyOf(value);
    const earlier = byKey.get(key);
    byKey.set(key, earlier === undefined || join === undefined ? value : join(earlier, value));
  }
  return { kept: [...byKey.values()], repeated: judged.accepted.length - byKey.size };
}

function unknownIn(edges: readonly EdgeRow[], network: Network): { esr: string; name: string }[] {
  const unknown = new Map<string, string>();
  for (const { from, to, fromName, toName } of edges) {
    if (network.byEsr(from) === undefined) unknown.set(from, fromName);
    if (network.byEsr(to) === undefined) unknown.set(to, toName);
  }
  return [...unknown].map(([esr, name]) => ({ esr, name }));
}

type Write = (tx: Tx, companyId: string) => Promise<railNetwork.Saved>;

/** A file of which no row can be used changes nothing, and says why. */
function refuseEmpty({ accepted, rejections }: Judged<unknown>): void {
  const [reason] = rejections;
  if (accepted.length > 0) return;
  const why = reason === undefined ? '' : ` Line ${reason.line}: ${reason.message}`;
  throw new AppError('UNPROCESSABLE', `No row of the file can be used.${why}`);
}

async function save(deps: Deps, input: Import & { action: string; write: Write }): Promise<railNetwork.Saved> {
  const { actor, action, fileName } = input;
  const { companyId } = actor;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    await railNetwork.lockRailNetwork(tx, companyId);
    const saved = await input.write(tx, companyId);
    if (saved.added + saved.updated > 0) await railNetwork.raiseVersion(tx, companyId);
    const details = { ...saved, fileName: fileName ?? null };
    await audit.insertAudit(tx, { companyId, actor: actor.name, action, subject: 'rail network', details });
    return saved;
  });
}

const NAMED = 1000;
const first = (issues: readonly ImportIssue[]) => issues.slice(0, NAMED);

interface Done {
  actor: Actor;
  kind: ImportReply['kind'];
  format: string;
  total: number;
  judged: Judged<StationRow> | Judged<EdgeRow>;
  kept: readonly unknown[];
  repeated: number;
  saved: railNetwork.Saved;
}

/** What the network is since then, and where the wagons stand by it. */
async function finish(deps: Deps, done: Done): Promise<ImportReply> {
  const { judged, saved, kept } = done;
  const wagonsPlaced = saved.added + saved.updated === 0 ? 0 : await settleNetwork(deps, done.actor.companyId);
  const { version, network } = await refreshNetwork(deps, done.actor.companyId);
  const misplaced = network.misplaced.map((esr) => ({ esr, name: network.byEsr(esr)?.name ?? esr }));
  deps.log.info({ event: 'rail_network.imported', kind: done.kind, version, accepted: judged.accepted.length, wagonsPlaced });
  return {
    kind: done.kind,
    format: done.format,
    total: done.total,
    accepted: judged.accepted.length,
    rejected: judged.rejections.length,
    skipped: judged.skipped,
    ...saved,
    unchanged: kept.length - saved.added - saved.updated,
    repeated: done.repeated,
    rejections: first(judged.rejections),
    warnings: first(judged.warnings),
    misplacedStations: { total: misplaced.length, stations: misplaced.slice(0, NAMED) },
    version,
    wagonsPlaced,
  };
}
