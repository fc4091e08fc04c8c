import type { SplitReply, SplitRequest, SplitTrip } from '@karavan/contracts';
import type { Finding } from './violation.ts';

/** A gram, or a thousandth of the money; of sums above ten millions as much as they are rounded by. */
const NEAR = 1e-3;
const EXACT_UP_TO = 1e7;
const DAY_MS = 86_400_000;

/** The figures of a reply counted again from its trips; locked trips as they were published. */
export function totalFindings(request: SplitRequest, reply: SplitReply): Finding[] {
  const parts = reply.trips.flatMap((trip) => trip.serves.map((part) => ({ ...part, on: trip.date })));
  const days = new Map(request.demand.map(({ date }) => [date, request.demand.filter((row) => row.date === date)]));
  const say = (ok: boolean, message: string): Finding[] => (ok ? [] : [{ rule: 'SP14', trips: [], message }]);
  const near = (a: number, b: number) => Math.abs(a - b) <= NEAR * Math.max(1, Math.abs(b) / EXACT_UP_TO);
  const mass = (list: readonly { massKg: number }[]) => list.reduce((sum, { massKg }) => sum + massKg, 0);
  const rows = [...days].flatMap(([date, asked]) => {
    const own = parts.filter((part) => part.date === date);
    const row = reply.days.find((day) => day.date === date);
    const lateKg = mass(own.filter(({ on }) => on > date));
    const right =
      row !== undefined &&
      near(row.demandKg, mass(asked)) &&
      near(row.deliveredKg, mass(own)) &&
      near(row.lateKg, lateKg) &&
      near(row.unmetKg, Math.max(0, mass(asked) - mass(own)));
    return say(right, `the row of ${date} is wrong`);
  });
  const lateKgDays = parts.reduce((sum, { date, massKg, on }) => sum + massKg * Math.max(0, dayOf(on) - dayOf(date)), 0);
  const unmetKg = reply.days.reduce((sum, day) => sum + day.unmetKg, 0);
  return [
    ...rows,
    ...say(reply.days.length === days.size, 'there is not one row a demand date'),
    ...say(near(reply.unmetKg, unmetKg), 'unmetKg is wrong'),
    ...say(near(reply.lateKgDays, lateKgDays), 'lateKgDays is wrong'),
    ...say(reply.tripsCount === reply.trips.length, 'tripsCount is wrong'),
    ...say(
      near(
        reply.cost,
        reply.trips.reduce((sum, trip) => sum + costOf(request, trip), 0),
      ),
      'cost is wrong',
    ),
    ...lockedFindings(request, reply),
  ];
}

const dayOf = (date: string): number => Date.parse(date) / DAY_MS;

function costOf(request: SplitRequest, trip: SplitTrip): number {
  const vehicle = request.fleet.find(({ id }) => id === trip.vehicleId);
  const plant = request.plants.find(({ id }) => id === trip.plantId);
  return vehicle ? vehicle.costPerTrip + vehicle.costPerKm * 2 * (plant?.distanceKm ?? 0) : 0;
}

function lockedFindings(request: SplitRequest, reply: SplitReply): Finding[] {
  const texts = new Set(reply.trips.map((trip) => JSON.stringify(trip)));
  const lost = (request.published ?? []).filter((trip) => trip.locked === true && !texts.has(JSON.stringify(trip)));
  return lost.map((trip) => ({
    rule: 'SP14',
    trips: [],
    message: `the locked trip of ${trip.vehicleId} at ${trip.loadFrom} was changed`,
  }));
}
