import { between, greatCircleKm, type Point } from './great-circle.ts';

export interface RailPath {
  /** stations along the way, both ends included */
  esrs: string[];
  /** km from the first station to each of them */
  stopKm: number[];
  distanceKm: number;
  /** from the first station to the last, bending as the railway does; stations without a place are left out */
  line: Point[];
  /** km from the first station to each point of the line */
  lineKm: number[];
  /** the length of some part is great circle × detour */
  isComputed: boolean;
}

/** A station of a way with the edge that leads to it. */
export interface PathPart {
  esr: string;
  place: Point | undefined;
  km: number;
  isComputed: boolean;
  /** points strictly before the station */
  line: readonly Point[];
}

/** Puts a way together: what it passes, how far each point of it is, what to draw. */
export function drawPath(parts: readonly PathPart[]): RailPath {
  const path: RailPath = { esrs: [], stopKm: [], distanceKm: 0, line: [], lineKm: [], isComputed: false };
  let km = 0;
  let previous: Point | undefined;
  for (const part of parts) {
    const bends = part.line.map((point) => ({ point, km: 0 }));
    if (bends.length > 0) spread(bends, { from: previous, to: part.place, startKm: km, km: part.km });
    km += part.km;
    if (part.place) bends.push({ point: part.place, km });
    for (const bend of bends) {
      path.line.push({ lat: bend.point.lat, lon: bend.point.lon });
      path.lineKm.push(bend.km);
    }
    path.esrs.push(part.esr);
    path.stopKm.push(km);
    path.isComputed ||= part.isComputed;
    previous = part.place;
  }
  return { ...path, distanceKm: Math.round(km * 10) / 10 };
}

/** The length of an edge, shared out over its bends as the drawing has them. */
function spread(
  bends: { point: Point; km: number }[],
  edge: { from: Point | undefined; to: Point | undefined; startKm: number; km: number },
): void {
  const points = [edge.from, ...bends.map(({ point }) => point), edge.to].filter((point) => point !== undefined);
  const steps = points.map((point, i) => greatCircleKm(points[i - 1] ?? point, point));
  const whole = steps.reduce((sum, step) => sum + step, 0) || 1;
  let drawn = 0;
  const skipped = edge.from === undefined ? 0 : 1;
  for (const [i, bend] of bends.entries()) {
    drawn += steps[i + skipped] ?? 0;
    bend.km = edge.startKm + (edge.km * drawn) / whole;
  }
}

/** The point so many km along a way; the nearest end of its line where it does not reach so far. Undefined without a line. */
export function pointAlong({ line, lineKm }: Pick<RailPath, 'line' | 'lineKm'>, km: number): Point | undefined {
  const next = lineKm.findIndex((at) => at >= km);
  const [a, b] = [line[next - 1], line[next]];
  if (b === undefined) return line.at(-1);
  if (a === undefined) return line[0];
  const [from = 0, to = 0] = [lineKm[next - 1], lineKm[next]];
  return between(a, b, to > from ? (km - from) / (to - from) : 1);
}
