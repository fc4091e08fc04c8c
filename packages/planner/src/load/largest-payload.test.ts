import { expect, test } from 'vitest';
import { artic, ask, axles, check, largest, VOLVO_TILT } from './sets.fixture.ts';

const rigid = (id: string) => ({ type: 'rigid' as const, rigid: id });
type Row = [
  vehicle: Parameters<typeof largest>[0],
  xM: number,
  eleven: number,
  ten: number,
  six: number,
  maker: number,
  best?: [number, number],
];

/** Road facts 4.8, tonnes; `best` is the free placement on roads of 11.5 and 10 t. */
const TABLE: Row[] = [
  [rigid('kamaz-65115'), 2.39, 14.0, 11.8, 6.1, 15.0],
  [rigid('kamaz-6520'), 2.78, 11.7, 9.5, 0.5, 20.0],
  [rigid('kamaz-65201'), 2.7, 14.5, 11.7, 4.6, 25.0],
  [rigid('maz-6501'), 2.71, 11.5, 9.3, 0.0, 20.0],
  [rigid('silo-8x4'), 2.65, 13.9, 11.3, 4.8, 24.0],
  [rigid('kamaz-65117-kmu'), 3.1, 12.6, 10.4, 1.9, 11.0],
  [rigid('flat-4x2'), 3.35, 8.9, 7.3, 2.9, 8.9],
  [artic('kamaz-5490', 'tilt-13.6'), 6.81, 25.5, 22.5, 0.0, 25.5, [25.5, 23.1]],
  [artic('volvo-fh-4x2', 'tilt-13.6'), 6.81, 25.9, 23.5, 0.3, 29.9, [25.9, 23.7]],
  [artic('volvo-fh-4x2', 'tonar-9888-curtain'), 6.83, 25.2, 22.0, 0.5, 29.2, [25.2, 22.9]],
  [artic('heavy-6x4', 'tilt-13.6'), 6.81, 27.2, 23.5, 4.2, 32.0, [28.2, 27.8]],
  [artic('kamaz-5490', 'cement-35'), 4.0, 26.1, 21.3, 0.0, 26.1, [26.1, 23.7]],
  [artic('volvo-fh-4x2', 'cement-28-alu'), 3.75, 27.7, 24.3, 1.2, 29.8, [27.7, 25.4]],
  [artic('kamaz-65116', 'cement-35'), 4.0, 28.7, 25.0, 13.7, 24.0, [30.1, 28.8]],
  [artic('heavy-6x4', 'cement-35'), 4.0, 28.7, 25.0, 3.8, 33.0, [28.8, 28.1]],
  [artic('heavy-6x4', 'cement-28-alu'), 3.75, 29.9, 26.1, 4.9, 32.4, [30.0, 29.4]],
  [artic('volvo-fh-4x2', 'tonar-sh3-33'), 4.4, 23.5, 20.0, 0.0, 27.5, [23.5, 21.2]],
  [artic('heavy-6x4', 'tonar-sh3-33'), 4.4, 23.6, 20.0, 3.1, 28.3, [25.8, 25.3]],
  [artic('heavy-6x4', 'bitumen-28'), 3.7, 27.3, 25.4, 2.6, 28.0, [27.3, 26.8]],
  [artic('volvo-fh-4x2', 'tonar-9589'), 6.79, 22.6, 18.8, 0.6, 26.6, [22.6, 20.4]],
];
const name = (vehicle: Row[0]) => JSON.stringify(vehicle);

test.each(TABLE)('MP1 MP6: road.md 4.8, %j at %d m', (vehicle, xM, eleven, ten, six, maker) => {
  const at = { kind: 'point', xM };
  const law = largest(vehicle, at, { layers: ['law'] });
  const apart = (kg: number | undefined, tonnes: number) => Math.abs((kg ?? Number.NaN) / 1000 - tonnes);
  expect(apart(law['11.5']?.maxPayloadKg, eleven)).toBeLessThan(0.0501);
  expect(apart(law['10']?.maxPayloadKg, ten)).toBeLessThan(0.0501);
  expect(apart(law['6']?.maxPayloadKg, six)).toBeLessThan(0.0501);
  const makerAlone = largest(vehicle, at, { layers: ['maker'] })['10']?.maxPayloadKg;
  expect(apart(makerAlone, maker)).toBeLessThan(0.0501);
  const all = largest(vehicle, at)['11.5']?.maxPayloadKg;
  expect(all).toBe(Math.min(law['11.5']?.maxPayloadKg ?? 0, makerAlone ?? 0));
});

