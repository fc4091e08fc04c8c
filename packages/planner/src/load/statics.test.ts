import { AxleLoadsRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { InputError } from '../input-error.ts';
import { planAxleLoads } from './index.ts';
import { artic, ask, axles, eightRows, firstStage, request, VOLVO_TILT } from './sets.fixture.ts';

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 1));

test('AX1: a rigid with twin steer, 17 t at 2.65 m (road.md E3 by hand)', () => {
  const stage = firstStage(ask({ type: 'rigid', rigid: 'silo-8x4' }, [{ massKg: 17_000, xM: 2.65 }]));
  expect(stage.axleLoadsKg).toEqual(near([5564.8, 5564.8, 10_185.2, 10_185.2]));
  expect(stage.grossKg).toBeCloseTo(31_500, 6);
  expect(stage.kingpinKg).toBeNull();
});

test('AX1: a load behind the rear support takes weight off the front', () => {
  // base 4.8, load at 1.05 + 6.0 = 7.05: rear 3300 + 1000 * 7.05 / 4.8, front 4700 - 468.75
  const stage = firstStage(ask({ type: 'rigid', rigid: 'flat-4x2' }, [{ massKg: 1000, xM: 6 }]));
  expect(stage.axleLoadsKg).toEqual([expect.closeTo(4231.25, 6), expect.closeTo(4768.75, 6)]);
});

test.each([
  [0, 15_325.5, 7892.3, 14_933.2, 3758.2],
  [1, 12_711.1, 7433.0, 12_778.1, 4629.6],
  [2, 10_096.7, 6973.8, 10_623.0, 5501.1],
  [3, 7482.4, 6514.5, 8467.9, 6372.5],
])('AX2: road.md E1, gap %d m', (gapM, kingpin, steer, drive, each) => {
  const stage = firstStage(ask(VOLVO_TILT, eightRows(gapM)));
  expect(stage.kingpinKg).toBeCloseTo(kingpin, 1);
  expect(stage.axleLoadsKg).toEqual(near([steer, drive, each, each, each]));
});

test('AX2 AX5: a tanker counts from its kingpin; cones emptied one by one (road.md E2)', () => {
  const cones = { front: { massKg: 9500, xM: 1.5 }, middle: { massKg: 9500, xM: 4 }, rear: { massKg: 9000, xM: 6.5 } };
  const reply = ask(artic('heavy-6x4', 'cement-35'), [
    { name: 'full', loads: [cones.front, cones.middle, cones.rear] },
    { name: 'rear empty', loads: [cones.front, cones.middle] },
    { name: 'front empty', loads: [cones.middle, cones.rear] },
  ]);
  expect(reply.stages.map(({ kingpinKg }) => kingpinKg)).toEqual(near([11_191.7, 11_941.7, 4066.7]));
  expect(reply.stages.map(({ grossKg }) => grossKg)).toEqual([43_200, 34_200, 33_700]);
  expect(reply.stages.map(({ axleLoadsKg }) => axleLoadsKg[0])).toEqual(near([6347.9, 6424.8, 5617.1]));
  expect(reply.stages.map(({ axleLoadsKg }) => axleLoadsKg[1])).toEqual(near([7021.9, 7358.4, 3824.8]));
  expect(reply.stages.map(({ axleLoadsKg }) => axleLoadsKg[3])).toEqual(near([7602.8, 4352.8, 6811.1]));
});

