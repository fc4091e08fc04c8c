import { addDays } from '../calendar/index.ts';
import type { Model, TripType } from './model.ts';

/** Over many dates a truck is not loaded more days ahead of its arrival than this where supply goes by the day; no proof is tried there. */
const DAYS_AHEAD = 3;
const MANY_DATES = 20;

/** Every kind of trip that could be made at all, if it were alone in the world. */
export function tripTypes(model: Model): TripType[] {
  const types: TripType[] = [];
  for (const group of model.groups) {
    const { plant } = group;
    for (const date of model.dates.keys()) {
      const lastUnload = model.unloadStarts(group.unloadMs, date).at(-1)?.[1];
      if (lastUnload === undefined || (group.cap[date] ?? 0) <= 0) continue;
      const earliest = model.dates.length > MANY_DATES ? addDays(model.dates[date]?.date ?? '', -DAYS_AHEAD) : '';
      for (const load of plant.classes) {
        if (load.date !== undefined && load.date < earliest) continue;
        const firstLoad = load.starts[0]?.[0];
        if (firstLoad === undefined || firstLoad + plant.loadMs + plant.driveMs > lastUnload) continue;
        types.push({ index: types.length, group, load, date });
      }
    }
  }
  return types;
}
