import type { DeviceReading, FilterReason } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { ingest, type Tx, takeRevision } from '@karavan/store';
import { type EtaModel, isAsideByItself } from '@karavan/tracking';
import type { Deps } from './deps.ts';
import { etaModelOf } from './eta-learn.ts';
import { groupBy } from './group-by.ts';
import { afterPositions, type DecidedPosition } from './positions-after.ts';
import { type KnownDevice, knownDevicesOf, toKnown } from './positions-devices.ts';
import { type Good, type Incoming, isGood, type Judged, judgeDevice } from './positions-judge.ts';
import { rebuildHistory } from './positions-late.ts';
import { assetIdOf, chooseShown, markersOf } from './positions-sources.ts';
import { advanceShipments } from './positions-trips.ts';

export interface Received {
  position: DeviceReading;
  receivedAt: Date;
  /** the company whose source it comes from: an unknown device is quarantined there, a device of another company is refused */
  ownerId?: string | undefined;
}
/** Kept either way; `filtered` says why it is not shown. Only what `refused` is set for was not kept. */
export interface PositionVerdict {
  filtered: FilterReason | null;
  refused?: true;
}

/** A device changed while its positions were judged: they are judged again, and from the third time on nobody may change it meanwhile. */
const ATTEMPTS = 6;
const LOCKING_FROM = 3;

/**
 * Stores a batch of positions and what follows from them, in one transaction a company: filter, write, live marker,
 * trips. Gives a verdict for each, in the order they came, only after everything is committed.
 */
export function ingestPositions(deps: Deps, batch: readonly Received[], protocol: string): Promise<PositionVerdict[]> {
  return storeIncoming(
    deps,
    batch.map((item) => ({ ...item, protocol })),
  );
}

/** The same for readings that came by several protocols. */
export async function storeIncoming(deps: Deps, batch: readonly Incoming[]): Promise<PositionVerdict[]> {
  const verdicts = new Map<Incoming, PositionVerdict>();
  let left = [...batch];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > ATTEMPTS) throw new AppError('UNAVAILABLE', 'The devices of these positions are being changed; try again.');
    left = await storeOnce(deps, { batch: left, verdicts, locking: attempt >= LOCKING_FROM });
  }
  deps.announce();
  return batch.map((item) => verdicts.get(item) ?? { filtered: null });
}

/** Stores what can be stored and gives what has to be judged again. */
async function storeOnce(
  deps: Deps,
  { batch, verdicts, locking }: { batch: Incoming[]; verdicts: Map<Incoming, PositionVerdict>; locking: boolean },
): Promise<Incoming[]> {
  const memory = knownDevicesOf(deps);
  const byDevice = groupBy(batch, ({ position }) => position.uniqueId);
  const callers = [...byDevice].map(([uniqueId, [first]]) => ({
    uniqueId,
    protocol: first?.protocol ?? '',
    ownerId: first?.ownerId,
  }));
  const devices = await memory.find(callers);
  const work = new Map<string, DeviceWork[]>();
  const again: Incoming[] = [];
  for (const [uniqueId, items] of byDevice) {
    const device = devices.get(uniqueId);
    if (device === undefined) throw new Error(`device ${uniqueId} was not taken in`);
    const own = items.filter(({ ownerId }) => ownerId === undefined || ownerId === device.companyId);
    for (const item of items) if (!own.includes(item)) verdicts.set(item, { filtered: null, refused: true });
    if (own.length === 0) continue;
    const list = work.get(device.companyId) ?? [];
    work.set(device.companyId, list);
    list.push({ device, items: own, ...judgeDevice(device, own) });
  }
  for (const [companyId, list] of work) {
    const stored = await saveCompany(deps, { companyId, work: list, locking }).catch((error: unknown) => {
      memory.forget(list.map(({ device }) => device.uniqueId));
      throw error;
    });
    if (stored === undefined) {
      memory.forget(list.map(({ device }) => device.uniqueId));
      again.push(...list.flatMap(({ items }) => items));
      continue;
    }
    for (const device of stored.devices)
      if (stored.rebuilt.has(device.uniqueId)) memory.forget([device.uniqueId]);
      else memory.remember(device);
    for (const item of stored.judged) verdicts.set(item.from, { filtered: item.filtered });
    for (const [key, count] of countBy(stored.fresh)) {
      const [protocol = '', filtered = ''] = key.split(' ');
      deps.tally.count('positions', { protocol, filtered }, count);
    }
  }
  return again;
}