test('AX3: shares of a tag axle move the centre of the bogie', () => {
  // drive 60 % at 5.0, tag 40 % at 6.3: centre 5.52; 10 t at x = 2 + 3 = 5: rear 6000 + 10000 * 5 / 5.52
  const rigid = {
    axles: axles([0, 'single', 'front'], [5, 'twin', 'rear', { share: 0.6 }], [6.3, 'single', 'rear', { share: 0.4 }]),
    tareFrontKg: 5000,
    tareRearKg: 6000,
    headboardXM: 2,
    bodyLengthM: 7,
  };
  const rear = 6000 + (10_000 * 5) / 5.52;
  const stage = firstStage(ask({ type: 'rigid', rigid }, [{ massKg: 10_000, xM: 3 }]));
  expect(stage.axleLoadsKg).toEqual(near([21_000 - rear, 0.6 * rear, 0.4 * rear]));
  const one = { ...rigid, axles: rigid.axles.map((axle, i) => (i === 2 ? { ...axle, share: undefined } : axle)) };
  expect(firstStage(ask({ type: 'rigid', rigid: one }, [{ massKg: 10_000, xM: 3 }])).axleLoadsKg).toEqual(stage.axleLoadsKg);
});

test('AX4: the first trailer axle lifted: the centre goes from 7.65 to 8.305 and the empty kingpin rises', () => {
  // tilt: axles 6.34 / 7.65 / 8.96; empty 6600 kg with its centre of gravity at 5000 * 7.65 / 6600
  const centre = (5000 * 7.65) / 6600;
  const kingpin = 6600 * (1 - centre / 8.305);
  const stage = firstStage(ask(VOLVO_TILT, [{ name: 'empty', loads: [], liftedAxles: [3] }]));
  expect(stage.kingpinKg).toBeCloseTo(kingpin, 6);
  expect(stage.axleLoadsKg.slice(2)).toEqual([
    0,
    expect.closeTo((6600 - kingpin) / 2, 6),
    expect.closeTo((6600 - kingpin) / 2, 6),
  ]);
  expect(stage.groups.map((group) => group.axles)).toEqual([[1], [2], [4, 5]]);
});

test('AX4: with every axle down the reactions are the weighed ones', () => {
  const stage = firstStage(ask(VOLVO_TILT, []));
  expect(stage.kingpinKg).toBeCloseTo(1600, 9);
  expect(stage.axleLoadsKg.slice(2).reduce((sum, kg) => sum + kg, 0)).toBeCloseTo(5000, 9);
});

test('AX5: a stretch acts at its middle', () => {
  const stretch = ask(VOLVO_TILT, [{ massKg: 12_000, fromM: 2, toM: 8 }]);
  expect(stretch.stages).toEqual(ask(VOLVO_TILT, [{ massKg: 12_000, xM: 5 }]).stages);
});

test('AX6: a crane behind the cab is outside the tare and counts in the gross', () => {
  // flat-4x2, base 4.8: 1 200 kg at 1.2 m
  const base = firstStage(ask({ type: 'rigid', rigid: 'flat-4x2' }, []));
  const rigid = {
    axles: axles([0, 'single', 'front'], [4.8, 'twin', 'rear']),
    tareFrontKg: 4700,
    tareRearKg: 3300,
    headboardXM: 1.05,
    bodyLengthM: 6.6,
  };
  const crane = firstStage(ask({ type: 'rigid', rigid: { ...rigid, extras: [{ what: 'crane', massKg: 1200, xM: 1.2 }] } }, []));
  expect(crane.axleLoadsKg).toEqual([expect.closeTo(4700 + 900, 9), expect.closeTo(3300 + 300, 9)]);
  expect(crane.grossKg - base.grossKg).toBeCloseTo(1200, 9);
});

const TRUCK = {
  axles: axles([0, 'single', 'front'], [4.8, 'twin', 'rear']),
  tareFrontKg: 4700,
  tareRearKg: 3300,
  headboardXM: 1.05,
  bodyLengthM: 6.6,
};

