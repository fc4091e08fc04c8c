import { addDays, dayStart, msOfMinutes, openIntervals } from '../calendar/index.ts';
import type { Starts } from './bay-book.ts';
import type { LoadClass, Model, PlantModel } from './model.ts';

type Base = Pick<Model, 'request' | 'units' | 'notBeforeMs' | 'endMs' | 'fixed'>;
type Plant = Base['request']['plants'][number];

export function buildPlants(base: Base): PlantModel[] {
  return base.request.plants.map((plant, index) => ({
    index,
    id: plant.id,
    zone: plant.loading.timeZone,
    bays: plant.bays,
    loadMs: msOfMinutes(plant.loadMinutes),
    driveMs: msOfMinutes(plant.driveMinutes),
    distanceKm: plant.distanceKm,
    classes: loadClasses(base, plant),
  }));
}

function loadClasses(base: Base, plant: Plant): LoadClass[] {
  const starts = openIntervals(plant.loading, base.notBeforeMs, base.endMs).flatMap(([from, to]): [number, number][] => {
    const last = to - msOfMinutes(plant.loadMinutes);
    return from <= last ? [[from, last]] : [];
  });
  if (plant.supplyKg === undefined) return [{ index: 0, date: undefined, starts, supply: Number.POSITIVE_INFINITY }];
  return Object.entries(plant.supplyKg)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, massKg]) => ({
      date,
      starts: onDate(starts, date, plant.loading.timeZone),
      supply: base.units.floor(massKg - loadedKg(base, plant.id, date, plant.loading.timeZone)),
    }))
    .filter(({ starts: some, supply }) => some.length > 0 && supply > 0)
    .map((loadClass, index) => ({ ...loadClass, index }));
}

/** Supply belongs to the date on which loading begins (SP12). */
function onDate(starts: Starts, date: string, zone: string): Starts {
  const [from, to] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)];
  return starts.flatMap(([first, last]): [number, number][] => {
    const [start, end] = [Math.max(first, from), Math.min(last, to - 1)];
    return start <= end ? [[start, end]] : [];
  });
}

/** What locked and kept trips take of a date's supply. */
function loadedKg(base: Base, plantId: string, date: string, zone: string): number {
  const [from, to] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)];
  return base.fixed
    .filter(({ trip, loadFrom }) => trip.plantId === plantId && loadFrom >= from && loadFrom < to)
    .reduce((sum, { trip }) => sum + trip.massKg, 0);
}
