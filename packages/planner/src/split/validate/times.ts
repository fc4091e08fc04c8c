import type { SplitRequest } from '@karavan/contracts';
import { addDays, dayStart, localDay } from '../../calendar/index.ts';
import { driverFindings, msOf } from './driver.ts';
import { type IsOpen, openOver, type TripFacts } from './facts.ts';
import type { Finding } from './violation.ts';

/** Everything about when: durations, opening hours, bays, one trip after another, hours of driving. Who asks often looks hours up himself. */
export function timeFindings(request: SplitRequest, facts: readonly TripFacts[], isOpen: IsOpen = openOver(facts)): Finding[] {
  const ruled = (request.hoursRules ?? 'none') !== 'none';
  return [
    ...facts.flatMap((fact) => durationFindings(request, fact, ruled)),
    ...hourFindings(request, facts, isOpen),
    ...bayFindings(request, facts),
    ...orderFindings(facts),
    ...(ruled ? driverFindings(facts) : []),
  ];
}

function durationFindings(request: SplitRequest, fact: TripFacts, ruled: boolean): Finding[] {
  const { trip, vehicle, plant } = fact;
  const say = (rule: string, ok: boolean, message: string): Finding[] => (ok ? [] : [{ rule, trips: [fact.index], message }]);
  if (!vehicle || !plant || vehicle.plantId !== trip.plantId)
    return say('SP1', false, `vehicle ${trip.vehicleId} of plant ${trip.plantId} is not in the fleet`);
  const driveMs = msOf(plant.driveMinutes);
  const [outMs, homeMs] = [fact.arrivesAt - fact.departsAt, fact.backAt - fact.unloadTo];
  return [
    ...say('SP1', fact.loadTo - fact.loadFrom === msOf(plant.loadMinutes), 'does not load for loadMinutes'),
    ...say('SP1', fact.departsAt >= fact.loadTo, 'departs before it is loaded'),
    ...say('SP1', ruled ? outMs >= driveMs : outMs === driveMs, 'does not drive for driveMinutes'),
    ...say('SP1', fact.unloadFrom >= fact.arrivesAt, 'is unloaded before it is there'),
    ...say('SP1', fact.unloadTo - fact.unloadFrom === msOf(vehicle.unloadMinutes), 'is not unloaded for unloadMinutes'),
    ...say('SP1', ruled ? homeMs >= driveMs : homeMs === driveMs, 'does not drive back for driveMinutes'),
    ...say('SP5', trip.locked === true || fact.loadFrom >= startOf(request), 'loads before notBefore'),
    ...say('SP6', localDay(fact.unloadTo, request.site.receiving.timeZone) === trip.date, `is not of the date ${trip.date}`),
  ];
}

function startOf(request: SplitRequest): number {
  if (request.notBefore !== undefined) return Date.parse(request.notBefore);
  const [first = '1970-01-01'] = request.demand.map(({ date }) => date).sort();
  return dayStart(addDays(first, -(request.earlyDays ?? 0)), request.site.receiving.timeZone);
}

function hourFindings(request: SplitRequest, facts: readonly TripFacts[], isOpen: IsOpen): Finding[] {
  return facts.flatMap((fact) => {
    const { plant, vehicle, index } = fact;
    const findings: Finding[] = [];
    if (plant && !isOpen(plant.loading, fact.loadFrom, fact.loadTo))
      findings.push({ rule: 'SP2', trips: [index], message: `${plant.id} does not load then` });
    if (!isOpen(request.site.receiving, fact.unloadFrom, fact.unloadTo))
      findings.push({ rule: 'SP2', trips: [index], message: 'the site does not receive then' });
    if (vehicle?.calendar && !isOpen(vehicle.calendar, fact.loadFrom, fact.backAt))
      findings.push({ rule: 'SP4', trips: [index], message: `${vehicle.id} does not work all that time` });
    return findings;
  });
}

interface Use {
  fromMs: number;
  toMs: number;
  index: number;
}

function bayFindings(request: SplitRequest, facts: readonly TripFacts[]): Finding[] {
  const unloads = facts.map(({ unloadFrom, unloadTo, index }) => ({ fromMs: unloadFrom, toMs: unloadTo, index }));
  const site = crowded(unloads, request.site.bays, 'the site has no bay left');
  const plants = request.plants.flatMap(({ id, bays }) => {
    const loads = facts
      .filter(({ trip }) => trip.plantId === id)
      .map(({ loadFrom, loadTo, index }) => ({ fromMs: loadFrom, toMs: loadTo, index }));
    return crowded(loads, bays, `${id} has no bay left`);
  });
  return [...site, ...plants];
}

/** Wherever one begins, those running then are counted. */
function crowded(uses: readonly Use[], bays: number, message: string): Finding[] {
  const sorted = [...uses].sort((a, b) => a.fromMs - b.fromMs);
  let running: Use[] = [];
  const findings: Finding[] = [];
  for (const use of sorted) {
    running = [...running.filter(({ toMs }) => toMs > use.fromMs), use];
    if (running.length > bays) findings.push({ rule: 'SP3', trips: running.map(({ index }) => index), message });
  }
  return findings;
}

function orderFindings(facts: readonly TripFacts[]): Finding[] {
  const last = new Map<string, TripFacts>();
  const findings: Finding[] = [];
  for (const fact of [...facts].sort((a, b) => a.loadFrom - b.loadFrom)) {
    const before = last.get(fact.trip.vehicleId);
    if (before && before.backAt > fact.loadFrom)
      findings.push({ rule: 'SP4', trips: [before.index, fact.index], message: 'loads again before it is back' });
    if (!before || before.backAt < fact.backAt) last.set(fact.trip.vehicleId, fact);
  }
  return findings;
}
