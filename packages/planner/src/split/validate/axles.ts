import type { SplitRequest, TripAxleLoads } from '@karavan/contracts';
import { type Known, lawOfDay, planAxleLoads } from '../../load/index.ts';
import type { TripFacts } from './facts.ts';
import type { Finding } from './violation.ts';

const ROUNDING_KG = 0.5;

/** Whether what trips say of their axles is so: the loads told are put on the vehicle anew and judged by the law of the trip's day. */
export function axleFindings(request: SplitRequest, { facts, known }: { facts: readonly TripFacts[]; known: Known }): Finding[] {
  const judged = new Map<string, string | undefined>();
  return facts.flatMap(({ trip, vehicle, index }) => {
    const told = trip.axleLoads;
    if (told === undefined || vehicle?.vehicle === undefined) return [];
    const { on, key } = lawOfDay(known.law, { ruleSet: request.ruleSet ?? 'RU', date: trip.date, region: request.site.region });
    const question = [key, trip.vehicleId, trip.massKg, JSON.stringify(told)].join(' ');
    if (!judged.has(question))
      judged.set(question, faultOf(told, { request, vehicle: vehicle.vehicle, on, massKg: trip.massKg, known }));
    const fault = judged.get(question);
    return fault === undefined ? [] : [{ rule: 'SP9', trips: [index], message: fault }];
  });
}

interface Judging {
  request: SplitRequest;
  vehicle: NonNullable<SplitRequest['fleet'][number]['vehicle']>;
  on: string | undefined;
  massKg: number;
  known: Known;
}

function faultOf(told: TripAxleLoads, { request, vehicle, on, massKg, known }: Judging): string | undefined {
  const { ruleSet = 'RU', site } = request;
  const lies = told.loads.reduce((sum, load) => sum + load.massKg, 0);
  if (Math.abs(lies - massKg) > ROUNDING_KG) return `lies with ${lies} kg on its axles and carries ${massKg}`;
  const { stages, ok } = planAxleLoads(
    {
      vehicle,
      ruleSet,
      roadClasses: ruleSet === 'RU' ? [site.roadClass ?? '10'] : undefined,
      region: site.region,
      on,
      tolerancePct: 0,
      stages: [{ name: 'trip', loads: told.loads }],
    },
    known,
  );
  const axles = stages[0]?.axleLoadsKg ?? [];
  const isSame =
    axles.length === told.axleLoadsKg.length && axles.every((kg, at) => Math.abs(kg - (told.axleLoadsKg[at] ?? 0)) < ROUNDING_KG);
  if (!isSame) return 'does not stand on its axles as it says';
  return ok === told.ok ? undefined : 'is not as lawful as it says';
}
