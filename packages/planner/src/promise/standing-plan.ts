import type { Solver } from './answers.ts';
import { spend } from './budget.ts';
import type { Cargo } from './cargo.ts';
import type { Found } from './found.ts';
import { fillGreedily, type Load, type Priced } from './greedy.ts';
import type { Model } from './model.ts';
import type { Bin } from './problem.ts';
import { countBy, type Sketch } from './sketch.ts';
import type { Standing } from './standing.ts';

/** The shipments that what is open may make: one of a service that takes any mass, else the latest in time, latest first. */
interface Bins {
  bins: Bin[];
  /** by service: its first bin */
  first: Int32Array;
  limited: boolean;
}

/** The plan that a standing stands for, with its true cost; undefined where something is missing or mass limits do not let it through. */
export function planOn(solver: Solver, standing: Standing): Found | undefined {
  if (standing.missing > 0) return undefined;
  const { model, cargo } = solver;
  const made = binsOf(model, cargo, standing);
  const filled = { cargo, bins: made.bins, limited: made.limited };
  const isTidy = made.bins.every(({ fixed }) => fixed > 0) && solver.budget.left > 0; // what nothing uses has been closed
  if (!made.limited && isTidy) {
    const { cost, shipments } = standing;
    return { bins: made.bins, cost, shipments, loads: () => fillGreedily(model, filled, waysInto(made, standing)).loads };
  }
  spend(solver.budget, model.needs.length);
  const { loads, left } = fillGreedily(model, filled, waysInto(made, standing));
  if (left.some((units) => units > 0)) return undefined;
  return { bins: made.bins, ...totalsOf(loads, { model, made, sketch: standing.sketch }), loads: () => loads };
}

function binsOf(model: Model, cargo: Cargo, { sketch, open }: Standing): Bins {
  const bins: Bin[] = [];
  const first = new Int32Array(sketch.runs).fill(-1);
  let limited = false;
  for (let service = 0; service < sketch.runs; service++) {
    const run = model.services[service];
    if (!open[service] || !run) continue;
    first[service] = bins.length;
    limited ||= Number.isFinite(run.capKg);
    const { fixed, perKg } = run.service.cost;
    const capKg = cargo.fullKg.get(run.capKg) ?? run.capKg;
    const last = countBy(run, sketch.deadlineMs) - 1;
    for (let order = 0; order < run.most && order <= last; order++) {
      const departure = last - order;
      bins.push({ service, order, departure, departsMs: run.departures[departure]?.departsMs ?? 0, fixed, perKg, capKg });
    }
  }
  return { bins, first, limited };
}

/** By source: the open ways into each shipment, cheapest first; what is dearer than a shipment that takes all is left out. */
function waysInto({ bins, first }: Bins, { sketch, open }: Standing): Priced[][] {
  const { atlas, wayStart, wayRun, wayGate, wayAt } = sketch;
  const seenBy = new Int32Array(bins.length).fill(-1);
  return Array.from({ length: wayStart.length - 1 }, (_, source) => {
    const ways: Priced[] = [];
    for (let own = wayStart[source] ?? 0; own < (wayStart[source + 1] ?? 0); own++) {
      const run = wayRun[own] ?? 0;
      const gate = wayGate[own] ?? -1;
      const way = atlas.ways[wayAt[own] ?? 0];
      if (!way || !open[run] || (gate >= 0 && !open[gate])) continue;
      const perKg = way.perKg - (atlas.sharePerKg[run] ?? 0);
      for (let bin = first[run] ?? 0; bins[bin]?.service === run && (bins[bin]?.departsMs ?? 0) >= way.readyMs; bin++) {
        if (seenBy[bin] === source) continue; // ways come cheapest first
        seenBy[bin] = source;
        ways.push({ bin, gate, transfer: way.transfer, perKg, price: way.perKg });
      }
      if (bins[first[run] ?? 0]?.capKg === Number.POSITIVE_INFINITY) break;
    }
    return ways;
  });
}

/** Only what goods use is paid for. */
function totalsOf(loads: readonly Load[], by: { model: Model; made: Bins; sketch: Sketch }): { cost: number; shipments: number } {
  const { model, made, sketch } = by;
  const isUsed = new Uint8Array(made.bins.length);
  const isPaid = new Uint8Array(sketch.fixed.length);
  let [cost, shipments] = [0, 0];
  for (const { bin, gate, need, units, perKg } of loads) {
    cost += units * (model.needs[need]?.massKg ?? 0) * perKg;
    if (!isUsed[bin]) {
      isUsed[bin] = 1;
      shipments += 1;
      cost += made.bins[bin]?.fixed ?? 0;
    }
    if (gate < 0 || isPaid[gate]) continue;
    isPaid[gate] = 1;
    cost += sketch.fixed[gate] ?? 0;
  }
  return { cost, shipments };
}
