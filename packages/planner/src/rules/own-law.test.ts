import { LAW_VALUES, type LawChange, LawChange as LawChangeSchema, NewLawItem, type StoredLaw } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../input-error.ts';
import { planAxleLoads, SHIPPED } from '../load/index.ts';
import { ask, check, largest, request, VOLVO_TILT } from '../load/sets.fixture.ts';
import {
  checkLaw,
  checkWithdrawal,
  confirmShipped,
  itemsOf,
  LAW,
  mergeLaw,
  proposeChange,
  proposeItem,
  viewItem,
  viewLaw,
} from './index.ts';

const STAMP = { by: 'admin', at: '2026-11-20T09:00:00.000Z' };
const TODAY = '2026-11-20';
const ITEMS = itemsOf(LAW);
const shipped = (id: string): StoredLaw => {
  const item = ITEMS.find((one) => one.id === id);
  if (item === undefined) throw new Error(`no item ${id}`);
  return item;
};
const change = (id: string, given: object, stored: readonly StoredLaw[] = []): StoredLaw => {
  const asked: LawChange = LawChangeSchema.parse(given);
  const candidate = proposeChange([shipped(id), ...stored.filter((one) => one.id === id)], asked, STAMP);
  checkLaw({ base: LAW, stored }, candidate, asked);
  return candidate;
};
const add = (given: object, stored: readonly StoredLaw[] = []): StoredLaw => {
  const item = NewLawItem.parse(given);
  const candidate = proposeItem(item, `own-${stored.length + 1}`, STAMP);
  checkLaw({ base: LAW, stored }, candidate, item);
  return candidate;
};
const fieldsOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.errors.map(({ path }) => path);
    throw error;
  }
  return [];
};
const knownWith = (...stored: StoredLaw[]) => ({ ...SHIPPED, law: mergeLaw(LAW, stored, TODAY) });
const limitOn = (stored: StoredLaw[], on: string | undefined, what = 'gross') => {
  const reply = planAxleLoads(request(VOLVO_TILT, [], on === undefined ? {} : { on }), knownWith(...stored));
  return check(reply, '10', what)?.limitKg;
};
const withdrawn = (version: StoredLaw): StoredLaw => ({ ...version, withdrawnBy: 'admin', withdrawnAt: STAMP.at });

const GROSS = 'PP2060:gross:combination:5';
const gross = (limitKg: number, days: object = {}) => ({ values: { of: 'combination', axles: 5, limitKg }, ...days });
const TANDEM = 'PP2060:group:2:1-1.3';
const MIDDLE = 'PP2060:group:2:1.3-1.8';
const band = (id: string, loM: number, hiM: number | null, closed = 'hi') => ({
  values: { ...shipped(id).values, band: { loM, hiM, closed } },
});

test('LW17: every row, act and fine is an item with its own name, of a shape that can be sent back', () => {
  expect(new Set(ITEMS.map(({ id }) => id)).size).toBe(ITEMS.length);
  const rows = LAW.ruleSets.flatMap(({ singleAxles, groups, runs, gross: all }) => [singleAxles, groups, runs, all]).flat();
  for (const { id } of rows) expect(ITEMS.some(({ rule }) => rule === id)).toBe(true);
  expect(ITEMS.filter(({ kind }) => kind === 'season')).toHaveLength(LAW.seasons.length);
  for (const { kind, values, id } of ITEMS) {
    expect(id).not.toContain('/');
    expect(LAW_VALUES[kind].strict().safeParse(values).error?.issues ?? []).toEqual([]);
  }
});

test('LW17: without stored law the book is the very one that ships; confirmed as it is, it gives the same answers', () => {
  expect(mergeLaw(LAW, [], TODAY)).toBe(LAW);
  const confirmed = ITEMS.map((item) => confirmShipped(item, [], STAMP));
  const loads = [{ massKg: 20_000, xM: 6 }];
  for (const more of [{}, { on: '2022-05-05' }, { on: '2025-04-10', region: 'Татарстан' }, { ruleSet: 'EU_96_53' }]) {
    const own = planAxleLoads(request(VOLVO_TILT, loads, more), knownWith(...confirmed));
    const unmarked = JSON.parse(JSON.stringify(ask(VOLVO_TILT, loads, more)).replaceAll(',"unconfirmed":true', ''));
    expect(own).toEqual(unmarked);
  }
});