test('AX8: a drawbar trailer stands by itself', () => {
  const trailer = {
    axles: axles([0, 'single', 'front'], [5, 'single', 'rear']),
    tareFrontKg: 2000,
    tareRearKg: 2200,
    headboardXM: -1,
    deckLengthM: 8,
  };
  const set = { type: 'truck_drawbar', rigid: TRUCK, trailer };
  // 6 t at 4 m of the trailer's deck: x = 3 of 5; 5 t at 3 m of the truck's: x = 4.05 of 4.8
  const stage = firstStage(
    ask(set, [
      { massKg: 6000, xM: 4, unit: 'trailer' },
      { massKg: 5000, xM: 3, unit: 'rigid' },
    ]),
  );
  expect(stage.axleLoadsKg).toEqual(near([4700 + 781.25, 3300 + 4218.75, 2000 + 2400, 2200 + 3600]));
  expect(stage.kingpinKg).toBeNull();
  expect(() => ask(set, [{ massKg: 1, xM: 1 }])).toThrow('stages.0.loads.0.unit');
});

test('AX9: a centre-axle trailer hangs on a hitch behind the rear axle', () => {
  const trailer = {
    axles: axles([5, 'single', 'bogie'], [6.3, 'single', 'bogie']),
    tareKingpinKg: 300,
    tareBogieKg: 2700,
    kingpinFromHeadboardM: -1.5,
    deckLengthM: 8,
    hitchXM: 7,
  };
  // the deck begins 1.5 m behind the eye: 8 t at 3 m of it are at 4.5 of 5.65
  const eye = 300 + 8000 * (1 - 4.5 / 5.65);
  const rear = 3300 + (eye * 7) / 4.8;
  const stage = firstStage(ask({ type: 'truck_drawbar', rigid: TRUCK, trailer }, [{ massKg: 8000, xM: 3, unit: 'trailer' }]));
  expect(stage.kingpinKg).toBeCloseTo(eye, 6);
  expect(stage.axleLoadsKg.slice(0, 2)).toEqual(near([8000 + eye - rear, rear]));
  expect(stage.axleLoadsKg[0]).toBeLessThan(4700);
  const { hitchXM: _, ...loose } = trailer;
  expect(() => ask({ type: 'truck_drawbar', rigid: TRUCK, trailer: loose }, [])).toThrow('vehicle.trailer.hitchXM');
  const onTruck = { type: 'truck_drawbar', rigid: { ...TRUCK, hitchXM: 7 }, trailer: loose };
  expect(firstStage(ask(onTruck, [{ massKg: 8000, xM: 3, unit: 'trailer' }])).kingpinKg).toBeCloseTo(eye, 6);
});

test('AX10: three drops by the rear door (road.md 4.5): the kingpin rises while the rear empties', () => {
  const even = [0, 2, 4, 6, 8].map((metres) => ({
    name: `${metres} m`,
    loads: [{ massKg: (22_000 * (13.6 - metres)) / 13.6, fromM: 0, toM: 13.6 - metres }],
  }));
  const reply = ask(VOLVO_TILT, even, { roadClasses: ['10', '11.5'] });
  expect(reply.stages.map(({ kingpinKg }) => Math.round(kingpinKg ?? 0))).toEqual([8646, 10_063, 10_633, 10_359, 9238]);
  expect(reply.stages.map(({ axleLoadsKg }) => Math.round(axleLoadsKg[0] ?? 0))).toEqual([6719, 6968, 7068, 7020, 6823]);
  expect(reply.stages.map(({ axleLoadsKg }) => Math.round(axleLoadsKg[1] ?? 0))).toEqual([9427, 10_595, 11_065, 10_839, 9915]);
  expect(reply.stages.map(({ axleLoadsKg }) => Math.round(axleLoadsKg[4] ?? 0))).toEqual([6651, 5101, 3832, 2845, 2140]);
  expect(reply.worstStage).toBe('4 m');
});

