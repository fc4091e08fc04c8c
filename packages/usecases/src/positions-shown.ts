import { ingest, lateTrips, type Tx } from '@karavan/store';
import { COARSE_M, HOLD_MINUTES, type SourceFix, takesOver } from '@karavan/tracking';
import type { Deps } from './deps.ts';
import type { Good, Judged } from './positions-judge.ts';
import type { LateTruck } from './positions-late-fences.ts';
import { assetIdOf } from './positions-sources.ts';

const sourceOf = ({ device, fixedMs, position }: Good): SourceFix => ({
  source: device.uniqueId,
  atMs: fixedMs,
  accuracyM: position.accuracyM,
});

/** Which source of each truck with several is shown, and since which of its fixes, as far as this process has seen it. */
const shownSince = new WeakMap<Deps['db'], Map<string, { source: string; sinceMs: number }>>();
const MOST_SHOWN = 20_000;

function shownSinceOf({ db }: Deps): Map<string, { source: string; sinceMs: number }> {
  const known = shownSince.get(db) ?? new Map<string, { source: string; sinceMs: number }>();
  if (known.size > MOST_SHOWN) known.clear();
  shownSince.set(db, known);
  return known;
}

/**
 * Of positions in the order of time, those that move a marker: all of a truck with one source; of one with several the
 * better source at that time (MS1 to MS4). `behind`: older than what is shown, and yet it may have been shown in its time.
 */
export async function chooseShown(
  tx: Tx,
  { deps, inOrder }: { deps: Deps; inOrder: readonly Good[] },
): Promise<{ shown: Good[]; behind: Good[] }> {
  const contested = new Set(inOrder.filter(({ device }) => device.shared).map(assetIdOf));
  if (contested.size === 0) return { shown: [...inOrder], behind: [] };
  const since = shownSinceOf(deps);
  const locked = await ingest.lockShownSources(tx, [...contested]);
  const marked = new Map(
    locked.map((row): [string, SourceFix] => [
      row.assetId,
      { source: row.deviceId, atMs: Date.parse(row.at), accuracyM: row.accuracyM ?? undefined },
    ]),
  );
  const behind: Good[] = [];
  const shown = inOrder.filter((item) => {
    const assetId = assetIdOf(item);
    if (!contested.has(assetId)) return true;
    const candidate = sourceOf(item);
    const before = marked.get(assetId) ?? null;
    if (!takesOver(before, candidate)) {
      if (before !== null && candidate.atMs < before.atMs) behind.push(item);
      return false;
    }
    if (since.get(assetId)?.source !== candidate.source)
      since.set(assetId, { source: candidate.source, sinceMs: candidate.atMs });
    marked.set(assetId, candidate);
    return true;
  });
  return { shown, behind: behind.length === 0 ? behind : await thatMatter(tx, { behind, marked, since }) };
}

/** The source that is shown was so in their time too, and held the marker: then they would not have been shown (MS3). */
async function thatMatter(
  tx: Tx,
  known: { behind: readonly Good[]; marked: Map<string, SourceFix>; since: Map<string, { source: string; sinceMs: number }> },
): Promise<Good[]> {
  const found: Good[] = [];
  for (const item of known.behind) {
    const assetId = assetIdOf(item);
    const shown = known.marked.get(assetId);
    const since = known.since.get(assetId);
    const wasShown = shown !== undefined && since?.source === shown.source && since.sinceMs <= item.fixedMs;
    const isBetter = isCoarse(shown?.accuracyM) && !isCoarse(item.position.accuracyM);
    const held =
      wasShown &&
      !isBetter &&
      (await lateTrips.wasHeard(tx, { uniqueId: shown.source, beforeMs: item.fixedMs, withinMs: HOLD_MS }));
    if (!held) found.push(item);
  }
  return found;
}

const HOLD_MS = HOLD_MINUTES * 60_000;
const isCoarse = (accuracyM: number | undefined): boolean => accuracyM !== undefined && accuracyM > COARSE_M;

/** The trucks and lone devices that these came late of, with what their markers show. */
export async function lateTrucks(tx: Tx, items: readonly Judged[]): Promise<LateTruck[]> {
  const fromMs = new Map<string, { fromMs: number; of: LateTruck['of'] }>();
  for (const { device, fixedMs } of items) {
    if (device.quarantined) continue;
    const assetId = assetIdOf({ device });
    const of = device.vehicle === null ? { deviceId: device.uniqueId } : { vehicleId: device.vehicle.id };
    fromMs.set(assetId, { of, fromMs: Math.min(fixedMs, fromMs.get(assetId)?.fromMs ?? fixedMs) });
  }
  if (fromMs.size === 0) return [];
  const times = await lateTrips.listMarkerTimes(tx, [...fromMs.keys()].sort());
  return times.flatMap(({ assetId, at }) => {
    const late = fromMs.get(assetId);
    return late === undefined ? [] : [{ assetId, ...late, shownMs: Date.parse(at) }];
  });
}
