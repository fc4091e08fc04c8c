import { AxleLoadsRequest, CompartmentsRequest, MaxPayloadRequest, PlacementRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { InputError } from '../input-error.ts';
import { largestPayload, placePieces, planAxleLoads, planCompartments } from './index.ts';
import { axles } from './sets.fixture.ts';

const tractor = {
  axles: axles([0, 'single', 'front'], [3.7, 'twin', 'rear', { share: 1 }]),
  tareFrontKg: 5200,
  tareRearKg: 2300,
  fifthWheelXM: 3.05,
  extras: [{ what: 'crane', massKg: 900, xM: 1 }],
  techKg: { front: 7500, rear: 11_500, gcw: 44_000 },
};
const trailer = {
  axles: axles([6.34, 'single', 'bogie'], [7.65, 'single', 'bogie'], [8.96, 'single', 'bogie']),
  tareKingpinKg: 1600,
  tareBogieKg: 5000,
  kingpinFromHeadboardM: 1.6,
  deckLengthM: 13.62,
};
const rigid = {
  axles: axles([0, 'single', 'front'], [4.8, 'twin', 'rear']),
  tareFrontKg: 4700,
  tareRearKg: 3300,
  headboardXM: 1.05,
  bodyLengthM: 6.6,
  hitchXM: 7.65,
};
const drawbar = {
  axles: axles([0, 'twin', 'front'], [5, 'twin', 'rear']),
  tareFrontKg: 2600,
  tareRearKg: 2400,
  headboardXM: -1.2,
  deckLengthM: 8.1,
  drawbarLengthM: 2.6,
};
const centreAxle = { ...trailer, axles: axles([5.2, 'twin', 'bogie']), kingpinFromHeadboardM: -1.6, hitchXM: 7.65 };
const SEMI = { type: 'tractor_semitrailer', tractor, trailer };
const SETS: Record<string, object> = {
  semi: SEMI,
  rigid: { type: 'rigid', rigid },
  drawbar: { type: 'truck_drawbar', rigid, trailer: drawbar },
  centreAxle: { type: 'truck_drawbar', rigid, trailer: centreAxle },
};
const rules = { ruleSet: 'RU', roadClasses: ['10', '11.5'] };
const loadsFor = (name: string) =>
  name === 'semi' || name === 'rigid'
    ? [
        { massKg: 1000, xM: 2 },
        { massKg: 500, fromM: 1, toM: 3 },
      ]
    : [
        { massKg: 1000, xM: 2, unit: 'rigid' },
        { massKg: 500, fromM: 1, toM: 3, unit: 'trailer' },
      ];

/** Every number in a request, by its path. */
function numbersIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part, [...path, Array.isArray(value) ? Number(key) : key]));
}

function withNumber(value: unknown, [at, ...rest]: (string | number)[], bad: number): unknown {
  if (at === undefined) return bad;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inside = copy as Record<string | number, unknown>;
  inside[at] = withNumber(inside[at], rest, bad);
  return copy;
}

type Asking = { schema: { safeParse(input: unknown): Parsed }; run: (request: never) => unknown };
type Parsed = { success: boolean; data?: unknown; error?: { issues: { path: PropertyKey[] }[] } };
const ASKING: Record<string, Asking> = {
  axleLoads: { schema: AxleLoadsRequest, run: planAxleLoads },
  maxPayload: { schema: MaxPayloadRequest, run: largestPayload },
  placement: { schema: PlacementRequest, run: placePieces },
  compartments: { schema: CompartmentsRequest, run: planCompartments },
};
const requestsFor = (name: string): [keyof typeof ASKING, object][] => {
  const vehicle = SETS[name];
  const isOneDeck = name === 'semi' || name === 'rigid';
  const unit = isOneDeck ? {} : { unit: 'rigid' };
  return [
    ['axleLoads', { vehicle, ...rules, stages: [{ name: 'a', loads: loadsFor(name), liftedAxles: [] }], tolerancePct: 0 }],
    ['maxPayload', { vehicle, ...rules, placement: { kind: 'uniform', fromM: 1, toM: 5, ...unit } }],
    [
      'compartments',
      { vehicle, ...rules, compartments: [{ name: '1', xM: 3, maxKg: 2000, massKg: 1000, ...unit }], totalKg: 1000 },
    ],
    ...(isOneDeck
      ? [
          [
            'placement',
            { vehicle, ...rules, pieces: [{ massKg: 500, lengthM: 1, drop: 1, count: 2 }], across: 2, doors: 'rear' },
          ] as [string, object],
        ]
      : []),
  ];
};

