import { expect, test } from 'vitest';
import type { Model } from './model.ts';
import { openWithin } from './reach.ts';

test('SP16: a trip helps what it cannot serve itself, where others can leave it what they bring', () => {
  // dates 0 to 3, each serving the demand of its own day and of the day before; demand 0 is open, the rest is brought a day late
  const dates = [0, 1, 2, 3].map((date) => ({
    date: `2026-11-2${date}`,
    fromMs: 0,
    toMs: 0,
    serves: [date, date - 1].filter((demand) => demand >= 0 && demand < 3).map((demand) => ({ demand, lateDays: date - demand })),
  }));
  const broughtOn = (date: number) => ({ index: date, date, load: {} as never, empty: {} as never });
  const part = (demand: number, lateDays: number) => ({ demand, units: 5, lateDays });
  const used = [broughtOn(1), broughtOn(2)];
  const reach = (parts: ReturnType<typeof part>[][], open: number[]) =>
    openWithin({ dates } as unknown as Model, { used, loads: { parts, served: 0, lateUnitDays: 0 } }, open);
  // what is brought on date 1 is demand 0 itself, and on date 2 nothing that date 1 brings: later dates help nobody
  expect(reach([[part(0, 1)], [part(1, 1)]], [7, 0, 0])).toEqual([[0], [0], [], []]);
  // date 2 may take over demand 1 from date 1, which then has room for demand 0; date 3 may take demand 2 from date 2
  const chain = [[part(0, 1), part(1, 0)], [part(2, 0)]];
  expect(reach(chain, [7, 0, 0])).toEqual([[0], [0], [0], [0]]);
  expect(reach(chain, [0, 0, 0])).toEqual([[], [], [], []]);
});
