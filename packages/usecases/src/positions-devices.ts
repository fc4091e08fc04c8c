import { AppError } from '@karavan/runtime';
import { companies, ingest } from '@karavan/store';
import { type AssetWatch, type FilterState, type Fix, judgePosition, NO_HISTORY } from '@karavan/tracking';
import type { Deps } from './deps.ts';

/** A device as this process knows it. Never trusted further than `version`: the database has the last word at every write. */
export interface KnownDevice extends Omit<ingest.DeviceForIngest, 'lastGood' | 'lastOutliers'> {
  state: FilterState;
  /** what is stored of its asset by the watch for alerts; absent where that was not read yet */
  watched?: { watch: AssetWatch | undefined } | undefined;
  /** by which protocol it moved its marker last; absent where that was not seen yet: the marker may be another device's, or none */
  shows?: string | undefined;
}

/** What a message says of its device before anything is known of it. */
export interface Caller {
  uniqueId: string;
  protocol: string;
  /** whose source it comes from; a device that came by itself is nobody's */
  ownerId?: string | undefined;
}

/** Devices heard by one process lately, the oldest forgotten first. */
const MOST_KNOWN = 50_000;

export interface KnownDevices {
  /** What is remembered of a device. */
  recall(uniqueId: string): KnownDevice | undefined;
  /** The devices of callers that nothing is remembered of; unknown ones enter quarantine. */
  take(callers: readonly Caller[]): Promise<Map<string, KnownDevice>>;
  remember(device: KnownDevice): void;
  forget(uniqueIds: Iterable<string>): void;
}

const known = new WeakMap<Deps['db'], KnownDevices>();

/** One memory a database: all listeners of a process share it. */
export function knownDevicesOf(deps: Deps): KnownDevices {
  const found = known.get(deps.db) ?? createKnownDevices(deps);
  known.set(deps.db, found);
  return found;
}

function createKnownDevices(deps: Deps): KnownDevices {
  const byId = new Map<string, KnownDevice>();
  let homeId: string | undefined;

  async function findHome(): Promise<string> {
    homeId ??= (await deps.db.systemOnce(companies.findHomeCompany))?.id;
    if (homeId === undefined) throw new AppError('UNAVAILABLE', 'There is no company yet that positions could belong to.');
    return homeId;
  }

  async function load(callers: readonly Caller[]): Promise<KnownDevice[]> {
    const ids = callers.map(({ uniqueId }) => uniqueId);
    const found = await deps.db.systemOnce((tx) => ingest.findDevices(tx, ids));
    if (found.length === ids.length) return found.map(toKnown);
    const there = new Set(found.map(({ uniqueId }) => uniqueId));
    const home = await findHome();
    const strangers = callers
      .filter(({ uniqueId }) => !there.has(uniqueId))
      .map(({ uniqueId, protocol, ownerId }) => ({ uniqueId, protocol, companyId: ownerId ?? home }));
    await deps.db.systemOnce((tx) => ingest.quarantineDevices(tx, strangers));
    return (await deps.db.systemOnce((tx) => ingest.findDevices(tx, ids))).map(toKnown);
  }

  const remember = (device: KnownDevice) => {
    byId.delete(device.uniqueId);
    byId.set(device.uniqueId, device);
    if (byId.size > MOST_KNOWN) byId.delete(byId.keys().next().value ?? '');
  };

  return {
    recall: (uniqueId) => byId.get(uniqueId),
    take: async (callers) => new Map((await load(callers)).map((device) => [device.uniqueId, device])),
    remember,
    forget: (uniqueIds) => {
      for (const id of uniqueIds) byId.delete(id);
    },
  };
}

/** A device as the database has it. */
export function toKnown({ lastGood, lastOutliers, ...device }: ingest.DeviceForIngest): KnownDevice {
  const start: FilterState = lastGood === null ? NO_HISTORY : { good: toFix(lastGood), suspect: null };
  const state = lastOutliers.reduce((before, row) => {
    const fix = toFix(row);
    return judgePosition({ fix, valid: true, receivedMs: fix.atMs, state: before }).state;
  }, start);
  return { ...device, state };
}

/** Figures that are stored as `real` come back as the shortest text that means the same one. */
export const toFix = (row: ingest.FixRow): Fix => ({
  atMs: Date.parse(row.at),
  lat: row.lat,
  lon: row.lon,
  speedKmh: row.speedKmh === null ? null : Math.fround(row.speedKmh),
  ...(row.accuracyM === null ? {} : { accuracyM: Math.fround(row.accuracyM) }),
});