test('LW17: a change touches its own item alone', () => {
  const book = mergeLaw(LAW, [change(GROSS, gross(42_000))], TODAY);
  const [own, ...others] = book.ruleSets;
  expect(others).toEqual(LAW.ruleSets.slice(1));
  const before = LAW.ruleSets[0];
  expect({ ...own, gross: [] }).toEqual({ ...before, gross: [] });
  expect(own?.gross.filter((row, i) => JSON.stringify(row) !== JSON.stringify(before?.gross[i])).map(({ id }) => id)).toEqual([
    'PP2060/gross/combination/5',
  ]);
});

test('LW18: a change holds from its day; a question without a day is of today', () => {
  const next = change(GROSS, gross(42_000, { validFrom: '2027-01-01' }));
  expect(limitOn([next], '2026-12-31')).toBe(40_000);
  expect(limitOn([next], '2027-01-01')).toBe(42_000);
  expect(limitOn([next], undefined)).toBe(40_000);
  const later = { ...SHIPPED, law: mergeLaw(LAW, [next], '2027-06-01') };
  expect(check(planAxleLoads(request(VOLVO_TILT, []), later), '10', 'gross')?.limitKg).toBe(42_000);
});

test('LW18: for some weeks only, then what was before; the newest of two goes first; withdrawn it counts for nothing', () => {
  const weeks = change(GROSS, gross(38_000, { validFrom: '2027-03-01', validTo: '2027-03-31' }));
  expect(['2027-02-28', '2027-03-01', '2027-03-31', '2027-04-01'].map((on) => limitOn([weeks], on))).toEqual([
    40_000, 38_000, 38_000, 40_000,
  ]);
  const newer = change(GROSS, gross(39_000, { validFrom: '2027-03-15', validTo: null }), [weeks]);
  expect(newer.version).toBe(2);
  const both = [weeks, newer];
  expect(['2027-03-14', '2027-03-15', '2027-05-01'].map((on) => limitOn(both, on))).toEqual([38_000, 39_000, 39_000]);
  expect(limitOn([weeks, withdrawn(newer)], '2027-05-01')).toBe(40_000);
});

test('LW18: an item that ends holds to its last day', () => {
  const end = change(GROSS, { ends: '2027-03-31' });
  expect(limitOn([end], '2027-03-31')).toBe(40_000);
  expect(limitOn([end], '2027-04-01')).toBeUndefined();
  expect(fieldsOf(() => change(GROSS, { note: 'x' }, [end]))).toEqual(['values']);
  const again = change(GROSS, gross(41_000, { validFrom: '2027-06-01' }), [end]);
  expect([limitOn([end, again], '2027-05-31'), limitOn([end, again], '2027-06-01')]).toEqual([undefined, 41_000]);
});

test('LW18: an act counts by its newest version as a whole, an edition too', () => {
  const id = 'season:samara-2026-spring';
  const moved = change(id, { values: { ...shipped(id).values, from: '2026-04-10', to: '2026-05-05' } });
  const acts = (on: string, ...stored: StoredLaw[]) =>
    planAxleLoads(request(VOLVO_TILT, [], { on, region: 'Самарская' }), knownWith(...stored)).seasonalActs;
  expect(['2026-04-05', '2026-04-10', '2026-05-05', '2026-05-06'].map((on) => acts(on, moved).length)).toEqual([0, 1, 1, 0]);
  expect(acts('2026-04-05', withdrawn(moved))).toEqual(['samara-2026-spring']);
  const shorter = change(id, { ends: '2026-04-20' });
  expect([acts('2026-04-20', shorter).length, acts('2026-04-21', shorter).length]).toEqual([1, 0]);
  const never = change(id, { ends: '2026-01-01' });
  expect(acts('2026-04-15', never)).toEqual([]);
  const longer = change('PP2060', { validTo: '2035-12-31' });
  expect(limitOn([longer], '2035-12-31')).toBe(40_000);
  expect(() => limitOn([longer], '2036-01-01')).toThrow(/^on: /);
});

