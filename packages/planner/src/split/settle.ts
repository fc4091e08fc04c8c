import { MINUTE_MS } from '../calendar/index.ts';
import { shortestWayMs } from './hours.ts';
import type { Model, Placed } from './model.ts';
import { type Books, openBooks } from './trip-moves.ts';
import { type Stop, type Times, walkVehicle } from './vehicle-walk.ts';

export interface Settled extends Placed, Times {}

/** With hours to keep, every shift of a loading is a walk through all trips of the truck. */
const MOST_RULED = 300;

interface Line {
  readonly placed: Placed;
  stop: Stop;
}

/**
 * Loads every truck as late as its unloading allows, so that nobody waits at the site for a day he could have waited at home,
 * and says when each arrives and is back. No unloading moves, so no level of the objective does.
 */
export function settle(model: Model, placed: readonly Placed[]): Settled[] {
  const books = openBooks(model);
  for (const { type, loadFrom } of placed)
    books.plants[type.group.plant.index]?.take(loadFrom, loadFrom + type.group.plant.loadMs);
  const byVehicle = new Map<Placed['vehicle'], Line[]>();
  for (const trip of [...placed].sort((a, b) => a.loadFrom - b.loadFrom)) {
    const line = { placed: trip, stop: { loadFrom: trip.loadFrom, unloadFrom: trip.unloadFrom } };
    byVehicle.set(trip.vehicle, [...(byVehicle.get(trip.vehicle) ?? []), line]);
  }
  const order = [...byVehicle.values()].flat().sort((a, b) => b.stop.loadFrom - a.stop.loadFrom);
  const isLong = model.ruled && order.length > MOST_RULED;
  for (const line of isLong ? [] : order) loadLater({ model, books, lines: byVehicle.get(line.placed.vehicle) ?? [] }, line);
  return [...byVehicle.values()].flatMap((lines) => timesOf(model, lines));
}

function loadLater(input: { model: Model; books: Books; lines: readonly Line[] }, line: Line): void {
  const { model, books, lines } = input;
  const { group, load } = line.placed.type;
  const { loadMs, driveMs } = group.plant;
  const book = books.plants[group.plant.index];
  const old = line.stop;
  const legMs = shortestWayMs(driveMs, model.ruled);
  const untilMs = Math.floor((old.unloadFrom - legMs - loadMs) / MINUTE_MS) * MINUTE_MS;
  if (!book || untilMs <= old.loadFrom) return;
  book.release(old.loadFrom, old.loadFrom + loadMs);
  const found = book.latest(load.starts, { fromMs: old.loadFrom, untilMs }, loadMs);
  const later = found === undefined ? undefined : Math.floor(found / MINUTE_MS) * MINUTE_MS;
  if (later !== undefined && later > old.loadFrom && book.earliest(load.starts, later, loadMs) === later) {
    line.stop = { loadFrom: later, unloadFrom: old.unloadFrom };
    if (!crossesFixed(line, old) && (!model.ruled || stepsOf(model, lines))) {
      book.take(later, later + loadMs);
      return;
    }
    line.stop = old;
  }
  book.take(old.loadFrom, old.loadFrom + loadMs);
}

/** A loading must not jump over a trip that keeps its time. */
function crossesFixed({ placed, stop }: Line, old: Stop): boolean {
  return placed.vehicle.fixed.some(({ loadFrom }) => loadFrom >= old.loadFrom && loadFrom <= stop.loadFrom);
}

function stepsOf(model: Model, lines: readonly Line[]): Times[] | undefined {
  const [first] = lines;
  if (!first) return [];
  const { vehicle, type } = first.placed;
  return walkVehicle(
    { model, vehicle, group: type.group },
    lines.map(({ stop }) => stop),
  );
}

function timesOf(model: Model, lines: readonly Line[]): Settled[] {
  const times = stepsOf(model, lines);
  if (!times) throw new Error('split: a schedule was found that its own driver cannot keep');
  return lines.map(({ placed, stop }, index) => ({ ...placed, ...stop, ...(times[index] as Times) }));
}
