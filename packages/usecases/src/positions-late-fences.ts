import { events, geofences, type Tx, takeRevision, type tracks } from '@karavan/store';
import { type AssetWatch, advanceFences, type WatchedFence } from '@karavan/tracking';
import { type AlertRules, rulesOf } from './alert-rules.ts';
import { crossingEvents } from './alerts-positions.ts';
import { goAlong } from './positions-late-way.ts';

/** A truck, or a device by itself, of which something came late. */
export interface LateTruck {
  assetId: string;
  of: tracks.TrackOf;
  /** the earliest of what came late */
  fromMs: number;
  /** what its marker shows */
  shownMs: number;
}

/** So long before, an asset is followed until it is clear which fences it is in; crossings are compared from half of it on. */
const LEAD_MS = 6 * 3_600_000;

interface Crossed {
  fence: WatchedFence;
  way: 'enter' | 'exit';
  at: string;
  lat: number;
  lon: number;
}

/**
 * Crossings of fences as all positions together have them (GF1 to GF7): those that were missed are noted as late, those that never
 * were go. Fences drawn since say nothing of the time before. No alert begins or ends by it.
 */
export async function mendFences(tx: Tx, { companyId, truck }: { companyId: string; truck: LateTruck }): Promise<void> {
  const { edition, watches } = await geofences.loadWatches<AssetWatch>(tx, { companyId, assetIds: [truck.assetId] });
  const rules = await rulesOf(tx, { companyId, edition });
  if (rules.fences.byId.size === 0) return;
  const walk = await walkFences(tx, { truck, rules });
  if (walk === undefined) return;
  const from = new Date(truck.fromMs - LEAD_MS / 2).toISOString();
  const to = new Date(truck.shownMs).toISOString();
  const isComparable = (fenceId: string, at: string) => at >= from && at <= to && (rules.changedAt.get(fenceId) ?? to) <= at;
  const found = walk.crossings.filter(({ fence, at }) => isComparable(fence.id, at));
  const known = (await events.listCrossings(tx, { companyId, assetId: truck.assetId, from, to })).filter(({ fenceId, at }) =>
    isComparable(fenceId, at),
  );
  const keyOf = (fenceId: string, way: string, at: string) => `${fenceId} ${way} ${Date.parse(at)}`;
  const foundKeys = new Set(found.map(({ fence, way, at }) => keyOf(fence.id, way, at)));
  const knownKeys = new Set(known.map(({ fenceId, way, at }) => keyOf(fenceId, way, at)));
  const gone = known.filter(({ fenceId, way, at }) => !foundKeys.has(keyOf(fenceId, way, at)));
  const missed = found.filter(({ fence, way, at }) => !knownKeys.has(keyOf(fence.id, way, at)));
  if (gone.length > 0) await events.deleteEvents(tx, { companyId, ids: gone.map(({ id }) => id) });
  if (missed.length > 0) {
    const told = await crossingEvents(tx, { assetId: truck.assetId, crossings: missed });
    await events.insertEvents(tx, {
      companyId,
      revision: await takeRevision(tx),
      events: told.map((event) => ({ ...event, late: true })),
    });
  }
  const watch = watches.get(truck.assetId) ?? {};
  if (JSON.stringify(watch.fences ?? {}) !== JSON.stringify(walk.fences)) {
    const { fences: _, ...rest } = watch;
    const state = { ...rest, ...(Object.keys(walk.fences).length > 0 ? { fences: walk.fences } : {}) };
    await geofences.saveWatches(tx, { companyId, watches: [{ assetId: truck.assetId, state }] });
  }
}

async function walkFences(
  tx: Tx,
  { truck, rules }: { truck: LateTruck; rules: AlertRules },
): Promise<{ crossings: Crossed[]; fences: NonNullable<AssetWatch['fences']> } | undefined> {
  const [from, to] = [truck.fromMs - LEAD_MS, truck.shownMs].map((atMs) => new Date(atMs).toISOString()) as [string, string];
  const previousOf = new Map<string, { lat: number; lon: number; at: string }>();
  const crossings: Crossed[] = [];
  let fences: NonNullable<AssetWatch['fences']> = {};
  const isWhole = await goAlong(tx, { of: truck.of, from, to }, ({ source, atMs, lat, lon, speedKmh, accuracyM }, isShown) => {
    const fix = { lat, lon, at: new Date(atMs).toISOString(), speedKmh, accuracyM };
    const previous = previousOf.get(source) ?? null;
    previousOf.set(source, { lat, lon, at: fix.at });
    if (!isShown) return;
    const step = advanceFences({ fences: rules.fences, known: fences, previous, fix });
    fences = step.known;
    for (const { fenceId, ...crossing } of step.crossings) {
      const fence = rules.fences.byId.get(fenceId);
      if (fence !== undefined) crossings.push({ fence, ...crossing });
    }
  });
  return isWhole ? { crossings, fences } : undefined;
}