const DAYS = ['2026-12-01', '2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01', '2027-05-01'];
const day = fc.constantFrom(...DAYS);
const someVersion = fc.record({
  from: fc.option(day),
  to: fc.option(day),
  kg: fc.integer({ min: 1, max: 60_000 }),
  ended: fc.boolean(),
  gone: fc.boolean(),
});

test('LW18: any pile of versions reads as it would by hand, on every day', () => {
  fc.assert(
    fc.property(fc.array(someVersion, { maxLength: 6 }), fc.constantFrom(...DAYS, '2026-11-30', '2027-06-01'), (pile, on) => {
      const versions = pile
        .filter(({ from, to }) => from === null || to === null || from <= to)
        .map(({ from, to, kg, ended, gone }, i): StoredLaw => {
          const values = ended ? null : { of: 'combination', axles: 5, limitKg: kg };
          const made = { ...shipped(GROSS), version: i + 1, values, validFrom: from, validTo: to };
          return gone ? withdrawn(made) : made;
        });
      let expected: number | undefined = 40_000;
      for (const { validFrom, validTo, values, withdrawnAt } of versions) {
        const holds = !(validFrom !== null && on < validFrom) && !(validTo !== null && on > validTo) && withdrawnAt === null;
        if (holds) expected = values === null ? undefined : (values['limitKg'] as number);
      }
      expect(limitOn([...versions].reverse(), on)).toBe(expected);
      const seen = viewItem([shipped(GROSS), ...versions], on);
      expect(seen.values === null ? undefined : seen.values['limitKg']).toBe(expected);
      expect(seen.history).toHaveLength(versions.length + 1);
    }),
    { numRuns: 300 },
  );
});

test('LW18: the view of a day says what is in force, what is to come and what has ended', () => {
  const items = viewLaw(LAW, [], '2026-04-15');
  const state = (id: string) => items.find((item) => item.id === id)?.state;
  expect(
    ['season:samara-2026-spring', 'season:samara-2026-summer', 'season:tatarstan-2025-spring', 'PP2200:axle'].map(state),
  ).toEqual(['inForce', 'notYet', 'ended', 'ended']);
});

test('LW19: two rows for one spacing, at a stretch or at the very end', () => {
  expect(fieldsOf(() => change(MIDDLE, band(MIDDLE, 1.2, 1.8)))).toContain('values.band.loM');
  expect(fieldsOf(() => change(TANDEM, band(TANDEM, 1, 1.4)))).toContain('values.band.hiM');
  // (1, 1.3] beside [1.3, 1.8): 1.3 stands in both, and 1.8 in neither
  expect(fieldsOf(() => change(MIDDLE, band(MIDDLE, 1.3, 1.8, 'lo')))).toEqual(['values.band.closed']);
  const own = { kind: 'group', regime: 'RU', edition: 'PP2060', source: 'x', values: shipped(MIDDLE).values };
  expect(fieldsOf(() => add(own)).length).toBeGreaterThan(0);
  const four = {
    kind: 'gross',
    regime: 'RU',
    edition: 'PP2060',
    source: 'x',
    values: { of: 'single', axles: 7, limitKg: 50_000 },
  };
  expect(fieldsOf(() => add(four))).toEqual(['values.axles']); // five and more
  const run = {
    kind: 'run',
    regime: 'US_federal',
    edition: '23USC127',
    source: 'x',
    values: { loM: 0.5, hiM: 2, limitKg: 9000 },
  };
  expect(fieldsOf(() => add(run))).toEqual(['values.loM', 'values.loM']); // axles that count as one, and the tandem
});

