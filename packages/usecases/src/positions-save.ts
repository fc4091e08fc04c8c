import { ingest, type Tx, takeRevision } from '@karavan/store';
import { isAsideByItself } from '@karavan/tracking';
import type { Watches } from './alerts-positions.ts';
import type { Deps } from './deps.ts';
import { type Foresight, foresightOf } from './foresight.ts';
import { groupBy } from './group-by.ts';
import { afterPositions, type DecidedPosition } from './positions-after.ts';
import { type KnownDevice, toKnown } from './positions-devices.ts';
import { type DeviceWork, type Good, isGood, type Judged, judgeDevice } from './positions-judge.ts';
import { rebuildHistory } from './positions-late.ts';
import { mendLate } from './positions-late-trips.ts';
import { toAdvance, toRow } from './positions-rows.ts';
import { chooseShown, lateTrucks } from './positions-shown.ts';
import { assetIdOf, markersOf } from './positions-sources.ts';
import { advanceShipments } from './positions-trips.ts';

/** What has become of the positions of one company. */
export interface Saved {
  /** as they are from here on */
  devices: KnownDevice[];
  /** every reading, as it was judged in the end */
  judged: Judged[];
  /** those of them that were not there before */
  fresh: Judged[];
  /** devices whose history had to be judged anew */
  rebuilt: Set<string>;
}

/** Rolls a transaction back whose devices are no longer what they were. */
class DevicesChanged extends Error {}

/**
 * Stores positions of one company and all that follows from them, in one transaction. Undefined when a device was changed
 * meanwhile, and nothing was stored.
 */
export async function saveWork(
  deps: Deps,
  input: { companyId: string; work: DeviceWork[]; locking: boolean },
): Promise<Saved | undefined> {
  const { companyId } = input;
  const inOrder = input.work.sort((a, b) => (a.device.uniqueId < b.device.uniqueId ? -1 : 1)); // locks in one order
  const foresight = await foresightOf(deps, companyId);
  let committed = () => {};
  try {
    const stored = await deps.db.scoped({ companyId, customerId: null }, async (tx) => {
      const work = input.locking ? await judgeLocked(tx, inOrder) : inOrder;
      const written = await ingest.storePositions(tx, {
        companyId,
        devices: work.map(toAdvance),
        positions: work.flatMap(({ judged }) => judged.map(toRow)),
        assetIds: trucksOf(work),
      });
      if (written === undefined) throw new DevicesChanged();
      const all = work.flatMap(({ judged }) => judged);
      const firsts = all.filter((item) => written.fresh.delete(toUuid(item.fingerprint)));
      const { fresh, rebuilt } = await placeLate(tx, firsts);
      const { watches, keep, behind } = await follow(tx, {
        deps,
        companyId,
        foresight,
        work,
        good: fresh.filter(isGood),
        carried: written.carried,
      });
      committed = keep;
      const late = await lateTrucks(tx, [...firsts.filter(isOutOfOrder), ...behind]);
      if (late.length > 0) {
        await mendLate(tx, { deps, companyId, foresight, late, now: deps.clock() });
        for (const { assetId } of late) watches.delete(assetId); // what is remembered may have been mended
        for (const { device } of [...firsts, ...behind])
          if (late.some(({ assetId }) => assetId === assetIdOf({ device }))) rebuilt.add(device.uniqueId);
      }
      const after = work.map((item) => ({
        ...item.after,
        version: written.version,
        watched: watchedBy(item, watches) ?? item.after.watched,
      }));
      return { devices: after, judged: all, fresh, rebuilt };
    });
    committed();
    return stored;
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
    return judgeDevice(device, items);
  });
}

/** PostgreSQL gives a uuid back with hyphens. */
const toUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

/** Gives what is new with the verdict that its place in the history brings. */
async function placeLate(tx: Tx, firsts: readonly Judged[]): Promise<{ fresh: Judged[]; rebuilt: Set<string> }> {
  const late = groupBy(firsts.filter(isOutOfOrder), ({ device }) => device.uniqueId);
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

const isOutOfOrder = (item: Judged): boolean => item.late && !isAside(item);
const isAside = ({ position, filtered }: Judged): boolean => position.lat === null || isAsideByItself(filtered);

const trucksOf = (work: readonly DeviceWork[]): string[] =>
  work.flatMap(({ device: { vehicle } }) => (vehicle === null ? [] : [`truck:${vehicle.id}`]));

function watchedBy(work: DeviceWork, watches: Watches): KnownDevice['watched'] {
  const assetId = assetIdOf(work);
  return watches.has(assetId) ? { watch: watches.get(assetId) } : undefined;
}

interface Followed {
  watches: Watches;
  /** takes over into memory what has been committed */
  keep: () => void;
  /** older than the place of their truck that another source shows, and yet a part of its way */
  behind: readonly Good[];
}
const NOTHING_FOLLOWS: Followed = { watches: new Map(), keep: () => {}, behind: [] };

/** What good positions bring with them: markers, trips, and whatever hangs on positions. */
async function follow(
  tx: Tx,
  input: {
    deps: Deps;
    companyId: string;
    foresight: Foresight;
    work: readonly DeviceWork[];
    good: readonly Good[];
    carried: ingest.Stored['carried'];
  },
): Promise<Followed> {
  const { companyId, foresight, deps, carried, work } = input;
  const inOrder = input.good.filter(({ device }) => !device.quarantined).sort((a, b) => a.fixedMs - b.fixedMs);
  if (inOrder.length === 0) return NOTHING_FOLLOWS;
  const now = deps.clock();
  const { shown, behind } = await chooseShown(tx, { deps, inOrder: inOrder.filter(({ late }) => !late) });
  const saveTrips = await advanceShipments(tx, { deps, companyId, assetIds: trucksOf(work), shown, carried, now, foresight });
  let taken: Promise<number> | undefined;
  const revision = () => {
    taken ??= takeRevision(tx);
    return taken;
  };
  const isShown = new Set(shown);
  const positions = inOrder.map((item) => toDecided(item, isShown.has(item)));
  const watches = await afterPositions(tx, { companyId, positions, now, revision });
  if (saveTrips !== undefined) await revision();
  if (shown.length > 0) await ingest.saveMarkers(tx, { companyId, revision: await taken, markers: markersOf(shown) });
  const keep = await saveTrips?.(await revision());
  return { watches, keep: keep ?? NOTHING_FOLLOWS.keep, behind };
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
