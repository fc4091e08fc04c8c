import { LawChange, type SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { openBoard } from '../board/check-change.ts';
import { planDayCapacity } from '../board/day-capacity.ts';
import { planSplitRepairs } from '../board/split-repairs.ts';
import { type Known, SHIPPED } from '../load/index.ts';
import { VOLVO_TILT } from '../load/sets.fixture.ts';
import { itemsOf, LAW, mergeLaw, proposeChange } from '../rules/index.ts';
import { planSplit } from './plan-split.ts';
import { request, truck } from './split.fixture.ts';
import { validateSplit } from './validate/index.ts';

/** Five axles and 14 100 kg empty: of 40 t gross 25 900 kg are left on a road of 11.5 t, of 30 t 15 900 kg. */
const { maxPayloadKg: _, ...described } = truck('a', { vehicle: VOLVO_TILT });
const [MONDAY, TUESDAY] = ['2026-11-23', '2026-11-24'] as const;
const asked: SplitRequest = request({
  demand: [MONDAY, TUESDAY].map((date) => ({ date, massKg: 51_800 })),
  fleet: [described],
  site: { roadClass: '11.5' },
});

/** The book of a company whose admin has lowered the gross of five axles to 30 t from a day on. */
function lowered(validFrom: string): Known {
  const change = LawChange.parse({ values: { of: 'combination', axles: 5, limitKg: 30_000 }, validFrom });
  const item = itemsOf(LAW).filter(({ id }) => id === 'PP2060:gross:combination:5');
  const stored = proposeChange(item, change, { by: 'admin', at: '2026-11-20T09:00:00.000Z' });
  return { ...SHIPPED, law: mergeLaw(LAW, [stored], '2026-11-20') };
}
const always = lowered('2026-11-01');
const massesOn = (date: string, known?: Known) =>
  planSplit(asked, { known })
    .trips.filter((trip) => trip.date === date)
    .map(({ massKg }) => massKg);

test('SP9 LW17: the split carries what the law of the company allows, and its validator judges by it', () => {
  expect(massesOn(MONDAY)).toEqual([25_900, 25_900]);
  expect(massesOn(MONDAY, always)).toEqual([15_900, 15_900]);
  const shipped = planSplit(asked);
  expect(validateSplit(asked, shipped)).toEqual([]);
  expect(new Set(validateSplit(asked, shipped, always).map(({ rule }) => rule))).toEqual(new Set(['SP9']));
});

test('SP9 LW18: a limit that falls on a day binds the trips from that day on, region or not', () => {
  const tuesday = lowered(TUESDAY);
  expect(massesOn(MONDAY, tuesday)).toEqual([25_900, 25_900]);
  expect(massesOn(TUESDAY, tuesday)).toEqual([15_900, 15_900]);
});

test('SP17 BD8 BD9: what a day holds and what would lift a limit are asked of that law too', () => {
  const day = (known?: Known) => planDayCapacity({ request: asked, dates: [MONDAY] }, known ? { known } : {}).days[0]?.mostKg;
  expect([day(), day(always)]).toEqual([51_800, 31_800]);
  const { repairs } = planSplitRepairs(asked, { known: always });
  expect(repairs.length).toBeGreaterThan(0);
  for (const { request: mended } of repairs) expect(planSplit(mended, { known: always }).unmetKg).toBe(0);
  expect(planSplitRepairs(asked).repairs).toEqual([]);
});

test('BD4: the board refuses by that law what the shipped one allows, and tells of trips that keep it no more', () => {
  const trips = planSplit(asked).trips.map(({ axleLoads: __, ...trip }, at) => ({
    ...trip,
    id: `00000000-0000-4000-8000-00000000000${at}`,
  }));
  const [trip] = trips;
  const toTwenty = { kind: 'mass', tripId: trip?.id ?? '', massKg: 20_000 } as const;
  expect(openBoard({ request: asked }).check(trips, toTwenty).ok).toBe(true);
  const board = openBoard({ request: asked }, always);
  const verdict = board.check(trips, toTwenty);
  expect(verdict.ok ? [] : verdict.reasons.map(({ code, message }) => [code, message.en.includes('15.9')])).toEqual([
    ['axles', true],
  ]);
  expect(board.violations(trips).map(({ code, tripIds }) => [code, tripIds.length])).toEqual([
    ['axles', 2],
    ['axles', 2],
  ]);
  expect(board.mostKg('a', MONDAY)).toBe(15_900);
});

test('SP9: what stands on the axles is told of every trip of a described vehicle, and checked', () => {
  const reply = planSplit(asked);
  for (const { axleLoads, massKg } of reply.trips) {
    expect(axleLoads?.grossKg).toBeCloseTo(14_100 + massKg, 6);
    expect(axleLoads?.axleLoadsKg.reduce((sum, kg) => sum + kg, 0)).toBeCloseTo(14_100 + massKg, 3);
    expect(axleLoads).toMatchObject({ key: '11.5', ok: true, worst: 'gross' });
  }
  const lying = reply.trips.map(({ axleLoads, ...trip }) => ({
    ...trip,
    ...(axleLoads && { axleLoads: { ...axleLoads, axleLoadsKg: axleLoads.axleLoadsKg.map((kg) => kg - 100) } }),
  }));
  expect(validateSplit(asked, { ...reply, trips: lying }).map(({ rule }) => rule)).toContain('SP9');
});

test('SP17: a region the law knows no act of is said, one it knows is not', () => {
  const codes = (region: string) => {
    const site = { ...asked.site, region };
    return planSplit({ ...asked, site }, { language: 'en' }).reasons.map(({ code }) => code);
  };
  expect(codes('Атлантида')).toContain('region');
  expect(codes('Самарская обл.')).not.toContain('region');
});