test('LW19: a spacing that no row has any more is refused unless it is meant; so a boundary moves in two steps', () => {
  const narrower = band(MIDDLE, 1.4, 1.8);
  expect(fieldsOf(() => change(MIDDLE, narrower))).toContain('values.band.loM');
  const first = change(MIDDLE, { ...narrower, allowGap: true });
  const second = change(TANDEM, band(TANDEM, 1, 1.4), [first]);
  const book = mergeLaw(LAW, [first, second], TODAY);
  expect(book.ruleSets[0]?.groups.slice(1, 3).map((row) => row.band)).toEqual([
    { loM: 1, hiM: 1.4, closed: 'hi' },
    { loM: 1.4, hiM: 1.8, closed: 'hi' },
  ]);
  // the first alone may not be withdrawn again: 1.3 to 1.4 would stand in two rows
  expect(fieldsOf(() => checkWithdrawal({ base: LAW, stored: [first, second] }, first))).toEqual(['version', 'version']);
  expect(fieldsOf(() => change(TANDEM, { ends: '2027-01-01' }))).toContain('ends');
});

test('LW19: an overlap on a later day is found on the day it would begin', () => {
  const later = change(TANDEM, { ...band(TANDEM, 1, 1.2), validFrom: '2028-01-01', allowGap: true });
  const wide = band(MIDDLE, 1.2, 1.8);
  expect(fieldsOf(() => change(MIDDLE, { ...wide, validFrom: '2027-01-01' }, [later])).length).toBeGreaterThan(0);
  expect(fieldsOf(() => change(MIDDLE, { ...wide, validFrom: '2028-01-01' }, [later]))).toEqual([]);
});

test('LW19: days, numbers and roads', () => {
  const limitsKg = { '6': { single: 1, twin: 1 }, '10': { single: 1, twin: 1 } };
  const axle = (values: object) => fieldsOf(() => change('PP2060:axle', { values }));
  expect(axle({ driven: 'any', limitsKg })).toEqual(['values.limitsKg.11.5']);
  const foreign = { ...limitsKg, '11.5': { single: 1, twin: 1 }, US_federal: { single: 1, twin: 1 } };
  expect(axle({ driven: 'any', limitsKg: foreign })).toEqual(['values.limitsKg.US_federal']);
  expect(axle({ driven: 'any', limitsKg: { ...foreign, '6': { single: -1, twin: 1 } } })).toEqual(['values.limitsKg.6.single']);
  for (const limitKg of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '40000'])
    expect(fieldsOf(() => change(GROSS, { values: { of: 'combination', axles: 5, limitKg } }))).toEqual(['values.limitKg']);
  expect(fieldsOf(() => change(GROSS, { validFrom: '2027-02-01', validTo: '2027-01-01' }))).toEqual(['validTo']);
  expect(fieldsOf(() => change(GROSS, { validFrom: '2031-01-01', validTo: null }))).toEqual(['validFrom']);
  expect(fieldsOf(() => change(GROSS, { ends: '2027-01-01', validTo: '2027-01-01' }))).toEqual(['validTo']);
  expect(fieldsOf(() => change(GROSS, { ifVersion: 3 }))).toEqual(['ifVersion']);
  expect(fieldsOf(() => change('PP2200', { validTo: '2025-01-01' }))).toEqual(['validTo']); // PP 2060 holds then
  expect(fieldsOf(() => change(MIDDLE, band(MIDDLE, 1.8, 1.3)))).toEqual(['values.band.hiM']);
  const strange = { kind: 'gross', regime: 'RU', edition: 'PP1', source: 'x', values: { of: 'single', axles: 1, limitKg: 9000 } };
  expect(fieldsOf(() => add(strange))).toEqual(['edition']);
});

const ACT = {
  kind: 'season',
  source: 'order 7',
  values: {
    regions: ['Тверская область'],
    roads: 'regional',
    kind: 'emergency',
    from: '2027-04-01',
    to: '2027-04-30',
    status: 'inForce',
    limits: [{ roadClasses: ['10'], axleKg: { single: 6000, tandem: 5000, tridem: 4000 } }, { grossKg: 20_000 }],
    exemptCargo: ['битум'],
  },
};
const act = (values: object) => ({ ...ACT, values: { ...ACT.values, ...values } });

