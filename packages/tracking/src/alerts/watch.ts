import type { AlertSettings, GeofenceAlert } from '@karavan/contracts';
import { advanceFences, type Fences, type FencesOfAsset } from '../geofence/advance-fences.ts';
import type { Crossing, Fence, Fix, Seen } from '../geofence/presence.ts';
import { MINUTE_MS, ms } from '../time.ts';
import { advanceDeviation, type Deviation } from './deviation.ts';
import type { AlertSignal } from './signal.ts';
import { advanceStop, type Stop } from './stop.ts';

/** A fence with what it is for. */
export interface WatchedFence extends Fence {
  name: string;
  alertOn: GeofenceAlert;
  /** a site or plant: who stands there has business there */
  siteId: string | null;
  kind: 'polygon' | 'circle' | 'corridor';
}

/** All that is remembered of an asset between two of its positions. Plain JSON; nothing of it is there while it is empty. */
export interface AssetWatch {
  fences?: FencesOfAsset;
  stop?: Stop;
  deviation?: Deviation;
}

export interface WatchStep {
  watch: AssetWatch;
  crossings: Crossing[];
  signals: AlertSignal[];
}

export interface WatchInput {
  assetId: string;
  watch: AssetWatch;
  fences: Fences<WatchedFence>;
  settings: AlertSettings;
  /** the planned way of its trip, where there is one */
  corridor?: WatchedFence | undefined;
  previous: Seen | null;
  fix: Fix;
}

/**
 * What one position, newer than all before it, makes of an asset: crossings of fences, and alerts that begin or end with it
 * (AL1 to AL6). Positions that come late are not for this function: they are history and raise nothing.
 */
export function advanceWatch(input: WatchInput): WatchStep {
  const { watch, fences, previous, fix } = input;
  const known = watch.fences ?? {};
  const step = advanceFences({ fences, known, previous, fix });
  const stopped = watchStop(input, step.known);
  const deviated = watchDeviation(input);
  const next: AssetWatch = {
    ...(Object.keys(step.known).length > 0 ? { fences: step.known } : {}),
    ...(stopped.stop ? { stop: stopped.stop } : {}),
    ...(deviated.deviation ? { deviation: deviated.deviation } : {}),
  };
  const isSame = step.known === known && next.stop === watch.stop && isSameWay(next, watch);
  return {
    watch: isSame ? watch : next,
    crossings: step.crossings,
    signals: [...step.crossings.flatMap((crossing) => fenceSignals(input, crossing)), ...stopped.signals, ...deviated.signals],
  };
}

const isSameWay = (a: AssetWatch, b: AssetWatch): boolean => JSON.stringify(a.deviation) === JSON.stringify(b.deviation);

/** A crossing that a person wants to hear of opens or ends an episode (AL5). */
function fenceSignals({ fences, assetId }: WatchInput, { fenceId, way, at, lat, lon }: Crossing): AlertSignal[] {
  const fence = fences.byId.get(fenceId);
  if (fence === undefined || fence.alertOn === 'none') return [];
  const kind = fence.alertOn === 'inside' ? 'geofenceEntry' : 'geofenceExit';
  const on = (way === 'enter') === (fence.alertOn === 'inside');
  const evidence = { geofence: fence.name, way };
  return [{ kind, subject: `${assetId} ${fenceId}`, on, at, evidence, lat, lon, geofenceId: fenceId }];
}

/** Standing with the device alive: measured from position to position, never to the clock (AL3). */
function watchStop(input: WatchInput, inFences: FencesOfAsset): { stop: Stop | undefined; signals: AlertSignal[] } {
  const { watch, assetId, fix, settings } = input;
  const { stop, ended } = advanceStop(watch.stop, input.previous, fix);
  const signals: AlertSignal[] = [];
  const base = { kind: 'longStop', subject: assetId } as const;
  if (ended?.stop.told) {
    const minutes = minutesBetween(ended.stop.since, ended.at);
    signals.push({ ...base, on: false, at: ended.at, evidence: { minutes, lat: fix.lat, lon: fix.lon, speedKmh: fix.speedKmh } });
  }
  if (stop === undefined || stop.told || hasBusinessHere(input, inFences)) return { stop, signals };
  const minutes = minutesBetween(stop.since, fix.at);
  if (minutes < settings.longStopMinutes) return { stop, signals };
  const evidence = { since: stop.since, minutes, seenAt: fix.at };
  signals.push({ ...base, on: true, at: stop.since, evidence, lat: stop.lat, lon: stop.lon });
  return { stop: { ...stop, told: true }, signals };
}

const minutesBetween = (from: string, to: string): number => Math.floor((ms(to) - ms(from)) / MINUTE_MS);

const hasBusinessHere = ({ fences }: WatchInput, inFences: FencesOfAsset): boolean =>
  Object.entries(inFences).some(([id, presence]) => presence.inside && (fences.byId.get(id)?.siteId ?? null) !== null);

function watchDeviation(input: WatchInput): { deviation: Deviation | undefined; signals: AlertSignal[] } {
  const { watch, corridor, assetId, fix, settings } = input;
  const base = { kind: 'routeDeviation', subject: assetId, lat: fix.lat, lon: fix.lon } as const;
  if (corridor === undefined) {
    const over = watch.deviation?.told ? [{ ...base, on: false, at: fix.at, evidence: { reason: 'tripOver' } }] : [];
    return { deviation: undefined, signals: over };
  }
  const step = advanceDeviation({ corridor, deviation: watch.deviation, fix, fixesNeeded: settings.deviationFixes });
  const signals: AlertSignal[] = [];
  const evidence = { corridor: corridor.name };
  if (step.began)
    signals.push({
      ...base,
      on: true,
      at: step.began.at,
      evidence: { ...evidence, metres: step.began.metres },
      geofenceId: corridor.id,
    });
  if (step.ended) signals.push({ ...base, on: false, at: step.ended.at, evidence });
  return { deviation: step.deviation, signals };
}