interface DeviceWork {
  device: KnownDevice;
  items: readonly Incoming[];
  /** in the order of time */
  judged: Judged[];
  after: KnownDevice;
}

interface Stored {
  /** as they are from here on */
  devices: KnownDevice[];
  /** every reading, as it was judged in the end */
  judged: Judged[];
  /** those of them that were not there before */
  fresh: Judged[];
  /** devices whose history had to be judged anew */
  rebuilt: Set<string>;
}

function countBy(fresh: readonly Judged[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { protocol, filtered } of fresh) {
    const key = `${protocol} ${filtered ?? 'no'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Rolls a transaction back whose devices are no longer what they were. */
class DevicesChanged extends Error {}

/** Undefined when a device was changed meanwhile, and nothing was stored. */
async function saveCompany(
  deps: Deps,
  input: { companyId: string; work: DeviceWork[]; locking: boolean },
): Promise<Stored | undefined> {
  const { companyId } = input;
  const inOrder = input.work.sort((a, b) => (a.device.uniqueId < b.device.uniqueId ? -1 : 1)); // locks in one order
  const model = await etaModelOf(deps, companyId);
  try {
    return await deps.db.scoped({ companyId, customerId: null }, async (tx) => {
      const work = input.locking ? await judgeLocked(tx, inOrder) : inOrder;
      const written = await ingest.storePositions(tx, {
        companyId,
        devices: work.map(toAdvance),
        positions: work.flatMap(({ judged }) => judged.map(toRow)),
        assetIds: work.flatMap(({ device: { vehicle } }) => (vehicle === null ? [] : [`truck:${vehicle.id}`])),
      });
      if (written === undefined) throw new DevicesChanged();
      const all = work.flatMap(({ judged }) => judged);
      const firsts = all.filter((item) => written.fresh.delete(toUuid(item.fingerprint)));
      const { fresh, rebuilt } = await placeLate(tx, firsts);
      await follow(tx, { deps, companyId, model, good: fresh.filter(isGood), carried: written.carried });
      const after = work.map((item) => ({ ...item.after, version: written.version }));
      return { devices: after, judged: all, fresh, rebuilt };
    });
  } catch (error) {
    if (error instanceof DevicesChanged) return undefined;
    throw error;
  }
}

/** Judges again by what the devices are now, with nobody else at them. */
async function judgeLocked(tx: Tx, work: readonly DeviceWork[]): Promise<DeviceWork[]> {
  const rows = await ingest.lockDevices(
    tx,
    work.map(({ device }) => device.uniqueId),
  );
  const devices = new Map(rows.map((row) => [row.uniqueId, toKnown(row)]));
  return work.map(({ device: { uniqueId }, items }) => {
    const device = devices.get(uniqueId);
    if (device === undefined) throw new DevicesChanged(); // another company's now
    return { device, items, ...judgeDevice(device, items) };
  });
}

/** PostgreSQL gives a uuid back with hyphens. */
const toUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

function toAdvance({ device, judged }: DeviceWork): ingest.DeviceAdvance {
  const inTime = judged.filter((item) => isGood(item) && !item.late);
  const newest = inTime.at(-1);
  return {
    uniqueId: device.uniqueId,
    version: device.version,
    protocol: judged.at(-1)?.protocol ?? '',
    newest: newest === undefined ? null : { atMs: newest.fixedMs, lat: newest.position.lat ?? 0, lon: newest.position.lon ?? 0 },
    metres: inTime.reduce((sum, { stepM }) => sum + (stepM ?? 0), 0),
  };
}

function toRow(item: Judged): ingest.PositionToStore {
  const { position, device } = item;
  return {
    uniqueId: device.uniqueId,
    vehicleId: device.vehicle?.id ?? null,
    fixedMs: item.fixedMs,
    receivedMs: item.receivedAt.getTime(),
    lat: position.lat,
    lon: position.lon,
    speedKmh: position.speedKmh,
    courseDeg: position.courseDeg,
    altitudeM: position.altitudeM ?? null,
    accuracyM: position.accuracyM ?? null,
    valid: position.valid,
    filtered: item.filtered,
    moving: item.moving,
    stepM: item.late ? null : item.stepM,
    attributes: item.attributes,
    fingerprint: item.fingerprint,
  };
}

/** Gives what is new with the verdict that its place in the history brings. */
async function placeLate(tx: Tx, firsts: readonly Judged[]): Promise<{ fresh: Judged[]; rebuilt: Set<string> }> {
  const late = groupBy(
    firsts.filter((item) => item.late && !isAside(item)),
    ({ device }) => device.uniqueId,
  );
  if (late.size === 0) return { fresh: [...firsts], rebuilt: new Set() };
  const verdicts = new Map<string, Awaited<ReturnType<typeof rebuildHistory>>>();
  for (const [uniqueId, items] of late) {
    const times = items.map(({ fixedMs }) => fixedMs);
    verdicts.set(uniqueId, await rebuildHistory(tx, { uniqueId, fromMs: Math.min(...times), toMs: Math.max(...times) }));
  }
  const fresh = firsts.map((item) => {
    const verdict = verdicts.get(item.device.uniqueId)?.get(toUuid(item.fingerprint));
    return verdict === undefined ? item : { ...item, ...verdict };
  });
  return { fresh, rebuilt: new Set(late.keys()) };
}

const isAside = ({ position, filtered }: Judged): boolean => position.lat === null || isAsideByItself(filtered);

/** What good positions bring with them: markers, trips, and whatever hangs on positions. */
async function follow(
  tx: Tx,
  input: {
    deps: Deps;
    companyId: string;
    model: EtaModel | undefined;
    good: readonly Good[];
    carried: ingest.Stored['carried'];
  },
): Promise<void> {
  const { companyId, model, deps, carried } = input;
  const inOrder = input.good.filter(({ device }) => !device.quarantined).sort((a, b) => a.fixedMs - b.fixedMs);
  if (inOrder.length === 0) return;
  const now = deps.clock();
  const shown = await chooseShown(
    tx,
    inOrder.filter(({ late }) => !late),
  );
  const saveTrips = await advanceShipments(tx, { deps, companyId, shown, carried, now, model });
  let taken: Promise<number> | undefined;
  const revision = () => {
    taken ??= takeRevision(tx);
    return taken;
  };
  const isShown = new Set(shown);
  const positions = inOrder.map((item) => toDecided(item, isShown.has(item)));
  await afterPositions(tx, { companyId, positions, now, revision });
  if (saveTrips !== undefined) await revision();
  if (shown.length > 0) await ingest.saveMarkers(tx, { companyId, revision: await taken, markers: markersOf(shown) });
  await saveTrips?.(await revision());
}

function toDecided(item: Good, shown: boolean): DecidedPosition {
  const { previous, position, receivedAt, protocol, late, device } = item;
  return {
    position,
    receivedAt,
    protocol,
    late,
    shown,
    vehicle: device.vehicle,
    assetId: assetIdOf(item),
    previous: previous && { fixedAt: new Date(previous.atMs).toISOString(), lat: previous.lat, lon: previous.lon },
  };
}
