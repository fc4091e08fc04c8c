import type { Model } from './model.ts';
import type { Brought } from './pools.ts';

/**
 * By date, the demands with something open that one more trip would help: those it may serve itself, and those that trips of
 * other dates may serve once it has taken over what they bring. In the order of their dates.
 */
export function openWithin(model: Model, { used, loads }: Pick<Brought, 'used' | 'loads'>, open: readonly number[]): number[][] {
  const broughtOn = open.map(() => new Set<number>());
  for (const [at, { date }] of used.entries()) for (const { demand } of loads.parts[at] ?? []) broughtOn[demand]?.add(date);
  return [...model.dates.keys()].map((date) => reachedFrom(model, date, broughtOn).filter((demand) => (open[demand] ?? 0) > 0));
}

function reachedFrom(model: Model, date: number, broughtOn: readonly ReadonlySet<number>[]): number[] {
  const dates = new Set([date]);
  const demands = new Set<number>();
  for (const from of dates)
    for (const { demand } of model.dates[from]?.serves ?? []) {
      if (demands.has(demand)) continue;
      demands.add(demand);
      for (const other of broughtOn[demand] ?? []) dates.add(other);
    }
  return [...demands].sort((a, b) => a - b);
}
