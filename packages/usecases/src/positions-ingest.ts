import type { DeviceReading } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import type { Deps } from './deps.ts';
import { groupBy } from './group-by.ts';
import { type Caller, type KnownDevice, type KnownDevices, knownDevicesOf } from './positions-devices.ts';
import { type DeviceWork, type Incoming, type Judged, judgeDevice, type PositionVerdict, verdictOf } from './positions-judge.ts';
import { storeOrdinary } from './positions-ordinary.ts';
import { type Saved, saveWork } from './positions-save.ts';

export type { PositionVerdict } from './positions-judge.ts';

export interface Received {
  position: DeviceReading;
  receivedAt: Date;
  /** the company whose source it comes from: an unknown device is quarantined there, a device of another company is refused */
  ownerId?: string | undefined;
}

/** A device changed while its positions were judged: they are judged again, and from the third time on nobody may change it meanwhile. */
const ATTEMPTS = 6;
const LOCKING_FROM = 3;

/**
 * Stores a batch of positions and what follows from them: filter, write, live marker, trips, alerts. Gives a verdict for each,
 * in the order they came, only after everything is committed.
 */
export async function ingestPositions(deps: Deps, batch: readonly Received[], protocol: string): Promise<PositionVerdict[]> {
  const incoming = batch.map((item): Incoming => ({ ...item, protocol, verdict: undefined }));
  await storeWholly(deps, await storeQuickly(deps, { batch: incoming, mayWait: false }));
  return incoming.map(verdictOf);
}

/**
 * Stores what begins and ends nothing, and gives the rest of it for the whole way. A device is done or left with all it said;
 * what is done has its verdict. `mayWait`: in a rush markers may move a moment later.
 */
export async function storeQuickly(
  deps: Deps,
  { batch, mayWait }: { batch: readonly Incoming[]; mayWait: boolean },
): Promise<Incoming[]> {
  const memory = knownDevicesOf(deps);
  const rest: Incoming[] = [];
  let isNews = false;
  for (const [companyId, work] of await judgeAll(memory, batch)) {
    const done = await forgetOnFault(memory, work, () => storeOrdinary(deps, { companyId, work, mayWait }));
    for (const { after } of done.stored) memory.remember(after);
    const judged = done.stored.flatMap((each) => each.judged);
    note(deps, { judged, fresh: judged });
    for (const { items } of done.left) rest.push(...items);
    isNews ||= done.isNews;
  }
  if (isNews) deps.announce();
  return rest;
}

/** Stores everything, with all that follows, in one transaction a company. */
export async function storeWholly(deps: Deps, batch: readonly Incoming[]): Promise<void> {
  if (batch.length === 0) return;
  let left = [...batch];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > ATTEMPTS) throw new AppError('UNAVAILABLE', 'The devices of these positions are being changed; try again.');
    left = await storeOnce(deps, { batch: left, locking: attempt >= LOCKING_FROM });
  }
  deps.announce();
}

/** Gives what has to be judged again. */
async function storeOnce(deps: Deps, { batch, locking }: { batch: Incoming[]; locking: boolean }): Promise<Incoming[]> {
  const memory = knownDevicesOf(deps);
  const again: Incoming[] = [];
  for (const [companyId, work] of await judgeAll(memory, batch)) {
    const saved = await forgetOnFault(memory, work, () => saveWork(deps, { companyId, work, locking }));
    if (saved === undefined) {
      forget(memory, work);
      again.push(...work.flatMap(({ items }) => items));
    } else settle(deps, memory, saved);
  }
  return again;
}

function settle(deps: Deps, memory: KnownDevices, saved: Saved): void {
  for (const device of saved.devices)
    if (saved.rebuilt.has(device.uniqueId)) memory.forget([device.uniqueId]);
    else memory.remember(device);
  note(deps, saved);
}

const GOOD: PositionVerdict = Object.freeze({ filtered: null });

function note({ tally }: Deps, { judged, fresh }: { judged: readonly Judged[]; fresh: readonly Judged[] }): void {
  for (const { from, filtered } of judged) from.verdict = filtered === null ? GOOD : { filtered };
  // Most of a batch is alike: counted by runs of the same kind.
  for (let at = 0; at < fresh.length; ) {
    const first = fresh[at];
    let end = at + 1;
    while (end < fresh.length && fresh[end]?.protocol === first?.protocol && fresh[end]?.filtered === first?.filtered) end += 1;
    tally.count('positions', { protocol: first?.protocol ?? '', filtered: first?.filtered ?? 'no' }, end - at);
    at = end;
  }
}

const forget = (memory: KnownDevices, work: readonly DeviceWork[]): void =>
  memory.forget(work.map(({ device }) => device.uniqueId));

async function forgetOnFault<T>(memory: KnownDevices, work: readonly DeviceWork[], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    forget(memory, work);
    throw error;
  }
}

/** Judges all that devices said by what is remembered of them, by company. What is another company's is refused here. */
async function judgeAll(memory: KnownDevices, batch: readonly Incoming[]): Promise<Map<string, DeviceWork[]>> {
  const byDevice = groupBy(batch, ({ position }) => position.uniqueId);
  const strangers: Caller[] = [];
  const recalled: (KnownDevice | undefined)[] = [];
  for (const [uniqueId, [first]] of byDevice) {
    const device = memory.recall(uniqueId);
    recalled.push(device);
    if (device === undefined) strangers.push({ uniqueId, protocol: first?.protocol ?? '', ownerId: first?.ownerId });
  }
  const found = strangers.length === 0 ? undefined : await memory.take(strangers);
  const work = new Map<string, DeviceWork[]>();
  let index = 0;
  for (const [uniqueId, items] of byDevice) {
    const device = recalled[index] ?? found?.get(uniqueId);
    index += 1;
    if (device === undefined) throw new Error(`device ${uniqueId} was not taken in`);
    const own = ownOf(items, device);
    if (own.length === 0) continue;
    const judged = judgeDevice(device, own);
    const list = work.get(device.companyId);
    if (list === undefined) work.set(device.companyId, [judged]);
    else list.push(judged);
  }
  return work;
}

/** What may be said of this device; the rest is refused. */
function ownOf(items: Incoming[], { companyId }: KnownDevice): Incoming[] {
  const isOwn = ({ ownerId }: Incoming) => ownerId === undefined || ownerId === companyId;
  if (items.every(isOwn)) return items;
  for (const item of items) if (!isOwn(item)) item.verdict = { filtered: null, refused: true };
  return items.filter(isOwn);
}