test('MP3: road.md 4.8, the best centre of gravity: its scan in steps of 5 cm within 2 m, which free placement never falls below', () => {
  for (const [vehicle, xM, , , , , best] of TABLE) {
    if (best === undefined) continue;
    const free = largest(vehicle, { kind: 'free' }, { layers: ['law'] });
    const scan = { '11.5': 0, '10': 0 };
    for (let step = -40; step <= 40; step++) {
      const at = largest(vehicle, { kind: 'point', xM: xM + step * 0.05 }, { layers: ['law'] });
      for (const key of ['11.5', '10'] as const) scan[key] = Math.max(scan[key], at[key]?.maxPayloadKg ?? 0);
    }
    for (const [i, key] of (['11.5', '10'] as const).entries()) {
      expect(Math.abs(scan[key] / 1000 - (best[i] ?? Number.NaN)), name(vehicle)).toBeLessThan(0.1);
      expect(free[key]?.maxPayloadKg, name(vehicle)).toBeGreaterThanOrEqual(scan[key]);
    }
  }
});

test('MP1 MP2: rounded down to a kilogram; ten more fail at the check that was named', () => {
  const answer = largest(VOLVO_TILT, { kind: 'point', xM: 6.81 });
  for (const key of ['10', '11.5'] as const) {
    const kg = answer[key]?.maxPayloadKg ?? 0;
    expect(Number.isInteger(kg)).toBe(true);
    const at = (massKg: number) => ask(VOLVO_TILT, [{ massKg, xM: 6.81 }], { roadClasses: [key] });
    expect(at(kg).ok).toBe(true);
    expect(at(kg + 1).ok).toBe(false);
    expect(check(at(kg + 10), key, answer[key]?.boundBy ?? '', answer[key]?.boundByLayer)?.ok).toBe(false);
  }
  expect(answer['11.5']).toMatchObject({ maxPayloadKg: 25_900, boundBy: 'gross', boundByLayer: 'law' });
});

test('MP1: a uniform stretch counts at its middle', () => {
  const stretch = largest(VOLVO_TILT, { kind: 'uniform', fromM: 0, toM: 13.62 });
  expect(stretch).toEqual(largest(VOLVO_TILT, { kind: 'point', xM: 6.81 }));
  expect(() => largest(VOLVO_TILT, { kind: 'uniform', fromM: 0, toM: 14 })).toThrow('placement.toM');
  expect(() => largest(VOLVO_TILT, { kind: 'point', xM: -0.1 })).toThrow('placement.xM');
});

test('MP2 MP3: a free placement holds at the place it names', () => {
  const free = largest(VOLVO_TILT, { kind: 'free' })['10'];
  const at = (massKg: number, xM: number) => ask(VOLVO_TILT, [{ massKg, xM }], { roadClasses: ['10'] }).ok;
  expect(at(free?.maxPayloadKg ?? 0, free?.bestXM ?? 0)).toBe(true);
  for (let xM = 0; xM <= 13.6; xM += 0.1) expect(at((free?.maxPayloadKg ?? 0) + 10, xM)).toBe(false);
  // drive 10 t and bogie 21 t together: K = 7700 * 3.7 / 3.05, the rest of K + T = 6600 + m
  expect(free?.maxPayloadKg).toBe(Math.floor((7700 * 3.7) / 3.05 + 21_000 - 6600));
});

const TAIL = {
  type: 'tractor_semitrailer' as const,
  tractor: 'volvo-fh-4x2',
  trailer: {
    axles: axles([3, 'single', 'bogie'], [4.31, 'single', 'bogie'], [5.62, 'single', 'bogie']),
    tareKingpinKg: 0,
    tareBogieKg: 6000,
    extras: [{ what: 'crane at the rear', massKg: 2000, xM: 8 }],
    kingpinFromHeadboardM: 1,
    deckLengthM: 9,
  },
};

