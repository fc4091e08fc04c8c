import { planAxleLoads } from '@karavan/planner';
import { describe, expect, test } from 'vitest';
import { examplePlan, requestOf, shapeOf } from './model.ts';
import { changed, type History, stepped } from './reducer.ts';
import { firstOf } from './units.ts';

const example = examplePlan('2026-11-22');
const withTwo = changed(example, { do: 'add' });
const dropped = changed(withTwo, { do: 'addStage' });
const request = (plan = example) => requestOf({ plan, shape: shapeOf(plan.vehicle), stageName: String });

describe('a plan', () => {
  test('asks the planner for what is drawn: 20 t around 6.0 m put 10 623 kg on the driving axle', () => {
    // by hand, reference 4.7 E1 with a gap of two metres
    expect(planAxleLoads(request()).stages[0]?.axleLoadsKg[1]).toBeCloseTo(10_623.0, 0);
  });

  test('a load moved at one stage stands there at all of them; a mass changes from its stage on', () => {
    const moved = changed(dropped, { do: 'place', id: 1, fromM: 3, toM: 11 });
    expect(moved.stages.map(({ loads }) => loads[0]?.fromM)).toEqual([3, 3]);
    const lighter = changed(dropped, { do: 'mass', id: 1, massKg: 5000 });
    expect(lighter.stages.map(({ loads }) => loads[0]?.massKg)).toEqual([20_000, 5000]);
  });

  test('a drop takes the load nearest the doors, and what is removed stays away', () => {
    expect(dropped.at).toBe(1);
    expect(dropped.stages.map(({ loads }) => loads.map(({ id }) => id))).toEqual([[1, 2], [1]]);
    const none = changed(changed(dropped, { do: 'go', at: 0 }), { do: 'remove', id: 1 });
    expect(none.stages.map(({ loads }) => loads.map(({ id }) => id))).toEqual([[2], []]);
  });

  test('the last stage cannot be removed', () => {
    const one = changed(dropped, { do: 'removeStage' });
    expect(one.stages).toHaveLength(1);
    expect(changed(one, { do: 'removeStage' }).stages).toHaveLength(1);
  });

  test('another vehicle keeps the goods on its deck and all axles down', () => {
    const lifted = changed(example, { do: 'lift', axle: 3 });
    const rigid = changed(lifted, { do: 'vehicle', vehicle: firstOf('rigid') });
    expect(rigid.stages[0]).toMatchObject({ lifted: [], loads: [{ fromM: 0, toM: 4.7, unit: 'rigid' }] });
    expect(() => planAxleLoads(request(rigid))).not.toThrow();
    expect(() => planAxleLoads(request(changed(rigid, { do: 'vehicle', vehicle: firstOf('truck_drawbar') })))).not.toThrow();
  });

  test('a repair of the planner lands on the same goods', () => {
    const asked = request(withTwo);
    const loads =
      asked.stages[0]?.loads.map((load) =>
        load.fromM === undefined ? load : { ...load, fromM: load.fromM + 1, toM: (load.toM ?? 0) + 1 },
      ) ?? [];
    const repaired = changed(withTwo, {
      do: 'apply',
      request: { ...asked, roadClasses: ['11.5'], stages: [{ name: '', loads, liftedAxles: [4] }] },
    });
    expect(repaired.stages[0]?.loads.map(({ id, fromM }) => [id, fromM])).toEqual([
      [1, 3],
      [2, 11],
    ]);
    expect(repaired).toMatchObject({ rules: { road: '11.5' }, stages: [{ lifted: [4] }] });
  });
});

describe('the way back', () => {
  const start: History = { now: example, past: [] };
  const move = (fromM: number) => ({ do: 'place', id: 1, fromM, toM: fromM + 8 }) as const;

  test('takes a whole drag at once', () => {
    const first = stepped(start, { do: 'drag', change: move(2.1), first: true });
    const second = stepped(first, { do: 'drag', change: move(2.2), first: false });
    expect(stepped(second, { do: 'undo' }).now).toBe(example);
  });

  test('ends where the plan began, and looking at another stage is no step', () => {
    expect(stepped(start, { do: 'undo' })).toEqual(start);
    expect(stepped(start, { do: 'go', at: 0 }).past).toEqual([]);
  });
});