test('LW19: an act without days, without limits, of a summer without heat', () => {
  const refused = (values: object) => fieldsOf(() => add(act(values)));
  expect(refused({ from: null, to: null })).toEqual(['values.from', 'values.to']);
  expect(refused({ to: '2027-03-01' })).toEqual(['values.to']);
  expect(refused({ limits: [{}] })).toEqual(['values.limits.0.axleKg']);
  expect(refused({ kind: 'summer' })).toEqual(['values.aboveC']);
  expect(refused({ hours: ['10:00', '10:00'] })).toEqual(['values.hours.1']);
  expect(refused({ exemptCargo: ['битум', 'дорожная химия'] })).toEqual(['values.exemptCargo.1']);
  expect(refused({ kind: 'summer', aboveC: 32, hours: ['22:00', '06:00'] })).toEqual([]);
});

test('LW12 LW13 LW18: an act of a company’s own: region, road, group, cargo it names itself, hours over midnight', () => {
  const ofTver = (more: object, values: object = {}) =>
    planAxleLoads(
      request(VOLVO_TILT, [{ massKg: 8000, xM: 6.81 }], {
        on: '2027-04-15',
        region: 'Тверская обл',
        roadClasses: ['10', '11.5'],
        ...more,
      }),
      knownWith(add(act(values))),
    );
  const reply = ofTver({});
  expect(check(reply, '10', 'axle 1', 'season')?.limitKg).toBe(6000);
  expect(check(reply, '10', 'axle 3 in group', 'season')?.limitKg).toBe(4000);
  expect(check(reply, '11.5', 'axle 1', 'season')).toBeUndefined();
  expect(check(reply, '11.5', 'gross', 'season')).toMatchObject({ limitKg: 20_000, unconfirmed: true });
  const seasonal = (one: ReturnType<typeof ofTver>) => check(one, '11.5', 'gross', 'season') !== undefined;
  expect(seasonal(ofTver({ cargo: 'Битум БНД 60/90' }))).toBe(false);
  expect(seasonal(ofTver({ cargo: 'цемент' }))).toBe(true);
  const night = { hours: ['22:00', '06:00'] };
  expect(['21:59', '22:00', '03:00', '05:59', '06:00'].map((time) => seasonal(ofTver({ time }, night)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

test('LW21: marked while unconfirmed, by the row, by the act, and by what binds', () => {
  const unsure = (stored: StoredLaw[], what: string) =>
    check(planAxleLoads(request(VOLVO_TILT, []), knownWith(...stored)), '11.5', what)?.unconfirmed;
  expect([unsure([], 'group 3+4+5'), unsure([], 'gross')]).toEqual([true, undefined]);
  const tridem = shipped('PP2060:group:3:1.3-1.8');
  expect(unsure([confirmShipped(tridem, [], STAMP)], 'group 3+4+5')).toBeUndefined();
  expect(unsure([change(GROSS, gross(42_000))], 'gross')).toBe(true);
  expect(unsure([change(GROSS, { ...gross(42_000), confirmed: true })], 'gross')).toBeUndefined();
  const payload = largest(VOLVO_TILT, { kind: 'point', xM: 6.81 });
  expect([payload['11.5']?.unconfirmed, payload['10']]).toEqual([
    undefined,
    expect.objectContaining({ boundBy: 'group 3+4+5', unconfirmed: true }),
  ]);
  const draft = { on: '2026-04-15', region: 'Башкортостан', roadClasses: ['10'] };
  expect(check(ask(VOLVO_TILT, [], draft), '10', 'axle 1', 'season')?.unconfirmed).toBe(true);
  const read = { ...draft, region: 'Самарская' };
  expect(check(ask(VOLVO_TILT, [], read), '10', 'axle 1', 'season')?.unconfirmed).toBeUndefined();
});
