import type { LawItem } from '@karavan/contracts';
import { LAW, SHIPPED, tryTruck, viewLaw } from '@karavan/planner';
import { describe, expect, it } from 'vitest';
import { bookWith, FIRST_TRUCK, questionOf, truckOf } from './bench-model.ts';
import { leavesOf, withValue } from './leaves.ts';

const items: LawItem[] = viewLaw(LAW, [], '2026-11-20');
const find = (id: string): LawItem => {
  const item = items.find((one) => one.id === id);
  if (item === undefined) throw new Error(id);
  return item;
};

describe('the bench', () => {
  it('keeps its truck in the address, and takes the first one for what is not there', () => {
    expect(truckOf(new URLSearchParams())).toEqual(FIRST_TRUCK);
    const params = new URLSearchParams({
      motor: 'silo-8x4',
      massT: '17',
      atM: '2.65',
      temperatureC: '33',
      road: '10',
      ask: 'payload',
    });
    expect(truckOf(params)).toMatchObject({
      motor: 'silo-8x4',
      massT: 17,
      atM: 2.65,
      temperatureC: 33,
      road: '10',
      ask: 'payload',
    });
    expect(truckOf(new URLSearchParams({ massT: 'much', temperatureC: '' }))).toMatchObject({ massT: 20 });
  });

  it('asks what the truck stands for; a number out of range is a problem, not a crash', () => {
    const { question } = questionOf(
      { ...FIRST_TRUCK, motor: 'silo-8x4', massT: 17, atM: 2.65, road: '10' },
      { ruleSet: 'RU', example: undefined },
    );
    // road facts 4.7, E3: 27.3 % over on a 10 t road
    expect(question && tryTruck(question, SHIPPED, '2026-11-20').outcome?.['10']).toMatchObject({ ok: false, band: '20-50' });
    expect(questionOf({ ...FIRST_TRUCK, massT: -1 }, { ruleSet: 'RU', example: undefined }).problem?.[0]?.path).toBe(
      'stages.0.loads.0.massKg',
    );
  });

  it('shows what a change that is not saved would make of the law', () => {
    const change = { values: { of: 'combination', axles: 5, limitKg: 38_000 }, confirmed: false, allowGap: false };
    const book = bookWith({ itemId: 'PP2060:gross:combination:5', change }, items, []);
    const row = book?.ruleSets[0]?.gross.find(({ id }) => id === 'PP2060/gross/combination/5');
    expect(row?.limitKg).toBe(38_000);
    const wrong = { ...change, values: { of: 'combination', axles: 5, limitKg: -1 } };
    expect(bookWith({ itemId: 'PP2060:gross:combination:5', change: wrong }, items, [])).toBeUndefined();
  });
});

describe('the numbers of a row', () => {
  it('are found whatever the kind, and set without touching the others', () => {
    const { kind, values } = find('PP2060:group:3:1.3-1.8');
    const names = leavesOf(kind, values ?? {}).map(({ path }) => path.join('.'));
    expect(names).toEqual([
      'limitsKg.6.single',
      'limitsKg.6.twin',
      'limitsKg.10.single',
      'limitsKg.10.twin',
      'limitsKg.11.5.single',
      'limitsKg.11.5.twin',
      'better.limitKg',
      'band.loM',
      'band.hiM',
    ]);
    const next = withValue(values ?? {}, ['limitsKg', '11.5', 'twin'], 24_500);
    expect(next).toMatchObject({ limitsKg: { '11.5': { single: 23_500, twin: 24_500 }, '10': { single: 21_000 } } });
    expect(values).toMatchObject({ limitsKg: { '11.5': { twin: 24_000 } } });
  });

  it('every row of the law has at least one', () => {
    for (const { kind, values, id } of items)
      if (kind !== 'season') expect([id, leavesOf(kind, values ?? {}).length]).not.toEqual([id, 0]);
  });
});
