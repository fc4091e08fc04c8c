/**
 * A second, separate reading of statics and of the Russian table, for tests alone: forces by Gaussian elimination over
 * every axle, limits by a table typed in as it stands on paper. Shares no code with the engine.
 */
export interface OracleAxle {
  xM: number;
  wheels: 'single' | 'twin';
  support: 'front' | 'rear' | 'bogie';
  share?: number;
  suspension?: 'air' | 'other';
  up: boolean;
}
export interface OracleUnit {
  axles: OracleAxle[];
  /** reactions weighed with every axle down: front and rear, or pin and bogie */
  tare: [number, number];
  extras: { what: string; massKg: number; xM: number }[];
  /** on the unit's own axle scale */
  loads: { massKg: number; xM: number }[];
  pin: boolean;
}
export interface OracleSet {
  motor: OracleUnit;
  trailer?: OracleUnit;
  /** where the trailer's pin presses on the motor's scale; undefined: it does not */
  pinAtM?: number;
}

/** Plain elimination with partial pivoting. */
export function solveLinear(a: number[][], b: number[]): number[] {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i] as number]);
  for (let c = 0; c < n; c++) {
    let p = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r]?.[c] as number) > Math.abs(m[p]?.[c] as number)) p = r;
    [m[c], m[p]] = [m[p] as number[], m[c] as number[]];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const f = (m[r]?.[c] as number) / (m[c]?.[c] as number);
      for (let k = c; k <= n; k++) (m[r] as number[])[k] = (m[r]?.[k] as number) - f * (m[c]?.[k] as number);
    }
  }
  return m.map((row, i) => (row[n] as number) / (row[i] as number));
}

/** Unknown: every axle's load and, on a trailer that has one, the pin's. Equations: shares, force, moment. */
function unitLoads(unit: OracleUnit, pushed: { kg: number; xM: number }[]): { axles: number[]; pin: number } {
  const empty = weighed(unit);
  const forces = [
    ...empty,
    ...unit.extras.map((e) => ({ kg: e.massKg, xM: e.xM })),
    ...unit.loads.map((l) => ({ kg: l.massKg, xM: l.xM })),
    ...pushed,
  ];
  return balance(unit, (axle) => !axle.up, forces);
}

function balance(unit: OracleUnit, down: (axle: OracleAxle) => boolean, forces: { kg: number; xM: number }[]) {
  const n = unit.axles.length + 1;
  const rows: number[][] = [];
  const right: number[] = [];
  const add = (row: number[], value: number) => {
    rows.push(row);
    right.push(value);
  };
  const unitRow = (i: number, value = 1) => Array.from({ length: n }, (_, k) => (k === i ? value : 0));
  for (const support of ['front', 'rear', 'bogie'] as const) {
    const held = unit.axles.flatMap((axle, i) => (axle.support === support && down(axle) ? [i] : []));
    held.slice(1).forEach((i) => {
      const first = held[0] as number;
      const row = unitRow(i, unit.axles[first]?.share ?? 1);
      row[first] = -(unit.axles[i]?.share ?? 1);
      add(row, 0);
    });
  }
  unit.axles.forEach((axle, i) => {
    if (!down(axle)) add(unitRow(i), 0);
  });
  if (!unit.pin) add(unitRow(n - 1), 0);
  add(
    Array(n).fill(1),
    forces.reduce((sum, f) => sum + f.kg, 0),
  );
  add(
    [...unit.axles.map((axle) => axle.xM), 0],
    forces.reduce((sum, f) => sum + f.kg * f.xM, 0),
  );
  const solved = solveLinear(rows, right);
  return { axles: solved.slice(0, -1), pin: solved.at(-1) as number };
}

/** Two weights at the places where the scales stood: they weigh and balance as the empty unit does. */
function weighed(unit: OracleUnit): { kg: number; xM: number }[] {
  const centre = (support: string) => {
    const held = unit.axles.filter((axle) => axle.support === support);
    const shares = held.map((axle) => axle.share ?? 1);
    return held.reduce((sum, axle, i) => sum + axle.xM * (shares[i] as number), 0) / shares.reduce((a, b) => a + b, 0);
  };
  const places = unit.pin ? [0, centre('bogie')] : [centre('front'), centre('rear')];
  return places.map((xM, i) => ({ kg: unit.tare[i] as number, xM }));
}