test('MP4: an empty set whose kingpin is pulled up needs a least load', () => {
  // K = 2000 (1 - 8 / 4.31) + m (1 - 1 / 4.31) with the load at 2 m of the deck
  const least = (-2000 * (1 - 8 / 4.31)) / (1 - 1 / 4.31);
  const answer = largest(TAIL, { kind: 'point', xM: 2 })['11.5'];
  expect(answer?.minPayloadKg).toBe(Math.ceil(least));
  expect(answer?.infeasibleEmpty).toBeUndefined();
  const at = (massKg: number) => ask(TAIL, [{ massKg, xM: 2 }], { roadClasses: ['11.5'] }).ok;
  expect([at(Math.ceil(least)), at(Math.floor(least) - 1), at(answer?.maxPayloadKg ?? 0)]).toEqual([true, false, true]);
});

test('MP5: a set that is over when empty says which axle', () => {
  expect(largest(artic('kamaz-5490', 'tilt-13.6'), { kind: 'point', xM: 6.81 })['6']).toMatchObject({
    maxPayloadKg: 0,
    infeasibleEmpty: 'axle 1',
    boundBy: 'axle 1',
  });
  expect(largest(TAIL, { kind: 'point', xM: 8 })['11.5']).toMatchObject({ maxPayloadKg: 0, infeasibleEmpty: 'kingpin' });
});

test('MP6: a season counts unless it is left out', () => {
  const more = { on: '2025-04-10', region: 'Татарстан', roadClasses: ['10'] };
  const spring = largest(VOLVO_TILT, { kind: 'free' }, more)['10'];
  expect(spring?.boundByLayer).toBe('season');
  expect(spring?.maxPayloadKg).toBeLessThan(largest(VOLVO_TILT, { kind: 'free' })['10']?.maxPayloadKg ?? 0);
  expect(largest(VOLVO_TILT, { kind: 'free' }, { ...more, layers: ['law', 'maker'] })).toEqual(
    largest(VOLVO_TILT, { kind: 'free' }, { roadClasses: ['10'] }),
  );
});

test('MP2 MP3: where the law offers a choice the better side of it is found', () => {
  // EU, twin wheels without air: 25 t, or 26 t while each driven axle stays within 9.5 t
  const vehicle = {
    type: 'rigid' as const,
    rigid: {
      axles: axles([0, 'single', 'front'], [4.2, 'twin', 'rear'], [5.55, 'twin', 'rear']),
      tareFrontKg: 5000,
      tareRearKg: 5000,
      headboardXM: 1,
      bodyLengthM: 7,
    },
  };
  const eu = { ruleSet: 'EU_96_53' };
  expect(largest(vehicle, { kind: 'free' }, eu)['EU_96_53']?.maxPayloadKg).toBe(16_000);
  // all of it over the rear bogie: 19 t there, 5 t in front
  expect(largest(vehicle, { kind: 'point', xM: 3.875 }, eu)['EU_96_53']?.maxPayloadKg).toBe(14_000);
});

test('MP7: truck and trailer share a free payload', () => {
  const rigidTruck = {
    axles: axles([0, 'single', 'front'], [4.8, 'twin', 'rear']),
    tareFrontKg: 4700,
    tareRearKg: 3300,
    headboardXM: 1.05,
    bodyLengthM: 6.6,
  };
  const trailer = {
    axles: axles([0, 'single', 'front'], [5, 'single', 'rear']),
    tareFrontKg: 2000,
    tareRearKg: 2200,
    headboardXM: -1,
    deckLengthM: 8,
  };
  const vehicle = { type: 'truck_drawbar' as const, rigid: rigidTruck, trailer };
  const free = largest(vehicle, { kind: 'free' }, { roadClasses: ['10'] })['10'];
  // 36 t on four axles less 12.2 t of tare, and every axle within 9 or 10 t
  expect(free).toMatchObject({ maxPayloadKg: 23_800, boundBy: 'gross' });
  const loads = (free?.placed ?? []).map(({ unit, massKg, xM }) => ({ unit, massKg, xM }));
  expect(ask(vehicle, loads, { roadClasses: ['10'] }).ok).toBe(true);
  expect(() => largest(vehicle, { kind: 'point', xM: 1 })).toThrow('placement.unit');
});
