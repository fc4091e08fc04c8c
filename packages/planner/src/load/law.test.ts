import { AxleLoadsRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { bridgeLimitKg } from '../rules/america.ts';
import { LAW, SEMITRAILERS } from '../rules/index.ts';
import { planAxleLoads, SHIPPED } from './index.ts';
import { artic, ask, axles, check, eightRows, firstStage, request, VOLVO_TILT, verdict } from './sets.fixture.ts';

const POUND = 0.45359237;
const FOOT = 0.3048;
const rigid = (given: ReturnType<typeof axles>, more: object = {}) => ({
  type: 'rigid',
  rigid: { axles: given, tareFrontKg: 5000, tareRearKg: 7000, headboardXM: 1, bodyLengthM: 8, ...more },
});
const semi = (given: ReturnType<typeof axles>, tractor: unknown = 'heavy-6x4') => ({
  type: 'tractor_semitrailer',
  tractor,
  trailer: { axles: given, tareKingpinKg: 1600, tareBogieKg: 5000, kingpinFromHeadboardM: 1.6, deckLengthM: 13.6 },
});

test('LW1: a spread axle is one support and two legal groups', () => {
  const reply = ask(artic('volvo-fh-4x2', 'tonar-t4-16'), [{ massKg: 20_000, fromM: 0, toM: 16.5 }]);
  expect(firstStage(reply).groups.map((group) => group.axles)).toEqual([[1], [2], [3], [4, 5, 6]]);
  const [, , spread, next] = firstStage(reply).axleLoadsKg;
  expect(spread).toBeCloseTo(next ?? 0, 9);
  expect(check(reply, '10', 'axle 3')?.limitKg).toBe(9000);
  expect(check(reply, '10', 'group 4+5+6')?.limitKg).toBe(21_000);
});

test('LW1: exactly 2.5 m is close, more is not', () => {
  const gap = (metres: number) =>
    firstStage(ask(semi(axles([6, 'single', 'bogie'], [6 + metres, 'single', 'bogie'])), [])).groups;
  expect(gap(2.5).map((group) => group.axles)).toEqual([[1], [2, 3], [4, 5]]);
  expect(gap(2.51).map((group) => group.axles)).toEqual([[1], [2, 3], [4], [5]]);
});

test('LW1: the middle of three lifted leaves two lone axles', () => {
  const reply = ask(VOLVO_TILT, [{ name: 'a', loads: [], liftedAxles: [4] }]);
  expect(firstStage(reply).groups.map((group) => group.axles)).toEqual([[1], [2], [3], [5]]);
});

test.each([
  [1.0, 17_000],
  [1.001, 20_000],
  [1.3, 20_000],
  [1.301, 23_500],
  [1.8, 23_500],
  [1.801, 25_000],
  [2.5, 25_000],
])('LW2: a tridem at a mean of %d m may weigh %d kg on an 11.5 t road', (spacingM, limitKg) => {
  // 7.7 - 6.4 is a shade less than 1.3 in binary
  const first = 9.0 - spacingM * 2;
  const reply = ask(semi(axles([first, 'single', 'bogie'], [9.0 - spacingM, 'single', 'bogie'], [9.0, 'single', 'bogie'])), []);
  expect(check(reply, '11.5', 'group 4+5+6')?.limitKg).toBe(limitKg);
});

test('LW2: the mean of uneven spacings finds the row; positions like 9.00 - 7.70 do not slip', () => {
  const uneven = ask(semi(axles([6.4, 'single', 'bogie'], [7.6, 'single', 'bogie'], [9.0, 'single', 'bogie'])), []);
  expect(firstStage(uneven).groups[2]?.meanSpacingM).toBeCloseTo(1.3, 12);
  expect(check(uneven, '11.5', 'group 4+5+6')?.limitKg).toBe(20_000);
  const slip = ask(semi(axles([6.4, 'single', 'bogie'], [7.7, 'single', 'bogie'], [9.0, 'single', 'bogie'])), []);
  expect(check(slip, '11.5', 'group 4+5+6')?.limitKg).toBe(20_000);
});

test('LW3: mixed wheels take the single column, and say so', () => {
  const reply = ask(rigid(axles([0, 'single', 'front'], [4, 'twin', 'rear'], [5.4, 'single', 'rear'])), []);
  expect(firstStage(reply).groups[1]?.wheels).toBe('single');
  expect(check(reply, '10', 'group 2+3')?.limitKg).toBe(15_000);
  expect(check(reply, '10', 'axle 2 in group')?.limitKg).toBe(10_000);
  expect(check(reply, '10', 'axle 3 in group')?.limitKg).toBe(9000);
});

test('LW4: four axles are judged by their sum against four times the value of one', () => {
  const reply = ask(
    semi(axles([5, 'single', 'bogie'], [6.31, 'single', 'bogie'], [7.62, 'single', 'bogie'], [8.93, 'single', 'bogie'])),
    [],
  );
  expect(check(reply, '10', 'group 4+5+6+7')?.limitKg).toBe(26_000);
  expect(check(reply, '11.5', 'group 4+5+6+7')?.limitKg).toBe(30_000);
});

test('LW5: a sum within its limit does not excuse an axle of the group', () => {
  // drive 80 %, tag 20 %: 16 t together, 12.8 on one
  const uneven = axles([0, 'single', 'front'], [4, 'twin', 'rear', { share: 0.8 }], [5.4, 'twin', 'rear', { share: 0.2 }]);
  const reply = ask(rigid(uneven, { tareRearKg: 15_000, tareFrontKg: 6000 }), [], { roadClasses: ['11.5'] });
  expect(check(reply, '11.5', 'group 2+3')?.ok).toBe(true);
  expect(check(reply, '11.5', 'axle 2 in group')).toMatchObject({
    ok: false,
    actualKg: expect.closeTo(12_000, 6),
    limitKg: 11_500,
  });
  expect(verdict(reply, '11.5').ok).toBe(false);
});

test('LW6: 22.5 t needs twin wheels and air on all three axles', () => {
  const tridem = (air: number) =>
    ask(
      semi(axles(...[6.4, 7.8, 9.2].map((xM, i) => [xM, 'twin', 'bogie', { suspension: i < air ? 'air' : 'other' }] as never))),
      [],
    );
  expect(check(tridem(3), '10', 'group 4+5+6')?.limitKg).toBe(22_500);
  expect(check(tridem(2), '10', 'group 4+5+6')?.limitKg).toBe(21_000);
  expect(check(tridem(3), '11.5', 'group 4+5+6')?.limitKg).toBe(24_000);
});

test('LW7: the gross goes by the axles on the ground', () => {
  expect(check(ask(VOLVO_TILT, []), '10', 'gross')?.limitKg).toBe(40_000);
  expect(check(ask(artic('heavy-6x4', 'tilt-13.6'), []), '10', 'gross')?.limitKg).toBe(44_000);
  expect(check(ask(VOLVO_TILT, [{ name: 'a', loads: [], liftedAxles: [3] }]), '10', 'gross')?.limitKg).toBe(36_000);
  expect(check(ask({ type: 'rigid', rigid: 'silo-8x4' }, []), '10', 'gross')?.limitKg).toBe(32_000);
  expect(check(ask({ type: 'rigid', rigid: 'flat-4x2' }, []), '10', 'gross')?.limitKg).toBe(18_000);
});

const EU = { ruleSet: 'EU_96_53' };
const eu = (vehicle: unknown, what: string) => check(ask(vehicle, [], EU), 'EU_96_53', what)?.limitKg;

test('LW2 LW4 LW6 LW7: EU 96/53 rows', () => {
  const tandem = (gap: number, suspension = 'other') =>
    rigid(axles([0, 'single', 'front'], [4, 'twin', 'rear', { suspension }], [4 + gap, 'twin', 'rear', { suspension }]), {
      tareRearKg: 20_000,
    });
  expect(eu(tandem(0.99), 'group 2+3')).toBe(11_500);
  expect(eu(tandem(1.0), 'group 2+3')).toBe(16_000); // [1.0, 1.3)
  expect(eu(tandem(1.29), 'group 2+3')).toBe(16_000);
  expect(eu(tandem(1.3), 'group 2+3')).toBe(18_000); // 20 t on two axles: more than 9.5 t each
  expect(eu(tandem(1.3, 'air'), 'group 2+3')).toBe(19_000);
  expect(eu(tandem(1.8, 'air'), 'group 2+3')).toBeUndefined();
  expect(eu(tandem(1.4), 'gross')).toBe(25_000);
  expect(eu(tandem(1.4, 'air'), 'gross')).toBe(26_000);
  const light = rigid(axles([0, 'single', 'front'], [4, 'twin', 'rear'], [5.4, 'twin', 'rear']));
  expect(eu(light, 'group 2+3')).toBe(19_000);
  expect(eu(light, 'gross')).toBe(26_000);
  const behind = (...places: number[]) => semi(axles(...places.map((xM) => [xM, 'single', 'bogie'] as never)), 'volvo-fh-4x2');
  expect(eu(behind(7, 7.9), 'group 3+4')).toBe(11_000);
  expect(eu(behind(7, 8), 'group 3+4')).toBe(16_000);
  expect(eu(behind(7, 8.3), 'group 3+4')).toBe(18_000);
  expect(eu(behind(7, 8.8), 'group 3+4')).toBe(20_000);
  expect(eu(behind(6.4, 7.7, 9.0), 'group 3+4+5')).toBe(21_000); // tridem: (lo, hi]
  expect(eu(behind(6.34, 7.65, 8.96), 'group 3+4+5')).toBe(24_000);
  expect(eu(behind(7, 8.31), 'gross')).toBe(36_000);
  expect(eu(behind(6.34, 7.65, 8.96), 'gross')).toBe(40_000);
  expect(eu(behind(7), 'axle 1')).toBe(10_000);
  expect(eu(behind(7), 'axle 2')).toBe(11_500);
});

test('LW7: EU: twin steer 32 t and 5 t a metre; two wide trailer axles 38 t', () => {
  const twinSteer = (lastM: number) =>
    rigid(
      axles(
        [0, 'single', 'front'],
        [1.9, 'single', 'front'],
        [lastM - 1.4, 'twin', 'rear', { suspension: 'air' }],
        [lastM, 'twin', 'rear', { suspension: 'air' }],
      ),
    );
  expect(eu(twinSteer(6.58), 'gross')).toBe(32_000);
  expect(eu(twinSteer(6.2), 'gross')).toBeCloseTo(31_000, 6);
  const air = {
    axles: axles([0, 'single', 'front'], [3.7, 'twin', 'rear', { suspension: 'air' }]),
    tareFrontKg: 5200,
    tareRearKg: 2300,
    fifthWheelXM: 3.05,
  };
  expect(eu(semi(axles([6.5, 'single', 'bogie'], [8.4, 'single', 'bogie']), air), 'gross')).toBe(38_000);
  expect(eu(semi(axles([6.5, 'single', 'bogie'], [8.2, 'single', 'bogie']), air), 'gross')).toBe(36_000);
});

test('AX7: driven axles are those marked, else those of the truck’s rear support', () => {
  const limits = (more: Record<string, unknown>) => {
    const set = rigid(axles([0, 'single', 'front'], [4, 'twin', 'rear', more], [7, 'single', 'rear']));
    return [eu(set, 'axle 1'), eu(set, 'axle 2'), eu(set, 'axle 3')];
  };
  expect(limits({})).toEqual([10_000, 11_500, 11_500]);
  expect(limits({ driven: true })).toEqual([10_000, 11_500, 10_000]);
});

test('LW8: the bridge formula to the nearest 500 lb (road.md 6.2)', () => {
  const pounds = (feet: number, count: number) => Math.round(bridgeLimitKg(feet * FOOT, count, 500) / POUND);
  expect(pounds(4, 2)).toBe(34_000);
  expect(pounds(48, 5)).toBe(78_000);
  expect(pounds(51, 5)).toBe(80_000);
  expect(pounds(35, 4)).toBe(65_500);
  expect(pounds(36, 4)).toBe(66_000);
});

/** A five-axle American set: tandems of 4.25 ft; the outer axles of both tandems `feet` apart. */
function american(feet: number) {
  const [drive, kingpin] = [5.0, 5.5];
  const last = drive + feet * FOOT - kingpin;
  return {
    type: 'tractor_semitrailer',
    tractor: {
      axles: axles([0, 'single', 'front'], [drive, 'twin', 'rear'], [drive + 4.25 * FOOT, 'twin', 'rear']),
      tareFrontKg: 5000,
      tareRearKg: 4000,
      fifthWheelXM: kingpin,
    },
    trailer: {
      axles: axles([last - 4.25 * FOOT, 'twin', 'bogie'], [last, 'twin', 'bogie']),
      tareKingpinKg: 2000,
      tareBogieKg: 4000,
      kingpinFromHeadboardM: 1,
      deckLengthM: 16,
    },
  };
}

test('LW8: tandems, every run of axles, and the exception of two tandems from 36 ft', () => {
  const limit = (feet: number, what: string) =>
    Math.round((check(ask(american(feet), [], { ruleSet: 'US_federal' }), 'US_federal', what)?.limitKg ?? 0) / POUND);
  expect(limit(40, 'axle 1')).toBe(20_000);
  expect(limit(40, 'group 2+3')).toBe(34_000);
  expect(limit(40, 'group 4+5')).toBe(34_000);
  expect(limit(40, 'gross')).toBe(80_000);
  expect(limit(35, 'bridge 2-5')).toBe(65_500);
  expect(limit(36, 'bridge 2-5')).toBe(68_000);
  const runs = verdict(ask(american(40), [], { ruleSet: 'US_federal' }), 'US_federal').checks.filter(({ what }) =>
    what.startsWith('bridge'),
  );
  expect(runs.map(({ what }) => what)).toEqual(
    ['1-2', '1-3', '1-4', '1-5', '2-3', '2-4', '2-5', '3-4', '3-5', '4-5'].map((run) => `bridge ${run}`),
  );
});

test('LW8: a trailer at an unknown distance is refused where the law measures it', () => {
  const trailer = {
    axles: axles([0, 'single', 'front'], [5, 'single', 'rear']),
    tareFrontKg: 2000,
    tareRearKg: 2200,
    headboardXM: -1,
    deckLengthM: 8,
  };
  const truck = {
    axles: axles([0, 'single', 'front'], [4.8, 'twin', 'rear']),
    tareFrontKg: 4700,
    tareRearKg: 3300,
    headboardXM: 1,
    bodyLengthM: 6,
  };
  const set = (more: object, length: object) => ({
    type: 'truck_drawbar',
    rigid: { ...truck, ...more },
    trailer: { ...trailer, ...length },
  });
  expect(() => ask(set({}, {}), [], { ruleSet: 'US_federal' })).toThrow('drawbarLengthM');
  const known = ask(set({ hitchXM: 6.5 }, { drawbarLengthM: 2.5 }), [], { ruleSet: 'US_federal' });
  expect(check(known, 'US_federal', 'bridge 1-4')?.limitKg).toBeCloseTo(bridgeLimitKg(14, 4, 500), 6);
});

test('LW9: a load behind the bogie pulls the kingpin up: a failing check of the law, not an error', () => {
  const reply = ask(artic('volvo-fh-4x2', 'tilt-13.6'), [{ massKg: 20_000, xM: 13.5 }]);
  expect(firstStage(reply).kingpinKg).toBeLessThan(0);
  expect(check(reply, '11.5', 'kingpin')).toMatchObject({ ok: false, limitKg: 0, bound: 'atLeast' });
  expect(verdict(reply, '11.5')).toMatchObject({ ok: false, band: '>50' });
  expect(check(ask(VOLVO_TILT, []), '11.5', 'kingpin')).toMatchObject({ ok: true, utilisationPct: 0, overPct: 0 });
});

test('LW9: a steered axle that lifts off fails; international traffic asks for a quarter on the driven axles', () => {
  const tail = ask(rigid(axles([0, 'single', 'front'], [3, 'twin', 'rear']), { headboardXM: 2, bodyLengthM: 6 }), [
    { massKg: 9000, xM: 6 },
  ]);
  expect(check(tail, '11.5', 'steer')).toMatchObject({ ok: false, actualKg: expect.closeTo(5000 - 15_000, 6) });
  const inland = ask(VOLVO_TILT, [{ massKg: 20_000, xM: 9 }], EU);
  expect(check(inland, 'EU_96_53', 'drive')).toBeUndefined();
  const abroad = ask(VOLVO_TILT, [{ massKg: 20_000, xM: 9 }], { ...EU, international: true });
  const drive = firstStage(abroad).axleLoadsKg[1] ?? 0;
  expect(check(abroad, 'EU_96_53', 'drive')).toMatchObject({
    actualKg: drive,
    limitKg: expect.closeTo(34_100 / 4, 6),
    ok: drive >= 34_100 / 4,
  });
});

test('LW10: the edition is that of the day', () => {
  const rule = (more: Record<string, unknown>) => check(ask(VOLVO_TILT, [], more), '10', 'axle 1')?.rule;
  expect(rule({})).toBe('PP2060/axle');
  expect(rule({ on: '2024-03-01' })).toBe('PP2060/axle');
  expect(rule({ on: '2024-02-29' })).toBe('PP2200/axle');
  for (const on of ['2020-12-31', '2030-03-02']) expect(() => ask(VOLVO_TILT, [], { on })).toThrow(/^on: /);
});

test('LW11: the maker’s ratings are their own layer and count in the whole', () => {
  const reply = ask(artic('kamaz-65116', 'cement-35'), [{ massKg: 26_000, xM: 4 }], { roadClasses: ['11.5'] });
  expect(verdict(reply, '11.5')).toMatchObject({ ok: true, band: 'ok' });
  expect(verdict(reply, '11.5').checks.filter(({ ok }) => !ok)).toMatchObject([
    { what: 'gross', layer: 'maker', rule: 'maker/truck/gcw', limitKg: 37_850 },
  ]);
  expect(reply.ok).toBe(false);
  const lifted = ask(VOLVO_TILT, [{ name: 'a', loads: [], liftedAxles: [3] }]);
  expect(check(lifted, '10', 'group 4+5', 'maker')?.limitKg).toBeCloseTo(18_000, 6);
});

const SAMARA = { on: '2026-04-15', region: 'Самарская область', roadClasses: ['10'] };

test('LW12: a spring act binds every axle, in its region and on its days alone', () => {
  const reply = ask(VOLVO_TILT, eightRows(3), SAMARA);
  expect(reply.seasonalActs).toEqual(['samara-2026-spring']);
  expect(verdict(reply, '10').ok).toBe(true);
  expect(check(reply, '10', 'axle 2', 'season')).toMatchObject({ limitKg: 7000, ok: false });
  expect(check(reply, '10', 'axle 4 in group', 'season')).toMatchObject({ limitKg: 7000, ok: true });
  expect(reply.ok).toBe(false);
  for (const more of [{ on: '2026-05-01' }, { on: '2026-03-31' }, { region: 'Оренбургская' }])
    expect(ask(VOLVO_TILT, eightRows(3), { ...SAMARA, ...more })).toMatchObject({ ok: true, seasonalActs: [] });
  expect(ask(VOLVO_TILT, eightRows(3), { ...SAMARA, region: 'самарская обл.' }).seasonalActs).toHaveLength(1);
});

test('LW12: acts by district, by group and by class of road', () => {
  const birsk = ask({ type: 'rigid', rigid: 'kamaz-65115' }, [], {
    on: '2025-04-10',
    region: 'Бирский район',
    roadClasses: ['10'],
  });
  expect(check(birsk, '10', 'axle 1', 'season')?.limitKg).toBe(5000);
  expect(check(birsk, '10', 'axle 2 in group', 'season')?.limitKg).toBe(4000);
  expect(check(birsk, '10', 'gross', 'season')).toMatchObject({ limitKg: 9000, ok: false });
  const north = ask(VOLVO_TILT, [], { on: '2025-04-10', region: 'Хабаровский, Вяземский район' });
  expect(check(north, '10', 'axle 1', 'season')?.limitKg).toBe(6000);
  expect(check(north, '6', 'axle 1', 'season')?.limitKg).toBe(4000);
});

test('LW12: road.md 2.3: under 6 t an axle the drive axle allows 9.06 t at 6.81 m', () => {
  // D = 2300 + K * 3.05 / 3.7 = 6000 gives K = 4488.5; K = 1600 + m (1 - 5.21 / 7.65)
  const massKg = ((3700 * 3.7) / 3.05 - 1600) / (1 - 5.21 / 7.65);
  const drive = (kg: number) =>
    check(
      ask(VOLVO_TILT, [{ massKg: kg, xM: 6.81 }], { on: '2025-04-10', region: 'Татарстан', roadClasses: ['10'] }),
      '10',
      'axle 2',
      'season',
    )?.ok;
  expect(massKg).toBeCloseTo(9056, 0);
  expect([drive(massKg - 1), drive(massKg + 1)]).toEqual([true, false]);
});

test('LW13: exempt cargo, heat and hours', () => {
  const fuel = (cargo: string) => ask(VOLVO_TILT, eightRows(3), { ...SAMARA, cargo }).ok;
  expect([fuel('дизельное топливо'), fuel('удобрения'), fuel('цемент'), fuel('сухие смеси')]).toEqual([true, true, false, false]);
  const summer = { on: '2026-07-10', region: 'Башкортостан', roadClasses: ['10'] };
  const limited = (more: object) => check(ask(VOLVO_TILT, [], { ...summer, ...more }), '10', 'axle 1', 'season') !== undefined;
  expect([limited({}), limited({ temperatureC: 32 }), limited({ temperatureC: 33 })]).toEqual([false, false, true]);
  const night = LAW.seasons.map((act) =>
    act.id === 'bashkortostan-2026-summer' ? { ...act, hours: ['10:00', '22:00'] as const } : act,
  );
  const at = (time: string) =>
    planAxleLoads(
      AxleLoadsRequest.parse({
        vehicle: VOLVO_TILT,
        ruleSet: 'RU',
        stages: [{ name: 'a', loads: [] }],
        ...summer,
        temperatureC: 35,
        time,
      }),
      { ...SHIPPED, law: { ...LAW, seasons: night } },
    ).stages[0]?.verdicts['10']?.checks.some(({ layer }) => layer === 'season');
  expect([at('09:59'), at('10:00'), at('21:59'), at('22:00')]).toEqual([false, true, true, false]);
});

test('LW14: every check is listed once with its row; the worst stage is the one nearest its limits', () => {
  const reply = ask(
    VOLVO_TILT,
    [
      { name: 'full', loads: eightRows(2) },
      { name: 'empty', loads: [] },
    ],
    { roadClasses: ['11.5'] },
  );
  const { checks, worst, worstUtilisationPct } = verdict(reply, '11.5');
  expect(checks.filter(({ layer }) => layer === 'law').map(({ what }) => what)).toEqual([
    'axle 1',
    'axle 2',
    'axle 3 in group',
    'axle 4 in group',
    'axle 5 in group',
    'group 3+4+5',
    'gross',
    'kingpin',
    'steer',
  ]);
  expect(worst).toBe('axle 2');
  expect(worstUtilisationPct).toBeCloseTo(92.37, 2);
  expect(reply).toMatchObject({ worstStage: 'full', ok: true });
  const over = verdict(ask(VOLVO_TILT, eightRows(1)), '11.5');
  expect(over.overloads).toMatchObject([{ what: 'axle 2', limitKg: 11_500, overPct: expect.closeTo(11.11, 2) }]);
});

test('LW15: bands end at 10, 20 and 50 per cent, ends included; the tolerance moves ok alone', () => {
  const bandAt = (massKg: number, tolerancePct = 0) => {
    // axle 2 of a 4x2 carries 3300 kg and all of a load at x = 4.8
    const reply = ask({ type: 'rigid', rigid: { ...FLAT, techKg: {} } }, [{ massKg, xM: 3.8 }], {
      roadClasses: ['10'],
      tolerancePct,
    });
    return [verdict(reply, '10').band, verdict(reply, '10').ok, reply.ok];
  };
  expect(bandAt(6700)).toEqual(['ok', true, true]);
  expect(bandAt(6701)).toEqual(['0-10', false, false]);
  expect(bandAt(7700)).toEqual(['0-10', false, false]);
  expect(bandAt(7701)).toEqual(['10-20', false, false]);
  expect(bandAt(8700)).toEqual(['10-20', false, false]);
  expect(bandAt(11_700)).toEqual(['20-50', false, false]);
  expect(bandAt(11_701)).toEqual(['>50', false, false]);
  expect(bandAt(7700, 10)).toEqual(['0-10', true, true]);
  expect(bandAt(7701, 10)).toEqual(['10-20', false, false]);
});

const FLAT = {
  axles: axles([0, 'single', 'front'], [4.8, 'twin', 'rear']),
  tareFrontKg: 4700,
  tareRearKg: 3300,
  headboardXM: 1,
  bodyLengthM: 6.6,
};

test('LW16: every row names its source, its validity and how far it is to be trusted', () => {
  const rows = LAW.ruleSets.flatMap((set) => [
    set,
    ...set.singleAxles,
    ...set.groups,
    ...set.runs,
    ...set.gross,
    set.minSteerShare,
  ]);
  const all = [...rows, ...LAW.seasons, ...LAW.fines, LAW.loaderFine];
  expect(all.length).toBeGreaterThan(80);
  for (const row of all) {
    expect(row.source).not.toBe('');
    expect(['high', 'unconfirmed']).toContain(row.confidence);
    expect([row.validFrom, row.validTo].every((day) => day === null || /^\d{4}-\d{2}-\d{2}$/.test(day))).toBe(true);
  }
  const ids = LAW.ruleSets.flatMap((set) => set.groups).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(SEMITRAILERS.every(({ confidence }) => confidence === 'unconfirmed')).toBe(true);
});

test('LW10 LW16: an installation brings its own law', () => {
  const strict = LAW.ruleSets.map((set) => ({ ...set, minSteerShare: { ...set.minSteerShare, share: 0.4 } }));
  const reply = planAxleLoads(request(VOLVO_TILT, eightRows(2), { roadClasses: ['11.5'] }), {
    ...SHIPPED,
    law: { ...LAW, ruleSets: strict },
  });
  const steer = verdict(reply, '11.5').checks.find(({ what, layer }) => what === 'steer' && layer === 'law');
  expect(steer).toMatchObject({ ok: false, limitKg: expect.closeTo(0.4 * (6973.75 + 10_622.98), 1) });
});
