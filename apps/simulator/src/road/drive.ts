/** How a truck goes along a road: how far it is and how fast, any time after it set off. */
import type { Prng } from '../prng.ts';

export interface Drive {
  durationMs: number;
  at(ms: number): { km: number; speedKmh: number };
}

interface Piece {
  fromMs: number;
  fromKm: number;
  /** ms; the speed changes evenly from one to the other */
  lastsMs: number;
  fromKmh: number;
  toKmh: number;
}

const HOUR_MS = 3_600_000;
const TOWN_KM = 3;

/** 50–80 km/h on the road, 25–45 in the towns at both ends, now and then a minute at a crossing. */
export function createDrive(distanceKm: number, chance: Prng): Drive {
  const pieces: Piece[] = [];
  let ms = 0;
  let km = 0;
  let kmh = 0;
  const add = (piece: { km: number; toKmh: number; lastsMs: number }) => {
    pieces.push({ fromMs: ms, fromKm: km, lastsMs: piece.lastsMs, fromKmh: kmh, toKmh: piece.toKmh });
    ms += piece.lastsMs;
    km += piece.km;
    kmh = piece.toKmh;
  };
  const go = (toKm: number, toKmh: number) =>
    add({ km: toKm - km, toKmh, lastsMs: ((toKm - km) / ((kmh + toKmh) / 2)) * HOUR_MS });
  const stopKm = distanceKm - 0.15;
  while (km < stopKm) {
    const inTown = Math.min(km, distanceKm - km) < TOWN_KM;
    const isStop = chance.chance(inTown ? 0.22 : 0.03) && kmh > 0 && km + 1 < stopKm;
    const toKm = Math.min(stopKm, km + (inTown || isStop ? chance.between(0.3, 0.8) : chance.between(1.2, 4)));
    go(toKm, isStop ? 0 : inTown || distanceKm - toKm < TOWN_KM ? chance.between(25, 45) : chance.between(50, 80));
    if (isStop) add({ km: 0, toKmh: 0, lastsMs: chance.between(20_000, 70_000) });
  }
  go(distanceKm, 0);
  return { durationMs: ms, at: (asked) => lookUp(pieces, { ms: asked, distanceKm }) };
}

function lookUp(
  pieces: readonly Piece[],
  { ms, distanceKm }: { ms: number; distanceKm: number },
): { km: number; speedKmh: number } {
  const piece = pieces.find(({ fromMs, lastsMs }) => ms < fromMs + lastsMs);
  if (!piece) return { km: distanceKm, speedKmh: 0 };
  const share = Math.max(0, ms - piece.fromMs) / piece.lastsMs;
  const speedKmh = piece.fromKmh + (piece.toKmh - piece.fromKmh) * share;
  return { km: piece.fromKm + (((piece.fromKmh + speedKmh) / 2) * share * piece.lastsMs) / HOUR_MS, speedKmh };
}
