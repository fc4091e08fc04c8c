import { type ingest, ordinary } from '@karavan/store';
import { type AlertRules, recallRules } from './alert-rules.ts';
import { staysQuiet } from './alerts-positions.ts';
import type { Deps } from './deps.ts';
import { type Glance, recallGlance } from './positions-glance.ts';
import { type DeviceWork, type Good, isGood, isPlaced } from './positions-judge.ts';
import { waitingMarkersOf } from './positions-markers.ts';
import { toAdvance, toRow } from './positions-rows.ts';
import { assetIdOf, markersOf } from './positions-sources.ts';
import { tellTrips } from './positions-trips.ts';

/** Work after which nothing changes but a device and its marker, as far as this process remembers. */
interface Ordinary {
  work: DeviceWork;
  good: Good[];
  glance: Glance | undefined;
}

interface Remembered {
  deps: Deps;
  rules: AlertRules;
}

/** How work that begins and ends nothing was stored. */
export interface StoredOrdinary {
  /** with the device as it is from here on */
  stored: DeviceWork[];
  /** for the longer way */
  left: DeviceWork[];
  /** whether a marker has moved already */
  isNews: boolean;
}
const nothing = (work: readonly DeviceWork[]): StoredOrdinary => ({ stored: [], left: [...work], isNews: false });

/**
 * Stores in one statement what begins and ends nothing: newer than all that is known of its device, crossing no fence, telling
 * nothing of a trip. All of it is worked out from memory, and the database stores it only if the memory was right. Markers move
 * with it or, in a rush and where that may be, a moment later.
 */
export async function storeOrdinary(
  deps: Deps,
  input: { companyId: string; work: readonly DeviceWork[]; mayWait: boolean },
): Promise<StoredOrdinary> {
  const { companyId, work } = input;
  const rules = recallRules(companyId);
  if (rules === undefined) return nothing(work);
  const found: Ordinary[] = [];
  const left: DeviceWork[] = [];
  for (const each of work) {
    const one = asOrdinary(each, { deps, rules });
    if (one === undefined) left.push(each);
    else found.push(one);
  }
  if (found.length === 0) return nothing(work);
  const waiting = waitingMarkersOf(deps);
  const isRush = waiting.isRush(found.length) && input.mayWait;
  const good = found.flatMap((one) => one.good);
  const later = isRush ? good.filter(isShown) : [];
  const markers = markersOf(later.length === 0 ? good : good.filter((item) => !isShown(item)));
  const version = await save(deps, { companyId, found, markers, rules });
  if (version === undefined) return nothing(work);
  if (later.length > 0) waiting.put(companyId, markersOf(later));
  return { stored: found.map((one) => storedAt(one, version)), left, isNews: markers.length > 0 };
}

/** Whether its marker follows this device as far as is known: then nothing but its place will change. */
const isShown = ({ device, protocol }: Good): boolean => device.shows === protocol;

function storedAt({ work, good }: Ordinary, version: number): DeviceWork {
  work.after.version = version;
  work.after.shows = good.at(-1)?.protocol ?? work.after.shows;
  return work;
}

function asOrdinary(work: DeviceWork, { deps, rules }: Remembered): Ordinary | undefined {
  const { device, judged } = work;
  if (device.shared || !judged.every((item) => isPlaced(item.position) && !item.late && item.filtered !== 'duplicate'))
    return undefined;
  if (device.quarantined) return { work, good: [], glance: undefined };
  const good = judged.filter(isGood);
  const [first] = good;
  if (device.watched === undefined || first === undefined) return undefined;
  const assetId = assetIdOf(first);
  const glance = device.vehicle === null ? { carried: [], trips: [] } : recallGlance(deps, assetId);
  if (glance === undefined || (glance.carried.length > 0 && rules.corridors.length > 0)) return undefined;
  const seen = good.map(({ position, previous }) => ({
    position,
    assetId,
    previous: previous && { fixedAt: new Date(previous.atMs).toISOString(), lat: previous.lat, lon: previous.lon },
  }));
  if (!staysQuiet(seen, { watch: device.watched.watch, rules })) return undefined;
  if (glance.trips.length > 0 && tellTrips(good, glance.trips)) return undefined;
  return { work, good, glance };
}

async function save(
  deps: Deps,
  input: { companyId: string; found: readonly Ordinary[]; markers: readonly ingest.MarkerToSave[]; rules: AlertRules },
): Promise<number | undefined> {
  const { companyId, found, markers, rules } = input;
  const trucks = found
    .flatMap(({ good: [first], glance }) =>
      first === undefined || first.device.vehicle === null ? [] : [{ assetId: assetIdOf(first), carried: glance?.carried ?? [] }],
    )
    .sort((a, b) => (a.assetId < b.assetId ? -1 : 1));
  return deps.db.systemOnce((tx) =>
    ordinary.storeOrdinary(tx, {
      companyId,
      devices: found.map(({ work }) => toAdvance(work)),
      positions: found.flatMap(({ work }) => work.judged.map(toRow)),
      markers,
      remembered: {
        assetIds: trucks.map(({ assetId }) => assetId),
        carried: trucks.flatMap(({ carried }) => carried),
        edition: rules.edition,
      },
    }),
  );
}
