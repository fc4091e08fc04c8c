import { createRailNetwork, mod11, type NetworkEdge } from '@karavan/rail';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';
import { createRandom } from './support/random.ts';

/** As many stations as a full directory of 1520 mm has: junctions in a lattice, six halts between every two of them. */
const JUNCTIONS = { rows: 24, columns: 40 };
const HALTS = 6;
const SEARCHES = 1000;
const LIMIT_MS = 5;
/** The quickest of so many: what else the machine does is not the search. */
const RUNS = 3;

/** The shortest way by rail on a network of full size, in time; every fifth halt has no place, as in real directories. */
export async function benchRailNetwork(): Promise<Figure[]> {
  const random = createRandom(11);
  const { stations, edges, freight } = lattice(random);
  const from = performance.now();
  const network = createRailNetwork({ stations, edges });
  const builtMs = performance.now() - from;
  say(`${stations.length} stations, ${network.edgeCount} edges, built in ${builtMs.toFixed(0)} ms`);
  const pairs = Array.from({ length: SEARCHES }, () => [random.pick(freight), random.pick(freight)] as const);
  for (const [a, b] of pairs.slice(0, SEARCHES / 4)) network.path(a, b); // as warm as in a program that runs
  const took = pairs.map(([a, b]) => Math.min(...Array.from({ length: RUNS }, () => timed(() => network.path(a, b)))));
  printQuantiles('the shortest way by rail', new Map([[`${stations.length} stations`, took]]));
  return [
    { promise: 'shortest way by rail on a full network, 99 of 100', measured: quantile(took, 0.99), limit: LIMIT_MS, unit: 'ms' },
  ];
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function lattice(random: ReturnType<typeof createRandom>) {
  const stations: { esr: string; name: string; lat?: number; lon?: number }[] = [];
  const edges: NetworkEdge[] = [];
  const freight: string[] = [];
  const add = (place: { lat: number; lon: number } | undefined): string => {
    const body = String(10_000 + stations.length);
    const esr = `${body}${mod11(body)}`;
    stations.push({ esr, name: `С ${esr}`, ...place });
    return esr;
  };
  const at = (row: number, column: number) => ({ lat: 45 + row * 0.9, lon: 30 + column * 2.4 });
  const junctions = Array.from({ length: JUNCTIONS.rows }, (_, row) =>
    Array.from({ length: JUNCTIONS.columns }, (__, column) => {
      const esr = add(at(row, column));
      freight.push(esr);
      return esr;
    }),
  );
  const join = (a: [number, number], b: [number, number]) => {
    const [start, end] = [at(...a), at(...b)];
    let previous = junctions[a[0]]?.[a[1]] ?? '';
    for (let halt = 1; halt <= HALTS; halt += 1) {
      const share = halt / (HALTS + 1);
      const bend = (random.unit() - 0.5) / 20;
      const place = {
        lat: start.lat + (end.lat - start.lat) * share + bend,
        lon: start.lon + (end.lon - start.lon) * share + bend,
      };
      const esr = add(random.unit() < 0.2 ? undefined : place);
      edges.push({ from: previous, to: esr });
      previous = esr;
    }
    edges.push({ from: previous, to: junctions[b[0]]?.[b[1]] ?? '' });
  };
  for (let row = 0; row < JUNCTIONS.rows; row += 1)
    for (let column = 0; column < JUNCTIONS.columns; column += 1) {
      if (column + 1 < JUNCTIONS.columns) join([row, column], [row, column + 1]);
      if (row + 1 < JUNCTIONS.rows && column % 2 === 0) join([row, column], [row + 1, column]);
    }
  return { stations, edges, freight };
}
