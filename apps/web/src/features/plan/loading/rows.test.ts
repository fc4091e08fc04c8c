import { planAxleLoads, planCompartments, SHIPPED } from '@karavan/planner';
import { describe, expect, test } from 'vitest';
import { drawingOf } from './geometry.ts';
import { examplePlan, type LoadingPlan, requestOf, shapeOf } from './model.ts';
import { changed } from './reducer.ts';
import { compartmentsOf, fillStages, laidOut, lawfulOn, stagesFrom } from './rows.ts';

const example = examplePlan('2026-11-22');
const tanker: LoadingPlan = {
  ...example,
  vehicle: { type: 'tractor_semitrailer', motor: 'heavy-6x4', trailer: 'cement-35' },
};
const judged = (plan: LoadingPlan, stages: LoadingPlan['stages']) =>
  planAxleLoads(
    requestOf({ plan: { ...plan, stages }, shape: shapeOf(plan.vehicle), roadClasses: [plan.rules.road], stageName: String }),
  );

describe('rows laid out', () => {
  const kinds = [1, 2, 3].map((drop) => ({ count: 6, massKg: 1000, lengthM: 0.8, drop }));

  test('are lawful as they are shown, by whole centimetres, and hold every piece once', () => {
    const { reply, reservePct } = laidOut(example, { kinds, across: 2, doors: 'rear' }, { known: SHIPPED, language: 'en' });
    expect(reservePct).toBe(3);
    if (reply.outcome !== 'placed') throw new Error(reply.outcome);
    const stages = stagesFrom(reply, example, lawfulOn(example, SHIPPED));
    expect(judged(example, stages).ok).toBe(true);
    const heavier = stages.map((stage) => ({
      ...stage,
      loads: stage.loads.map((load) => ({ ...load, massKg: load.massKg * 1.029 })),
    }));
    expect(judged(example, heavier).ok).toBe(true);
    expect(stages.map(({ loads }) => loads.reduce((sum, { massKg }) => sum + massKg, 0))).toEqual([18_000, 12_000, 6000, 0]);
    const starts = stages[0]?.loads.map(({ fromM }) => fromM * 100) ?? [];
    expect(starts.every((cm) => Math.abs(cm - Math.round(cm)) < 1e-6)).toBe(true);
    const loads = stages[0]?.loads ?? [];
    loads.forEach(({ fromM }, i) => {
      if (i > 0) expect(fromM).toBeGreaterThanOrEqual((loads[i - 1]?.toM ?? 0) - 1e-9);
    });
    const plan = changed(example, { do: 'layOut', stages });
    expect([plan.at, plan.stages.length]).toEqual([0, 4]);
  });

  test('that leave no reserve are told without one, and what cannot be says why', () => {
    // gross 40 t less 14.1 t of the empty set: 25.9 t; 25.5 t fit, three per cent more do not
    const wide: LoadingPlan = { ...example, rules: { ...example.rules, road: '11.5' } };
    const options = { known: SHIPPED, language: 'en' as const };
    const full = [{ count: 20, massKg: 1275, lengthM: 1.2, drop: 1 }];
    expect(laidOut(wide, { kinds: full, across: 2, doors: 'side' }, options)).toMatchObject({
      reservePct: 0,
      reply: { outcome: 'placed' },
    });
    const long = [{ count: 30, massKg: 100, lengthM: 1.2, drop: 1 }];
    expect(laidOut(wide, { kinds: long, across: 2, doors: 'side' }, options).reply).toMatchObject({
      outcome: 'impossible',
      because: { code: 'deckTooShort' },
    });
  });
});

describe('a tank', () => {
  const cells = drawingOf(tanker.vehicle, []).decks[0]?.cells ?? [];

  test('has its compartments where they are, each to the middle of the next', () => {
    expect(cells.map(({ xM, fromM, toM }) => [fromM, xM, toM])).toEqual([
      [0.25, 1.5, 2.75],
      [2.75, 4, 5.25],
      [5.25, 6.5, 7.75],
    ]);
    expect(cells.map(({ maxKg }) => maxKg)).toEqual([11_000, 11_000, 11_000]);
  });

  test('is filled and emptied compartment by compartment, lawful as it is shown', () => {
    const reply = planCompartments(compartmentsOf(tanker, cells, 24_000));
    if (reply.outcome !== 'planned') throw new Error(reply.outcome);
    const isLawful = lawfulOn(tanker, SHIPPED);
    const stages = fillStages(reply, { cells, plan: tanker, nameOf: (emptied) => emptied.join(), isLawful });
    expect(judged(tanker, stages).ok).toBe(true);
    const total = stages[0]?.loads.reduce((sum, { massKg }) => sum + massKg, 0) ?? 0;
    expect(total).toBeGreaterThan(23_960);
    expect(stages.at(-1)?.loads).toEqual([]);
  });
});
