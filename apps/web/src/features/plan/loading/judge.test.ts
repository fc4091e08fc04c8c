import type { AxleCheck } from '@karavan/contracts';
import { LAW, planAxleLoads } from '@karavan/planner';
import { describe, expect, test } from 'vitest';
import { goodsFor, payloadsOf } from './fill.ts';
import { axleLevels, axlesNamed, levelOf, sourceOf, worstCheck, worstStage } from './judge.ts';
import { examplePlan, type LoadingPlan, requestOf, shapeOf } from './model.ts';
import { changed } from './reducer.ts';
import { firstOf } from './units.ts';

const example = examplePlan('2026-11-22');
const answer = (plan: LoadingPlan) => planAxleLoads(requestOf({ plan, shape: shapeOf(plan.vehicle), stageName: String }));
const check = (part: Partial<AxleCheck>): AxleCheck => ({
  what: 'axle 2',
  rule: 'x',
  layer: 'law',
  bound: 'atMost',
  actualKg: 0,
  limitKg: 10_000,
  utilisationPct: 50,
  overPct: 0,
  ok: true,
  ...part,
});

describe('levels', () => {
  test('up to 10 % over is a reserve in Russia alone, and by its law alone', () => {
    const over = check({ ok: false, overPct: 6.2, utilisationPct: 106.2 });
    expect(levelOf(over, 'RU')).toBe('reserve');
    expect(levelOf(over, 'EU_96_53')).toBe('over');
    expect(levelOf({ ...over, layer: 'season' }, 'RU')).toBe('over');
    expect(levelOf({ ...over, overPct: 10.1 }, 'RU')).toBe('over');
    expect([levelOf(check({ utilisationPct: 95 }), 'RU'), levelOf(check({}), 'RU')]).toEqual(['near', 'ok']);
  });

  test('an axle stands as the worst check that names it', () => {
    const verdict = answer(example).stages[0]?.verdicts['10'];
    expect([...axleLevels(verdict, 'RU')]).toEqual(
      expect.arrayContaining([
        [2, 'reserve'],
        [1, 'ok'],
        [4, 'ok'],
      ]),
    );
    expect(verdict && worstCheck(verdict)?.what).toBe('axle 2');
    expect([axlesNamed('axle 5 in group'), axlesNamed('group 4+5+6'), axlesNamed('gross')]).toEqual([[5], [4, 5, 6], []]);
  });
});

test('every rule the law speaks by leads to its source', () => {
  const plans = (['RU', 'EU_96_53', 'US_federal'] as const).map((ruleSet) =>
    changed(example, { do: 'rules', rules: { ruleSet } }),
  );
  for (const plan of plans)
    for (const verdict of Object.values(answer(plan).stages[0]?.verdicts ?? {}))
      for (const { rule, layer } of verdict.checks)
        expect(sourceOf(rule, LAW) !== undefined || layer === 'maker' || rule.includes('least/'), rule).toBe(true);
});

test('emptying a tilt from the doors is worst when the deck behind the bogie is empty', () => {
  // reference 4.5: 22 t even over 13.6 m, worst of 0, 4 and 8 m unloaded is 4
  const massFor = (emptyM: number) => (22_000 * (13.6 - emptyM)) / 13.6;
  const stages = [0, 4, 8].map((emptyM) => ({
    name: '',
    lifted: [],
    loads: [{ id: 1, massKg: massFor(emptyM), fromM: 0, toM: 13.6 - emptyM, unit: 'trailer' as const }],
  }));
  expect(worstStage(answer({ ...example, stages }).stages, '11.5')).toBe(1);
});

describe('the largest payload', () => {
  test.each(['tractor_semitrailer', 'rigid', 'truck_drawbar'] as const)('of a %s, placed so, is lawful on its road', (type) => {
    const plan = changed(example, { do: 'vehicle', vehicle: firstOf(type) });
    for (const way of ['free', 'uniform'] as const) {
      const payload = payloadsOf({ ...plan, lifted: [] }, way)?.['11.5'];
      if (payload === undefined || payload.infeasibleEmpty !== undefined) throw new Error(`${type} carries nothing`);
      const filled = changed(plan, { do: 'fill', loads: goodsFor(payload, plan.vehicle) });
      const verdict = answer(filled).stages[0]?.verdicts['11.5'];
      expect(verdict?.checks.filter(({ ok }) => !ok)).toEqual([]);
    }
  });
});
