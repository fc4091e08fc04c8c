import type { GeofenceShape } from '@karavan/contracts';
import { advanceFences, type Fences } from './advance-fences.ts';
import { compileShape } from './compile.ts';
import { indexFences } from './fence-index.ts';
import type { Crossing, Fence, Fix } from './presence.ts';

/** Near Voskresensk: 1 m north is 1/111195 of a degree there as anywhere, 1 m east 1/63245 (cos 55.33° = 0.56878). */
export const GATE = { lat: 55.33, lon: 38.65 };
const NORTH_M = 111_195.08;
const EAST_M = NORTH_M * Math.cos((GATE.lat * Math.PI) / 180);

/** The place so many metres north and east of the gate. */
export const off = (northM: number, eastM = 0) => ({ lat: GATE.lat + northM / NORTH_M, lon: GATE.lon + eastM / EAST_M });

const START = Date.parse('2026-06-10T06:00:00Z');
export const second = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

export const CIRCLE: GeofenceShape = { kind: 'circle', center: GATE, radiusM: 300 };
export const SQUARE: GeofenceShape = {
  kind: 'polygon',
  points: [off(300, -300), off(300, 300), off(-300, 300), off(-300, -300)],
};
export const ROAD: GeofenceShape = { kind: 'corridor', points: [off(0, -20_000), off(0, 20_000)], widthM: 600 };

export function fenceOf(shape: GeofenceShape, more: Partial<Fence> = {}): Fence {
  return { id: 'fence', marginM: 50, dwellSeconds: 0, ...compileShape(shape), ...more };
}

export function fencesOf(fences: readonly Fence[]): Fences {
  return { byId: new Map(fences.map((fence) => [fence.id, fence])), index: indexFences(fences) };
}

/** Feeds a track to the fences and gives what was crossed. */
export function follow(fences: readonly Fence[], track: readonly Fix[]): Crossing[] {
  const ready = fencesOf(fences);
  let known = {};
  return track.flatMap((fix, index) => {
    const step = advanceFences({ fences: ready, known, previous: track[index - 1] ?? null, fix });
    known = JSON.parse(JSON.stringify(step.known)); // it is stored between two positions
    return step.crossings;
  });
}