test('AX10: axles the vehicle has lifted stay up beside those of a stage', () => {
  const trailer = {
    axles: axles([6.34, 'single', 'bogie', { lifted: true }], [7.65, 'single', 'bogie'], [8.96, 'single', 'bogie']),
    tareKingpinKg: 1600,
    tareBogieKg: 5000,
    kingpinFromHeadboardM: 1.6,
    deckLengthM: 13.62,
  };
  const set = { type: 'tractor_semitrailer', tractor: 'volvo-fh-4x2', trailer };
  const reply = ask(set, [
    { name: 'a', loads: [] },
    { name: 'b', loads: [], liftedAxles: [5] },
  ]);
  expect(reply.stages.map(({ groups }) => groups.map((group) => group.axles))).toEqual([
    [[1], [2], [4, 5]],
    [[1], [2], [4]],
  ]);
});

const fieldsOf = (input: unknown): string[] => {
  const parsed = AxleLoadsRequest.safeParse(input);
  if (!parsed.success) return parsed.error.issues.map(({ path }) => path.join('.'));
  try {
    planAxleLoads(parsed.data);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.errors.map(({ path }) => path);
    throw error;
  }
};

test('AX11: each thing that is wrong is named', () => {
  const good = {
    vehicle: { type: 'rigid', rigid: TRUCK },
    ruleSet: 'RU',
    stages: [{ name: 'a', loads: [{ massKg: 1000, xM: 1 }] }],
  };
  const rigid = (change: object) => ({ ...good, vehicle: { type: 'rigid', rigid: { ...TRUCK, ...change } } });
  const loads = (...given: object[]) => ({ ...good, stages: [{ name: 'a', loads: given }] });
  expect(fieldsOf(good)).toEqual([]);
  expect(fieldsOf(rigid({ axles: axles([4.8, 'single', 'front'], [0, 'twin', 'rear']) }))).toContain('vehicle.rigid.axles.1.xM');
  const same = axles([0, 'single', 'front'], [0, 'twin', 'rear']);
  expect(fieldsOf(rigid({ axles: same }))).toContain('vehicle.rigid.axles');
  expect(fieldsOf(rigid({ axles: axles([0, 'single', 'front', { lifted: true }], [4.8, 'twin', 'rear']) }))).toEqual([
    'vehicle.rigid.axles',
  ]);
  expect(fieldsOf(rigid({ axles: axles([0, 'single', 'front'], [4.8, 'twin', 'bogie']) }))).toContain(
    'vehicle.rigid.axles.1.support',
  );
  expect(fieldsOf(rigid({ tareFrontKg: -1 }))).toEqual(['vehicle.rigid.tareFrontKg']);
  expect(fieldsOf(rigid({ tareFrontKg: Number.NaN }))).toEqual(['vehicle.rigid.tareFrontKg']);
  expect(fieldsOf(rigid({ headboardXM: Number.POSITIVE_INFINITY }))).toEqual(['vehicle.rigid.headboardXM']);
  expect(fieldsOf(loads({ massKg: -1, xM: 1 }))).toEqual(['stages.0.loads.0.massKg']);
  expect(fieldsOf(loads({ massKg: 1, xM: 7 }))).toEqual(['stages.0.loads.0.xM']);
  expect(fieldsOf(loads({ massKg: 1, fromM: 1, toM: 9 }))).toEqual(['stages.0.loads.0.toM']);
  expect(fieldsOf(loads({ massKg: 1, fromM: 3, toM: 2 }))).toEqual(['stages.0.loads.0.toM']);
  expect(fieldsOf(loads({ massKg: 1 }))).toEqual(['stages.0.loads.0.xM']);
  expect(fieldsOf({ ...good, vehicle: { type: 'rigid', rigid: 'kamaz-1' } })).toEqual(['vehicle.rigid']);
  expect(fieldsOf({ ...good, vehicle: 'kamaz-1' })).toEqual(['vehicle']);
  expect(fieldsOf({ ...good, on: '2031-01-01' })).toEqual(['on']);
  expect(fieldsOf({ ...good, on: '2026-02-30' })).toEqual(['on']);
  expect(fieldsOf({ ...good, stages: [{ name: 'a', loads: [], liftedAxles: [2] }] })).toEqual(['stages.0.liftedAxles']);
  expect(fieldsOf({ ...good, stages: [{ name: 'a', loads: [], liftedAxles: [3] }] })).toEqual(['stages.0.liftedAxles.0']);
  expect(fieldsOf({ ...good, vehicle: { ...artic('volvo-fh-4x2', 'tilt-13.6'), trailer: 'kamaz-6520' } })).toEqual([
    'vehicle.trailer',
  ]);
});

