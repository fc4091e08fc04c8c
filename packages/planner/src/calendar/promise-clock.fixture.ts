import type { Calendar, PromiseRequest } from '@karavan/contracts';
import { type Dice, diceOf, randomDepartures } from '../promise/random-request.fixture.ts';
import { withProductionCalendar } from './index.ts';
import {
  departureInstants,
  firstOpen,
  lookAtPlace,
  type MinuteClock,
  type MinutePlace,
  releaseOf,
  workFrom,
} from './minute-clock.fixture.ts';

const MINUTE_MS = 60_000;
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const wall = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function someHours(dice: Dice): [string, string][] {
  if (dice.chance(0.15)) return [['00:00', '24:00']];
  return Array.from({ length: dice.int(1, 2) }, () => {
    const from = dice.one([0, 60, 120, 150, dice.int(0, 22) * 60, dice.int(0, 1400)]);
    return [wall(from), wall(dice.one([1440, Math.min(1440, from + dice.int(1, 600))]))];
  });
}

function someCalendar(dice: Dice, clock: MinuteClock): Calendar {
  const day = () => clock.days[dice.int(2, 12)] ?? '';
  if (dice.chance(0.25)) {
    const hours = Object.fromEntries(
      WEEK.slice(0, 5).map((name): [string, [string, string][]] => [
        name,
        [
          ['08:00', '12:00'],
          ['13:00', '17:00'],
        ],
      ]),
    );
    return withProductionCalendar({ timeZone: clock.zone, hours });
  }
  const hours = Object.fromEntries(WEEK.filter(() => dice.chance(0.7)).map((name) => [name, someHours(dice)]));
  return { timeZone: clock.zone, hours, closed: [day(), day()], open: dice.chance(0.5) ? { [day()]: someHours(dice) } : {} };
}

/** One piece somewhere in a small network, ordered within seconds of a cut-off or anywhere; clocks that begin on one day. */
export function randomPiece(seed: number, clocks: readonly [MinuteClock, ...MinuteClock[]]): PromiseRequest {
  const dice = diceOf(seed);
  const [home, away] = [dice.one(clocks), dice.one(clocks)];
  const warehouses = ['W0', 'W1', 'W2'].map((id) => ({
    id,
    owner: 'own' as const,
    ships: dice.chance(0.7),
    calendar: someCalendar(dice, dice.one([home, away])),
    cutOff: dice.one(['14:00', '00:00', '02:30', wall(dice.int(0, 1439))]),
    handlingMinutes: dice.one([0, 1, 30, 600, 1500]),
    crossDockMinutes: dice.one([0, 45, 600]),
  }));
  const ids = ['W0', 'W1', 'W2'] as const;
  const departures = () => ({ ...randomDepartures(dice), at: wall(dice.one([0, 150, dice.int(0, 1439)])) });
  const cost = { fixed: 0, perKg: 0 };
  const lane = (id: string) => ({
    id,
    fromId: dice.one(ids),
    toId: dice.one(ids),
    departures: departures(),
    transitMinutes: dice.one([0, 90, 2000]),
    cost,
  });
  const service = (id: string) => ({
    id,
    carrier: 'own trucks',
    fromId: dice.one(ids),
    zones: [dice.chance(0.85) ? 'here' : 'there'],
    departures: departures(),
    transitMinutes: dice.one([0, 60, 1440, 4321]),
    ...(dice.chance(0.6) ? { receiving: someCalendar(dice, dice.one([home, away])) } : {}),
    cost,
  });
  const [source] = warehouses;
  const clock = source?.calendar.timeZone === away.zone ? away : home;
  const cutOffMs = clock.fromMs + clock.minuteOf(clock.days[dice.int(4, 9)] ?? '', source?.cutOff ?? '') * MINUTE_MS;
  const orderedMs = cutOffMs + dice.one([-1000, -1, 0, 1, 1000, dice.int(-86_400, 86_400) * 1000]);
  const later = () => ({ availableFrom: new Date(orderedMs + dice.int(-10, 90) * 3_600_000).toISOString() });
  return {
    orderedAt: new Date(orderedMs).toISOString(),
    lines: [{ sku: 'S', quantity: 1 }],
    destination: { zone: 'here' },
    objective: 'fastest',
    network: {
      items: [{ sku: 'S', massKg: 1 }],
      warehouses,
      stock: [{ warehouseId: dice.one(['W0', 'W0', ...ids]), sku: 'S', quantity: 1, ...(dice.chance(0.4) ? later() : {}) }],
      lanes: ['L0', 'L1', 'L2'].slice(0, dice.int(0, 3)).map(lane),
      services: ['T0', 'T1', 'T2'].slice(0, dice.int(1, 3)).map(service),
    },
  };
}

