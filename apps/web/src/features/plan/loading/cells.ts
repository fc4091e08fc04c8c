import type { Motor, Trailer } from './units.ts';

/** A compartment of a tank: where the centre of what is in it lies, and how far it reaches, metres from the headboard. */
export interface Cell {
  xM: number;
  fromM: number;
  toM: number;
  maxKg: number;
}

const ASSUMED_CELLS = 3;
const ASSUMED_PAYLOAD_KG = 30_000;

/** As the unit says; of a tank nobody described three alike, for its owner to correct. */
export function cellsOf(unit: Motor | Trailer, lengthM: number): Cell[] {
  const given = unit.compartments;
  const placed = given === undefined || given.length === 0 ? alike(lengthM) : [...given].sort((a, b) => a.xM - b.xM);
  const eachKg = Math.floor((unit.techKg?.payload ?? ASSUMED_PAYLOAD_KG) / placed.length / 100) * 100;
  return placed.map(({ xM, maxKg = eachKg }, i) => {
    const before = placed[i - 1];
    const after = placed[i + 1];
    const halfM = Math.min(
      before === undefined ? Number.POSITIVE_INFINITY : (xM - before.xM) / 2,
      after === undefined ? Number.POSITIVE_INFINITY : (after.xM - xM) / 2,
    );
    const fromM = before === undefined ? Math.max(0, xM - halfM) : (before.xM + xM) / 2;
    const toM = after === undefined ? Math.min(lengthM, xM + halfM) : (xM + after.xM) / 2;
    return { xM, fromM, toM, maxKg };
  });
}

const alike = (lengthM: number): { xM: number; maxKg?: number }[] =>
  Array.from({ length: ASSUMED_CELLS }, (_, i) => ({ xM: Math.round(((i + 0.5) * lengthM * 100) / ASSUMED_CELLS) / 100 }));
