import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import { addDays, localDay } from '../../calendar/index.ts';
import { type Known, largestPayload, lawOfDay, planAxleLoads } from '../../load/index.ts';
import type { TripFacts } from './facts.ts';
import type { Finding } from './violation.ts';

const ROUNDING_KG = 1e-4;

/** What each trip may carry by itself. */
export function massFindings(request: SplitRequest, facts: readonly TripFacts[], lawful: LawfulPayloads): Finding[] {
  return facts.flatMap((fact) => {
    const { trip, vehicle, index } = fact;
    if (!vehicle) return [];
    const say = (rule: string, ok: boolean, message: string): Finding[] => (ok ? [] : [{ rule, trips: [index], message }]);
    const { payloadKg, leastKg = 0, tareKg } = lawful(vehicle, trip.date);
    const { site, product } = request;
    const emptyKg = vehicle.grossKg === undefined ? tareKg : vehicle.grossKg - payloadKg;
    const grossKg = (emptyKg ?? 0) + trip.massKg;
    const isHeavy = site.maxGrossKg !== undefined && emptyKg !== undefined && grossKg > site.maxGrossKg + ROUNDING_KG;
    const isLong = site.maxLengthM !== undefined && vehicle.lengthM !== undefined && vehicle.lengthM > site.maxLengthM;
    return [
      ...say('SP9', trip.massKg > 0, 'carries nothing'),
      ...say('SP9', trip.massKg <= payloadKg + ROUNDING_KG, `carries ${trip.massKg} kg of at most ${payloadKg}`),
      ...say('SP9', trip.massKg >= leastKg - ROUNDING_KG, `is lawful only with ${leastKg} kg on it`),
      ...say('SP9', trip.massKg >= (vehicle.minLoadKg ?? 0) - ROUNDING_KG, `carries less than ${vehicle.minLoadKg} kg`),
      ...say('SP13', !isHeavy, `weighs ${grossKg} kg, more than the site allows`),
      ...say('SP13', !isLong, 'is longer than the site allows'),
      ...say(
        'SP13',
        vehicle.unloadingModes.some((mode) => site.unloadingModes.includes(mode)),
        'cannot be unloaded there',
      ),
      ...(product.form === 'pieces' ? say('SP10', wholePieces(trip, product.pieceMassKg), 'carries a part of a piece') : []),
    ];
  });
}

function wholePieces(trip: SplitTrip, pieceMassKg: number): boolean {
  return [trip.massKg, ...trip.serves.map(({ massKg }) => massKg)].every(
    (massKg) => Math.abs(massKg / pieceMassKg - Math.round(massKg / pieceMassKg)) < 1e-6,
  );
}

type Vehicle = SplitRequest['fleet'][number];
interface Lawful {
  payloadKg: number;
  leastKg?: number | undefined;
  tareKg?: number | undefined;
}

/** What a vehicle may carry on a date; asked once for dates under the same law. */
export type LawfulPayloads = (vehicle: Vehicle, date: string) => Lawful;

export function lawfulPayloads(request: SplitRequest, known: Known): LawfulPayloads {
  const { ruleSet = 'RU', site } = request;
  const days = new Map<string, ReturnType<typeof lawOfDay>>();
  const answers = new Map<string, Lawful>();
  return (vehicle, date) => {
    if (vehicle.maxPayloadKg !== undefined || vehicle.vehicle === undefined) return { payloadKg: vehicle.maxPayloadKg ?? 0 };
    const day = days.get(date) ?? lawOfDay(known.law, { ruleSet, date, region: site.region });
    days.set(date, day);
    const key = `${vehicle.id} ${day.key}`;
    const answer = answers.get(key) ?? askPayload(request, { vehicle: vehicle.vehicle, on: day.on, known });
    answers.set(key, answer);
    return answer;
  };
}

