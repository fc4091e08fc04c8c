import { type DeviceReading, type PolledPage, type PositionReader, SourceError } from '@karavan/contracts';
import { devices, sources } from '@karavan/store';
import { type Deps, systemActor } from './deps.ts';
import { registerDevice } from './devices.ts';
import { ingestPositions } from './positions-ingest.ts';
import { createPlateBook, type PlateBook } from './source-plates.ts';

type Source = sources.SourceRecord;

/** More than this in one statement gains nothing. */
const BATCH = 500;
/** what the labels of figures and the list of devices call each service */
const PROTOCOLS: Readonly<Record<string, string>> = { movizor: 'movizor', wialon: 'wialon-api', traccar: 'traccar-api' };

/** Devices of a service stand under its source, so that no device that comes to us by itself has the same id. */
const prefixOf = ({ id }: Source): string => `${id}:`;

interface Polling {
  source: Source;
  protocol: string;
  known: Map<string, { vehicleId: string | null }>;
  plates: PlateBook;
  /** ids another company has; nothing is stored under them */
  refused: Set<string>;
  accepted: number;
}

/**
 * One look at a tracking service. Each page is committed before the next is asked for, and what is asked for next time follows
 * from what is committed: a program that ends in between loses nothing and stores nothing twice. @throws SourceError
 */
export async function pollPositions(
  deps: Deps,
  input: { source: Source; reader: PositionReader; signal: AbortSignal },
): Promise<void> {
  const { source, reader, signal } = input;
  const scope = { companyId: source.companyId, customerId: null };
  const prefix = prefixOf(source);
  const now = deps.clock();
  const rows = await deps.db.scoped(scope, (tx) => sources.listPolledDevices(tx, { prefix, now }));
  const newest = new Map(rows.map(({ uniqueId, newestAt }) => [uniqueId, newestAt === null ? undefined : Date.parse(newestAt)]));
  const polling: Polling = {
    source,
    protocol: PROTOCOLS[source.kind] ?? source.kind,
    known: new Map(rows.map(({ uniqueId, vehicleId }) => [uniqueId, { vehicleId }])),
    plates: createPlateBook(deps, source.companyId),
    refused: new Set(),
    accepted: 0,
  };
  const rejects: string[] = [];
  const newestMs = (uniqueId: string) => newest.get(`${prefix}${uniqueId}`);
  const look = { signal, now, everySeconds: source.everySeconds ?? 60, newestMs };
  for await (const page of reader.poll(look)) {
    await takePage(deps, { polling, page });
    rejects.push(...page.rejects);
  }
  const [first] = rejects;
  if (first === undefined) return;
  deps.tally.count('deviceRejects', { protocol: polling.protocol }, rejects.length);
  deps.log.warn({ event: 'source.positions_not_read', source: source.id, count: rejects.length }, first);
  if (polling.accepted === 0) throw new SourceError('BAD_REPLY', `No position could be read. ${first}`.slice(0, 300));
}

async function takePage(deps: Deps, { polling, page }: { polling: Polling; page: PolledPage }): Promise<void> {
  const { source, known, refused, protocol } = polling;
  const prefix = prefixOf(source);
  for (const { uniqueId, names } of page.vehicles) await enter(deps, { polling, uniqueId: `${prefix}${uniqueId}`, names });
  const positions = page.positions.map((position): DeviceReading => ({ ...position, uniqueId: `${prefix}${position.uniqueId}` }));
  for (const uniqueId of new Set(positions.map((position) => position.uniqueId)))
    if (!known.has(uniqueId)) await enter(deps, { polling, uniqueId, names: [] });
  const ours = positions.filter(({ uniqueId }) => known.has(uniqueId) && !refused.has(uniqueId));
  for (let at = 0; at < ours.length; at += BATCH) {
    const receivedAt = deps.clock();
    const batch = ours.slice(at, at + BATCH).map((position) => ({ position, receivedAt }));
    await ingestPositions(deps, batch, protocol);
    polling.accepted += batch.length;
  }
  await noteNewest(deps, { source, positions: ours });
}

/** Makes the device the company's own before its first position, and that of the vehicle whose plate it is called by. */
async function enter(deps: Deps, input: { polling: Polling; uniqueId: string; names: readonly string[] }): Promise<void> {
  const { polling, uniqueId, names } = input;
  const { source, known, refused, protocol } = polling;
  const before = known.get(uniqueId);
  if (refused.has(uniqueId) || (before?.vehicleId ?? null) !== null) return;
  const vehicleId = names.length === 0 ? undefined : await polling.plates.find(names);
  if (before !== undefined && vehicleId === undefined) return;
  const { companyId } = source;
  const outcome = await deps.db.system((tx) => devices.adoptDevice(tx, { companyId, uniqueId, protocol }));
  if (outcome === 'taken') return void refused.add(uniqueId);
  const actor = systemActor(companyId, `source ${source.id}`);
  if (vehicleId !== undefined) await registerDevice(deps, { actor, device: { uniqueId, protocol, vehicleId } });
  known.set(uniqueId, { vehicleId: vehicleId ?? null });
}

/** How old the news of a source is, is how old its newest position is. */
async function noteNewest(deps: Deps, input: { source: Source; positions: readonly DeviceReading[] }): Promise<void> {
  const { companyId, id } = input.source;
  const nowMs = deps.clock().getTime();
  const times = input.positions.map(({ fixedAt }) => Date.parse(fixedAt)).filter((atMs) => atMs <= nowMs);
  if (times.length === 0) return;
  const reportedAt = new Date(times.reduce((newest, atMs) => Math.max(newest, atMs))).toISOString();
  await deps.db.scoped({ companyId, customerId: null }, (tx) => sources.noteNewestReport(tx, { id, reportedAt }));
}