export function oracleLoads({ motor, trailer, pinAtM }: OracleSet): { axles: number[]; pin: number | null } {
  if (trailer === undefined) return { axles: unitLoads(motor, []).axles, pin: null };
  const back = unitLoads(trailer, []);
  const pushed = trailer.pin ? [{ kg: back.pin, xM: pinAtM ?? 0 }] : [];
  return { axles: [...unitLoads(motor, pushed).axles, ...back.axles], pin: trailer.pin ? back.pin : null };
}

/** As printed: axles, spacing over, up to, then single (twin) for roads of 6, 10 and 11.5 t. */
const TABLE = `
1 -    -    5.5(6)    9(10)     10.5(11.5)
2 0    1.0  8(9)      10(11)    11.5(12.5)
2 1.0  1.3  9(10)     13(14)    14(16)
2 1.3  1.8  10(11)    15(16)    17(18)
2 1.8  2.5  11(12)    17(18)    18(20)
3 0    1.0  11(12)    15(16.5)  17(18)
3 1.0  1.3  12(13.5)  18(19.5)  20(21)
3 1.3  1.8  13.5(15)  21(22.5)  23.5(24)
3 1.8  2.5  15(16)    22(23)    25(26)
4 0    1.0  3.5(4)    5(5.5)    5.5(6)
4 1.0  1.3  4(4.5)    6(6.5)    6.5(7)
4 1.3  1.8  4.5(5)    6.5(7)    7.5(8)
4 1.8  2.5  5(5.5)    7(7.5)    8.5(9)`
  .trim()
  .split('\n')
  .map((line) => {
    const [axles, lo, hi, ...cells] = line.trim().split(/\s+/);
    const tonnes = cells.map((text) => (/^([\d.]+)\(([\d.]+)\)$/.exec(text) ?? []).slice(1).map(Number));
    return { axles: Number(axles), lo: Number(lo), hi: Number(hi), tonnes };
  });
const COLUMN: Record<string, number> = { '6': 0, '10': 1, '11.5': 2 };
const GROSS = { single: [18, 25, 32, 38], combination: [28, 36, 40, 44] };

function cell(count: number, meanM: number | null, road: string, twin: boolean): number {
  const row = TABLE.find(
    ({ axles, lo, hi }) => axles === Math.min(count, 4) && (meanM === null || (meanM > lo + 1e-6 && meanM <= hi + 1e-6)),
  );
  const [single, double] = row?.tonnes[COLUMN[road] ?? -1] ?? [];
  return ((twin ? double : single) as number) * 1000 * (count >= 4 ? count : 1);
}

/** Verdict of one road by the book: worst use of a limit in per cent, and whether any is broken. */
export function oracleVerdict(input: {
  axles: { xM: number; wheels: 'single' | 'twin'; air: boolean; kg: number; up: boolean }[];
  pin: number | null;
  steer: number;
  supports: number[];
  road: string;
  combination: boolean;
}): { ok: boolean; worstPct: number } {
  const { road } = input;
  const down = input.axles.filter((axle) => !axle.up);
  const used: number[] = [];
  let at = 0;
  while (at < down.length) {
    let end = at;
    while (end + 1 < down.length && (down[end + 1]?.xM as number) - (down[end]?.xM as number) <= 2.5 + 1e-6) end++;
    const group = down.slice(at, end + 1);
    for (const axle of group) used.push(axle.kg / cell(1, null, road, axle.wheels === 'twin'));
    if (group.length > 1) {
      const meanM = ((down[end]?.xM as number) - (down[at]?.xM as number)) / (group.length - 1);
      const twin = group.every((axle) => axle.wheels === 'twin');
      let limit = cell(group.length, meanM, road, twin);
      if (limit === 22_500 && group.length === 3 && !group.every((axle) => axle.air)) limit = 21_000;
      used.push(group.reduce((sum, axle) => sum + axle.kg, 0) / limit);
    }
    at = end + 1;
  }
  const list = GROSS[input.combination ? 'combination' : 'single'];
  const first = input.combination ? 3 : 2;
  const gross = list[Math.min(down.length - first, 3)] as number;
  used.push(down.reduce((sum, axle) => sum + axle.kg, 0) / (gross * 1000));
  const least = [input.steer, input.pin ?? 0, ...input.supports];
  const worst = Math.max(...used, least.some((kg) => kg < -1e-6) ? 2 : 0);
  return { ok: worst <= 1 + 1e-10 && !least.some((kg) => kg < -1e-6), worstPct: worst * 100 };
}
