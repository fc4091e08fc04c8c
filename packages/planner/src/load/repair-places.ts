import type { AxleLoadsRequest, PlanLoad } from '@karavan/contracts';
import { centreOf } from './load-state.ts';
import type { Known } from './question.ts';
import type { Repair, TryOut } from './repair-types.ts';
import { moved, shortestMove } from './shifts.ts';
import { resolveVehicle } from './vehicle.ts';

/** Everything together, or one load, along the deck. */
export function moves(request: AxleLoadsRequest, known: Known, tryOut: TryOut): Repair[] {
  const all = () => true;
  const byM = shortestMove(request, all, known);
  const whole = byM === undefined ? [] : tryOut({ kind: 'moveAll', byM }, moved(request, byM, all));
  const loads = request.stages[0]?.loads ?? [];
  const single = loads.length < 2 ? [] : [loads.at(-1), loads[0], ...loads.slice(1, -1)];
  let nearest: Repair | undefined;
  for (const load of single) {
    if (load === undefined || nearest !== undefined) continue;
    const chosen = (other: PlanLoad) => centreOf(other) === centreOf(load) && other.unit === load.unit;
    const ownM = shortestMove(request, chosen, known);
    if (ownM === undefined) continue;
    const row = load === loads.at(-1) ? 'rear' : load === loads[0] ? 'front' : 'other';
    const kind = { kind: 'moveOne', byM: ownM, row, atM: centreOf(load), massKg: load.massKg } as const;
    nearest = tryOut(kind, moved(request, ownM, chosen))[0];
  }
  return nearest === undefined ? whole : [...whole, nearest];
}

/** Lifted axles down; axles that can be lifted up, which moves the centre of a bogie. */
export function axles(request: AxleLoadsRequest, known: Known, tryOut: TryOut): Repair[] {
  const set = resolveVehicle(request.vehicle, 'vehicle', known.garage);
  const units = set.type === 'rigid' ? [set.rigid] : [set.type === 'tractor_semitrailer' ? set.tractor : set.rigid, set.trailer];
  const liftable = units.flatMap((unit) => unit.axles).flatMap(({ lifted }, i) => (lifted === false ? [i + 1] : []));
  const up = [...new Set(request.stages.flatMap(({ liftedAxles }) => liftedAxles ?? []))].sort((a, b) => a - b);
  const withLifted = (change: (lifted: readonly number[]) => number[]): AxleLoadsRequest => ({
    ...request,
    stages: request.stages.map((stage) => ({ ...stage, liftedAxles: change(stage.liftedAxles ?? []) })),
  });
  const down =
    up.length === 0
      ? []
      : tryOut(
          { kind: 'axleDown', axles: up },
          withLifted(() => []),
        );
  const raised = liftable
    .filter((axle) => !up.includes(axle))
    .flatMap((axle) =>
      tryOut(
        { kind: 'axleUp', axle },
        withLifted((lifted) => [...lifted, axle]),
      ),
    );
  return [...down, ...raised];
}