test('AX11: a rigid may be named by id as a whole', () => {
  expect(planAxleLoads(request('kamaz-6520', [])).stages).toEqual(ask({ type: 'rigid', rigid: 'kamaz-6520' }, []).stages);
});

test('AX8 AX9: typical trailers of a truck are known by id', () => {
  // drawbar-2: 6 t at 4 m of the deck is 2.8 m behind its first axle, of 5 m
  const drawn = firstStage(
    ask({ type: 'truck_drawbar', rigid: 'flat-4x2', trailer: 'drawbar-2' }, [{ massKg: 6000, xM: 4, unit: 'trailer' }]),
  );
  expect(drawn.axleLoadsKg).toEqual(
    [4700, 3300, 2600 + 6000 * (2.2 / 5), 2400 + 6000 * (2.8 / 5)].map((kg) => expect.closeTo(kg, 6)),
  );
  // centre-axle-2: 6 t at 4 m is 5.6 m behind the eye, the bogie at 5.855 m; the hitch 7.65 m behind the steer axle
  const eyeKg = 400 + 6000 * (1 - 5.6 / 5.855);
  const hung = firstStage(
    ask({ type: 'truck_drawbar', rigid: 'flat-4x2', trailer: 'centre-axle-2' }, [{ massKg: 6000, xM: 4, unit: 'trailer' }]),
  );
  expect(hung.kingpinKg).toBeCloseTo(eyeKg, 6);
  expect(hung.axleLoadsKg[1]).toBeCloseTo(3300 + (eyeKg * 7.65) / 4.8, 6);
  expect(() => ask({ type: 'truck_drawbar', rigid: 'flat-4x2', trailer: 'nobody' }, [])).toThrow(
    'vehicle.trailer: there is no nobody here; there are drawbar-2, centre-axle-2',
  );
});

test('AX4 LW1 LW2 LW7: the first of three axles lifted (road.md 4.3): 7.70 becomes 8.355, two axles are judged, four bear the gross', () => {
  const loads = [{ massKg: 10_000, xM: 6.5 }];
  const reply = ask(artic('volvo-fh-4x2', 'tonar-9888-curtain'), [{ name: 'a', loads, liftedAxles: [3] }]);
  // empty trailer 7300 kg, its moment about the kingpin 5750 x 7.70; 10 t at 6.5 - 1.5 = 5.0 m behind it
  const bogieKg = (5750 * 7.7 + 10_000 * 5) / 8.355;
  const stage = firstStage(reply);
  expect(stage.kingpinKg).toBeCloseTo(17_300 - bogieKg, 6);
  expect(stage.axleLoadsKg.slice(2)).toEqual(near([0, bogieKg / 2, bogieKg / 2]));
  expect(stage.groups.at(-1)).toMatchObject({ axles: [4, 5], meanSpacingM: expect.closeTo(1.31, 9) });
  const { checks } = stage.verdicts['10'] ?? { checks: [] };
  expect(checks.find(({ what }) => what === 'group 4+5')?.limitKg).toBe(15_000);
  expect(checks.find(({ what, layer }) => what === 'gross' && layer === 'law')?.limitKg).toBe(36_000);
  // the maker's 27 t of the bogie are for three axles
  expect(checks.find(({ what, layer }) => what === 'group 4+5' && layer === 'maker')?.limitKg).toBeCloseTo(18_000, 6);
});