function askPayload(
  { site, ruleSet = 'RU' }: SplitRequest,
  { vehicle, on, known }: { vehicle: NonNullable<Vehicle['vehicle']>; on: string | undefined; known: Known },
): Lawful {
  const roadClass = site.roadClass ?? '10';
  const season = {
    ...(site.region === undefined ? {} : { region: site.region }),
    ...(on === undefined ? {} : { on }),
  };
  const question = { vehicle, ruleSet, ...(ruleSet === 'RU' ? { roadClasses: [roadClass] } : {}), ...season };
  const answer = largestPayload({ ...question, placement: { kind: 'free' } }, known);
  const empty = planAxleLoads({ ...question, tolerancePct: 0, stages: [{ name: 'empty', loads: [] }] }, known);
  const found = answer[ruleSet === 'RU' ? roadClass : ruleSet];
  return { payloadKg: found?.maxPayloadKg ?? 0, leastKg: found?.minPayloadKg, tareKg: empty.stages[0]?.grossKg };
}

/** What all trips together may take: of the plants' supply and of the demands. */
export function sharedMassFindings(request: SplitRequest, facts: readonly TripFacts[]): Finding[] {
  return [
    ...supplyFindings(request, facts),
    ...facts.flatMap((fact) => servesFindings(request, fact)),
    ...demandFindings(request, facts),
  ];
}

export function supplyFindings(request: SplitRequest, facts: readonly TripFacts[]): Finding[] {
  return request.plants.flatMap(({ id, supplyKg, loading }) => {
    if (supplyKg === undefined) return [];
    const taken = new Map<string, { massKg: number; trips: number[] }>();
    for (const { trip, loadFrom, index } of facts) {
      if (trip.plantId !== id) continue;
      const date = localDay(loadFrom, loading.timeZone);
      const sum = taken.get(date) ?? { massKg: 0, trips: [] };
      taken.set(date, { massKg: sum.massKg + trip.massKg, trips: [...sum.trips, index] });
    }
    return [...taken].flatMap(([date, { massKg, trips }]): Finding[] => {
      const most = supplyKg[date] ?? 0;
      return massKg <= most + ROUNDING_KG
        ? []
        : [{ rule: 'SP12', trips, message: `${id} has ${most} kg on ${date}, not ${massKg}` }];
    });
  });
}

function servesFindings(request: SplitRequest, { trip, index }: TripFacts): Finding[] {
  const served = trip.serves.reduce((sum, { massKg }) => sum + massKg, 0);
  const findings: Finding[] = [];
  if (Math.abs(served - trip.massKg) > ROUNDING_KG)
    findings.push({ rule: 'SP11', trips: [index], message: `carries ${trip.massKg} kg and serves ${served}` });
  for (const { date, massKg } of trip.serves) {
    const first = addDays(date, -(request.earlyDays ?? 0));
    const last = addDays(date, request.lateDays ?? 0);
    if (trip.date < first || trip.date > last || massKg <= 0)
      findings.push({ rule: 'SP11', trips: [index], message: `of ${trip.date} cannot serve ${date}` });
  }
  return findings;
}

function demandFindings(request: SplitRequest, facts: readonly TripFacts[]): Finding[] {
  const asked = new Map<string, number>();
  for (const { date, massKg } of request.demand) asked.set(date, (asked.get(date) ?? 0) + massKg);
  const served = new Map<string, { massKg: number; trips: number[] }>();
  for (const { trip, index } of facts)
    for (const { date, massKg } of trip.serves) {
      const sum = served.get(date) ?? { massKg: 0, trips: [] };
      served.set(date, { massKg: sum.massKg + massKg, trips: [...sum.trips, index] });
    }
  return [...served].flatMap(([date, { massKg, trips }]): Finding[] => {
    const most = asked.get(date) ?? 0;
    return massKg <= most + ROUNDING_KG
      ? []
      : [{ rule: 'SP11', trips, message: `${date} asks for ${most} kg and is sent ${massKg}` }];
  });
}
