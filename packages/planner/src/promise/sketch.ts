import type { Problem } from './problem.ts';

/**
 * The problem of one deadline with all shipments of a service as one, for orders too big to branch over single shipments. Facilities
 * are what costs something to have: services that leave in time first (`runs`: their latest departure takes all that earlier ones
 * take), then gates. Without a mass limit a sketch is the problem itself; with one, a shipment of a limited service is paid by the
 * kilogram of a full one, which is never dearer than the truth.
 */
export interface Sketch {
  problem: Problem;
  /** by service: its bins, latest first */
  runs: { bins: number[]; capKg: number }[];
  /** by facility; 0 where it is paid by the kilogram */
  fixed: Float64Array;
  /** ways of source `s` are `wayStart[s]` to `wayStart[s + 1]`, cheapest first */
  wayStart: Int32Array;
  wayRun: Int32Array;
  /** facility of the gate, −1 where there is none */
  wayGate: Int32Array;
  wayPerKg: Float64Array;
  /** by facility: the sources it could serve */
  sourcesOf: number[][];
  /** by source: the groups it could serve */
  groupsOf: number[][];
}

export function sketchOf(problem: Problem): Sketch {
  const { runs, runOf } = runsOf(problem);
  const perKg = (bin: number) => {
    const { fixed = 0, capKg = 0 } = problem.bins[bin] ?? {};
    return Number.isFinite(capKg) ? fixed / capKg : 0;
  };
  const ways = problem.options.map((list) =>
    list
      .filter(({ bin }) => (runOf[bin] ?? -1) >= 0)
      .map(({ bin, gate, perKg: own }) => ({ run: runOf[bin] ?? -1, gate, perKg: own + perKg(bin) }))
      .sort((a, b) => a.perKg - b.perKg),
  );
  const wayStart = new Int32Array(ways.length + 1);
  ways.forEach((list, source) => {
    wayStart[source + 1] = (wayStart[source] ?? 0) + list.length;
  });
  const flat = ways.flat();
  const fixed = [
    ...runs.map(({ bins, capKg }) => (Number.isFinite(capKg) ? 0 : (problem.bins[bins[0] ?? 0]?.fixed ?? 0))),
    ...problem.gates.map((gate) => gate.fixed),
  ];
  return {
    problem,
    runs,
    fixed: Float64Array.from(fixed),
    wayStart,
    wayRun: Int32Array.from(flat, ({ run }) => run),
    wayGate: Int32Array.from(flat, ({ gate }) => (gate < 0 ? -1 : runs.length + gate)),
    wayPerKg: Float64Array.from(flat, (way) => way.perKg),
    sourcesOf: reached(
      fixed.length,
      ways.map((list) => list.flatMap(({ run, gate }) => (gate < 0 ? [run] : [run, runs.length + gate]))),
    ),
    groupsOf: reached(
      ways.length,
      problem.cargo.groups.map(({ sources }) => sources),
    ),
  };
}

function runsOf(problem: Problem): { runs: Sketch['runs']; runOf: Int32Array } {
  const runs: Sketch['runs'] = [];
  const runOf = new Int32Array(problem.bins.length).fill(-1);
  problem.bins.forEach((bin, index) => {
    if (bin.order === 0) runOf[index] = runs.push({ bins: [], capKg: bin.capKg }) - 1;
    runs.at(-1)?.bins.push(index); // the bins of one service stand together
  });
  return { runs, runOf };
}

/** For each target, which of the lists name it. */
function reached(targets: number, lists: readonly (readonly number[])[]): number[][] {
  const by: number[][] = Array.from({ length: targets }, () => []);
  lists.forEach((list, index) => {
    for (const target of list) if (by[target]?.at(-1) !== index) by[target]?.push(index);
  });
  return by;
}
