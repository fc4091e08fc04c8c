import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, planOf } from './address.ts';
import { examplePlan, type LoadingPlan } from './model.ts';
import { changed } from './reducer.ts';
import { firstOf, motorOf } from './units.ts';

const example = examplePlan('2026-11-22');
const restored = (plan: LoadingPlan) => planOf(new URLSearchParams(addressOf(plan).toString()), example);

describe('an address', () => {
  test('restores what it was made of', () => {
    const split = changed(changed(example, { do: 'add' }), { do: 'addStage' });
    const plans: LoadingPlan[] = [
      example,
      split,
      changed(split, { do: 'rename', name: 'Тула ~ двор_2 & ко' }),
      changed(split, { do: 'lift', axle: 3 }),
      changed(example, { do: 'vehicle', vehicle: firstOf('rigid') }),
      changed(example, { do: 'vehicle', vehicle: firstOf('truck_drawbar') }),
      changed(example, { do: 'rules', rules: { ruleSet: 'EU_96_53', region: 'Татарстан', temperatureC: 33, on: '' } }),
    ];
    for (const plan of plans) expect(restored(plan)).toEqual({ plan, unread: [] });
  });

  test('carries the numbers of one’s own truck', () => {
    const { id: _, name: __, ...motor } = { id: '', name: '', ...motorOf(example.vehicle), tareFrontKg: 5555 };
    const plan = changed(example, { do: 'vehicle', vehicle: { ...example.vehicle, motor } });
    expect(motorOf(restored(plan).plan.vehicle).tareFrontKg).toBe(5555);
  });

  test('knows the goods that stayed aboard from stage to stage', () => {
    const plan = changed(changed(example, { do: 'add' }), { do: 'addStage' });
    const { stages } = restored(plan).plan;
    expect(stages.map(({ loads }) => loads.map(({ id }) => id))).toEqual([[1, 2], [1]]);
  });

  test('says which part of it could not be read, and leaves that out', () => {
    const bad = new URLSearchParams(
      'set=semi&truck=no-such&trailer=tilt-13.6&road=99&on=2026-13-40&stage=1000@2..1t~~&stage=5@3t~~B',
    );
    const { plan, unread } = planOf(bad, example);
    expect(unread).toEqual(['truck', 'stage', 'road', 'on']);
    expect(plan.stages.map(({ loads }) => loads.length)).toEqual([0, 1]);
    expect(plan.rules).toEqual(example.rules);
  });

  test('of any words is a plan', () => {
    const key = fc.constantFrom('set', 'truck', 'trailer', 'stage', 'at', 'road', 'rules', 'on', 't');
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('semi', 'drawbar', '{}', '{"axles":[]}', 'NaN@1t~~', '1e9@1..2t~999~x', '__proto__'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, word)), (pairs) => {
        const { plan } = planOf(new URLSearchParams(pairs), example);
        expect(plan.stages[plan.at]).toBeDefined();
        for (const { loads } of plan.stages) for (const load of loads) expect(load.toM).toBeGreaterThanOrEqual(load.fromM);
      }),
    );
  });
});