/** Contract 5.3, rules 1 to 3, of one piece, minute by minute: when it is delivered, if that is by the last instant. */
export function walkPiece(
  { orderedAt, network }: PromiseRequest,
  clocks: readonly MinuteClock[],
  untilMs: number,
): number | undefined {
  const known = new Map<Calendar, MinutePlace>();
  const clockOf = ({ timeZone }: Calendar) => {
    const clock = clocks.find(({ zone }) => zone === timeZone);
    if (clock === undefined) throw new Error(`no clock of ${timeZone}`);
    return clock;
  };
  const seen = (calendar: Calendar) => {
    const place = known.get(calendar) ?? lookAtPlace(clockOf(calendar), calendar);
    known.set(calendar, place);
    return place;
  };
  const leaves = (
    route: { departures: PromiseRequest['network']['lanes'][number]['departures'] },
    at: Calendar,
    readyMs: number,
  ) => departureInstants(clockOf(at), route.departures).find((found) => found >= readyMs && found <= untilMs);
  const placeOf = (id: string) => network.warehouses.find((one) => one.id === id);
  const ends: number[] = [];
  const ship = (id: string, readyMs: number) => {
    const place = placeOf(id);
    for (const service of network.services) {
      if (!place?.ships || service.fromId !== id || !service.zones.includes('here')) continue;
      const departsMs = leaves(service, place.calendar, readyMs);
      if (departsMs === undefined) continue;
      const arrivesMs = departsMs + service.transitMinutes * MINUTE_MS;
      const endMs = service.receiving ? firstOpen(seen(service.receiving), arrivesMs, untilMs) : arrivesMs;
      if (endMs !== undefined && endMs <= untilMs) ends.push(endMs);
    }
  };
  for (const { warehouseId, availableFrom } of network.stock) {
    const place = placeOf(warehouseId);
    if (!place) continue;
    const home = seen(place.calendar);
    const thereMs = Math.max(Date.parse(orderedAt), Date.parse(availableFrom ?? orderedAt));
    const releasedMs = releaseOf(home, place.cutOff, [thereMs, untilMs]);
    const readyMs = releasedMs === undefined ? undefined : workFrom(home, [releasedMs, untilMs], place.handlingMinutes);
    if (readyMs === undefined) continue;
    ship(warehouseId, readyMs);
    for (const lane of network.lanes.filter(({ fromId }) => fromId === warehouseId)) {
      const departsMs = leaves(lane, place.calendar, readyMs);
      const hub = placeOf(lane.toId);
      if (departsMs === undefined || !hub) continue;
      const there = seen(hub.calendar);
      const startMs = firstOpen(there, departsMs + lane.transitMinutes * MINUTE_MS, untilMs);
      const hubReadyMs = startMs === undefined ? undefined : workFrom(there, [startMs, untilMs], hub.crossDockMinutes);
      if (hubReadyMs !== undefined) ship(hub.id, hubReadyMs);
    }
  }
  return ends.length === 0 ? undefined : Math.min(...ends);
}