/** What came of it: refused at which fields, or whether all it says is finite. */
function outcomeOf(run: () => unknown): { refusedAt: string[] } | { isFinite: boolean } {
  try {
    const reply = run();
    return {
      isFinite: numbersIn(reply).every((path) => Number.isFinite(path.reduce((at: unknown, key) => (at as never)[key], reply))),
    };
  } catch (error) {
    if (error instanceof InputError) return { refusedAt: error.errors.map(({ path }) => path) };
    throw error;
  }
}

test.each(Object.keys(SETS))('AX11: no number of a %s set, however absurd, gives NaN: its field is named', (name) => {
  for (const [asking, good] of requestsFor(name)) {
    const { schema, run } = ASKING[asking] as Asking;
    expect(
      outcomeOf(() => run(good as never)),
      asking,
    ).toEqual({ isFinite: true });
    for (const path of numbersIn(good))
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308]) {
        const request = withNumber(good, path, bad);
        const where = `${asking} ${path.join('.')} = ${bad}`;
        const parsed = schema.safeParse(request);
        expect(parsed.success, where).toBe(false);
        // the field itself, or what it makes impossible: an axle out of order, a wheelbase
        const named = parsed.error?.issues.map((issue) => issue.path.join('.')) ?? [];
        expect(
          named.some((field) => field === path.join('.') || path.join('.').startsWith(field)),
          `${where}: ${named}`,
        ).toBe(true);
        if (path.at(-1) === 'tolerancePct') continue;
        // and by those who call the function without the schema
        const outcome = outcomeOf(() => run(request as never));
        expect('refusedAt' in outcome ? outcome.refusedAt.length > 0 : outcome.isFinite, where).toBe(true);
      }
  }
});

const refusedAt = (vehicle: object, stages: object[] = [{ name: 'a', loads: [] }]) =>
  outcomeOf(() => planAxleLoads({ vehicle, ...rules, stages, tolerancePct: 0 } as never));

test('AX11: whoever calls without the schema hears the same: order, wheelbase, lifted supports, negative masses', () => {
  const reversed = { ...tractor, axles: [...tractor.axles].reverse() };
  expect(refusedAt({ ...SEMI, tractor: reversed })).toEqual({
    refusedAt: ['vehicle.tractor.axles.1.xM'],
  });
  const flat = { ...rigid, axles: axles([0, 'single', 'front'], [0, 'twin', 'rear']) };
  expect(refusedAt({ type: 'rigid', rigid: flat })).toMatchObject({ refusedAt: expect.arrayContaining(['vehicle.rigid.axles']) });
  const up = { ...trailer, axles: trailer.axles.map((axle) => ({ ...axle, lifted: true })) };
  expect(refusedAt({ ...SEMI, trailer: up })).toEqual({ refusedAt: ['vehicle.trailer.axles'] });
  expect(refusedAt({ ...SEMI, trailer: { ...trailer, tareBogieKg: -5 } })).toEqual({
    refusedAt: ['vehicle.trailer.tareBogieKg'],
  });
  expect(refusedAt(SEMI, [{ name: 'a', loads: [{ massKg: -1, xM: 1 }] }])).toEqual({ refusedAt: ['stages.0.loads.0.massKg'] });
  expect(refusedAt(SEMI, [{ name: 'a', loads: [{ massKg: 1 }] }])).toEqual({ refusedAt: ['stages.0.loads.0.xM'] });
  expect(refusedAt(SEMI, [{ name: 'a', loads: [], liftedAxles: [3, 4, 5] }])).toEqual({ refusedAt: ['stages.0.liftedAxles'] });
});

test('AX11: axles up may leave two supports at one place: that is no vehicle, and no NaN', () => {
  // steered at 0 and 6 (centre 3), driven at 2, 4 and 9 (centre 5): without the last one both centres are at 3 m
  const odd = {
    ...rigid,
    axles: axles([0, 'single', 'front'], [2, 'twin', 'rear'], [4, 'twin', 'rear'], [6, 'single', 'front'], [9, 'twin', 'rear']),
  };
  const loads = [{ massKg: 1000, xM: 1 }];
  expect(refusedAt({ type: 'rigid', rigid: odd }, [{ name: 'a', loads }])).toEqual({ isFinite: true });
  expect(refusedAt({ type: 'rigid', rigid: odd }, [{ name: 'a', loads, liftedAxles: [5] }])).toEqual({
    refusedAt: ['stages.0.liftedAxles'],
  });
});
