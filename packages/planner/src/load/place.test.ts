import type { Piece, PlacementRequest } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawsFrom } from './any-set.fixture.ts';
import { groupLines, mayShareTruck, placePieces, planAxleLoads, planCompartments, planGroupage } from './index.ts';
import { artic, ask, VOLVO_TILT } from './sets.fixture.ts';

const base = { vehicle: VOLVO_TILT, ruleSet: 'RU' as const, roadClasses: ['11.5' as const], across: 2, doors: 'rear' as const };
const of = (drop: number, count: number, massKg: number, lengthM = 0.8): Piece => ({ drop, count, massKg, lengthM });

/** Every stage by the engine, and the rows as they may stand: on the deck, one behind another, later drops ahead. */
function problems(request: PlacementRequest, deckM: number): string[] {
  const reply = placePieces(request);
  if (reply.outcome !== 'placed') return [reply.outcome];
  const { rows } = reply;
  const found: string[] = [];
  rows.forEach((row, i) => {
    const behind = rows[i + 1];
    if (row.xM - row.lengthM / 2 < -1e-6 || row.xM + row.lengthM / 2 > deckM + 1e-6) found.push(`row ${i} off the deck`);
    if (behind && row.xM + row.lengthM / 2 > behind.xM - behind.lengthM / 2 + 1e-6) found.push(`row ${i} overlaps`);
    if (row.pieces.length > request.across) found.push(`row ${i} is too full`);
    if (
      request.doors === 'rear' &&
      behind &&
      Math.min(...row.pieces.map((p) => p.drop)) < Math.max(...behind.pieces.map((p) => p.drop))
    )
      found.push(`row ${i} keeps a later drop in`);
  });
  const count = request.pieces.reduce((sum, piece) => sum + (piece.count ?? 1), 0);
  if (rows.reduce((sum, { pieces }) => sum + pieces.length, 0) !== count) found.push('pieces are missing');
  const drops = Math.max(...request.pieces.map(({ drop }) => drop));
  for (let stage = 0; stage <= drops; stage++) {
    const loads = rows.flatMap(({ xM, pieces }) =>
      pieces.filter(({ drop }) => drop > stage).map(({ massKg }) => ({ massKg, xM })),
    );
    if (!ask(request.vehicle, loads, { roadClasses: request.roadClasses }).ok) found.push(`unlawful after drop ${stage}`);
  }
  return found;
}

test('PL1 PL3 PL4: 33 pallets over three drops by the rear door, lawful after each', () => {
  expect(problems({ ...base, pieces: [of(1, 11, 700), of(2, 11, 700), of(3, 11, 700)] }, 13.62)).toEqual([]);
  expect(
    problems({ ...base, pieces: [of(1, 5, 900), of(1, 6, 500), of(2, 11, 700), of(3, 4, 300), of(3, 7, 800)] }, 13.62),
  ).toEqual([]);
  expect(problems({ ...base, doors: 'side', pieces: [of(1, 11, 700), of(2, 11, 700), of(3, 11, 700)] }, 13.62)).toEqual([]);
});

test('PL1: the gap at the headboard is as small as the law lets it be (road.md E1)', () => {
  const reply = placePieces({ ...base, pieces: [of(1, 16, 1250, 1)] });
  // drive 11.5 t: K = 9200 * 3.7 / 3.05 = 11160.7; K = 1600 + 20000 (1 - x / 7.65), x = gap + 4 - 1.6
  const gapM = 7.65 * (1 - ((9200 * 3.7) / 3.05 - 1600) / 20_000) - 2.4;
  expect(reply).toMatchObject({ outcome: 'placed' });
  if (reply.outcome === 'placed') expect((reply.rows[0]?.xM ?? 0) - 0.5).toBeCloseTo(gapM, 4);
});

test('PL2: what cannot be is proven: too long, too heavy, or wrong after a drop', () => {
  expect(placePieces({ ...base, pieces: [of(1, 36, 100)] })).toMatchObject({
    outcome: 'impossible',
    because: { code: 'deckTooShort', neededM: expect.closeTo(14.4, 6), deckM: 13.62 },
  });
  expect(placePieces({ ...base, pieces: [of(1, 30, 1000)] })).toMatchObject({
    outcome: 'impossible',
    because: { code: 'stage', stage: 0, massKg: 30_000, boundBy: 'gross' },
  });
  // 18.7 t stay in the front half, their centre at 3.8 m at the most: 14.9 t on a fifth wheel rated 11.5 t
  const stuck = placePieces({ ...base, pieces: [of(1, 17, 100), of(2, 17, 1100)] });
  expect(stuck).toMatchObject({
    outcome: 'impossible',
    because: { code: 'stage', stage: 1, massKg: 18_700, boundBy: 'kingpin' },
  });
  expect(placePieces({ ...base, doors: 'side', pieces: [of(1, 17, 100), of(2, 17, 1100)] })).toMatchObject({ outcome: 'placed' });
});

test('PL2 PL4: nothing said impossible can be done: 200 small tasks against every order on a grid of gaps', () => {
  let [placed, impossible] = [0, 0];
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const draw = drawsFrom(seed);
      const whole = (min: number, max: number) => min + Math.floor(draw() * (max - min + 1));
      const pieces = Array.from({ length: whole(2, 4) }, (_, i) => of(1 + (i % 2), 1, whole(2, 12) * 1000, whole(2, 4)));
      const request = { ...base, across: 1, pieces };
      const reply = placePieces(request);
      if (reply.outcome === 'placed') {
        placed += 1;
        const found = problems(request, 13.62);
        if (found.length > 0) throw new Error(found.join());
        return;
      }
      if (reply.outcome === 'undecided') throw new Error('a small task is always decided');
      impossible += 1;
      const way = anyWay(pieces);
      if (way !== undefined) throw new Error(`it can be done: ${JSON.stringify(way)}`);
    }),
    { numRuns: 200, seed: 3 },
  );
  expect(Math.min(placed, impossible)).toBeGreaterThan(20);
}, 60_000);

/** Later drops ahead, every order inside a drop, gaps in steps of half a metre. */
function anyWay(pieces: readonly Piece[]): { massKg: number; xM: number; drop: number }[] | undefined {
  const lawful = (loads: { massKg: number; xM: number; drop: number }[]) =>
    [0, 1, 2].every((stage) => {
      const stages = [{ name: '', loads: loads.filter(({ drop }) => drop > stage).map(({ massKg, xM }) => ({ massKg, xM })) }];
      return planAxleLoads({ ...REQUEST, stages }).ok;
    });
  const extend = (
    placed: { massKg: number; xM: number; drop: number }[],
    left: readonly Piece[],
    fromM: number,
  ): typeof placed | undefined => {
    if (left.length === 0) return lawful(placed) ? placed : undefined;
    const drop = Math.max(...left.map((piece) => piece.drop));
    const neededM = left.reduce((sum, { lengthM }) => sum + lengthM, 0);
    for (const piece of left.filter((one) => one.drop === drop))
      for (let gapM = 0; fromM + gapM + neededM <= 13.62; gapM += 0.5) {
        const at = fromM + gapM;
        const next = [...placed, { massKg: piece.massKg, xM: at + piece.lengthM / 2, drop }];
        const found = extend(
          next,
          left.filter((one) => one !== piece),
          at + piece.lengthM,
        );
        if (found !== undefined) return found;
      }
    return undefined;
  };
  return extend([], pieces, 0);
}
const REQUEST = { vehicle: VOLVO_TILT, ruleSet: 'RU' as const, roadClasses: ['11.5' as const], tolerancePct: 0 };

test('PL3: what is not a task is refused by name', () => {
  expect(() => placePieces({ ...base, pieces: [] })).toThrow('pieces');
  expect(() => placePieces({ ...base, pieces: [of(1, 1, -5)] })).toThrow('pieces.0.massKg');
  expect(() => placePieces({ ...base, pieces: [of(0, 1, 5)] })).toThrow('pieces.0.drop');
  expect(() => placePieces({ ...base, across: 0, pieces: [of(1, 1, 5)] })).toThrow('across');
});

const TANKER = { vehicle: artic('heavy-6x4', 'cement-35'), ruleSet: 'RU' as const, roadClasses: ['10' as const] };
const cones = [1.5, 4, 6.5].map((xM, i) => ({ name: `cone ${i + 1}`, xM, maxKg: 12_000 }));

test('PL5: a fill and an order that are lawful after every cone', () => {
  const reply = planCompartments({ ...TANKER, compartments: cones, totalKg: 26_000 });
  expect(reply.outcome).toBe('planned');
  if (reply.outcome !== 'planned') return;
  expect(reply.fill.reduce((sum, { massKg }) => sum + massKg, 0)).toBeCloseTo(26_000, 3);
  expect(reply.fill.every(({ massKg }) => massKg >= 0 && massKg <= 12_000)).toBe(true);
  expect(reply.loads.ok).toBe(true);
  expect(reply.loads.stages).toHaveLength(4);
  expect(reply.emptyingOrder).toEqual([...reply.fillingOrder].reverse());
});

test('PL5: given masses are kept; what cannot be is said', () => {
  const filled = [9500, 9500, 9000].map((massKg, i) => ({ ...(cones[i] ?? { name: '', xM: 0, maxKg: 0 }), massKg }));
  // road.md E2: 28 t so placed is 22.8 t on the bogie, over 21 t on a 10 t road, fine on 11.5 t
  // all three free and placed best: kingpin 13 t (maker) and bogie 21 t, of which 6 t are the empty trailer, leave 28 t
  expect(planCompartments({ ...TANKER, compartments: filled })).toMatchObject({
    outcome: 'impossible',
    because: { code: 'full', boundBy: 'group 4+5+6', mostKg: 28_000 },
    why: expect.stringMatching(/группа осей 4\+5\+6/),
  });
  const wide = planCompartments({ ...TANKER, roadClasses: ['11.5'], compartments: filled });
  expect(wide).toMatchObject({ outcome: 'planned', fill: [{ massKg: 9500 }, { massKg: 9500 }, { massKg: 9000 }] });
  expect(planCompartments({ ...TANKER, compartments: cones, totalKg: 40_000 }, { language: 'en' })).toEqual({
    outcome: 'impossible',
    because: { code: 'capacity', leastKg: 0, mostKg: 36_000 },
    why: 'The compartments hold 36 t at most, 40 t are wanted.',
  });
  expect(() => planCompartments({ ...TANKER, compartments: cones })).toThrow('totalKg');
});

test('PL5: the reason is the first thing in the way: the empty vehicle, or the order', () => {
  const road6 = { ...TANKER, vehicle: artic('kamaz-5490', 'cement-35'), roadClasses: ['6' as const] };
  // 5250 + 1650 x 0.61 / 3.78 = 5516 kg on a steer axle of 5.5 t
  expect(planCompartments({ ...road6, compartments: cones, totalKg: 1000 })).toMatchObject({
    because: { code: 'empty', boundBy: 'axle 1' },
  });
  // alone the front cone presses 1650 + 12500 x (1 - 0.5/6) = 13108 kg on a kingpin of 13 t,
  // and the rear one lifts it: 1650 + 4000 x (1 - 9/6) = -350 kg; together they press 11108 kg
  const ends = [
    { name: 'front', xM: 0.5, maxKg: 12_500, massKg: 12_500 },
    { name: 'rear', xM: 9, maxKg: 4000, massKg: 4000 },
  ];
  expect(planCompartments({ ...TANKER, roadClasses: ['11.5'], compartments: ends })).toMatchObject({
    outcome: 'impossible',
    because: { code: 'order' },
  });
});

test('PL5: a truck and its trailer may both have compartments; each says whose it is', () => {
  const vehicle = { type: 'truck_drawbar' as const, rigid: 'flat-4x2', trailer: 'drawbar-2' };
  const tanks = [
    { name: 'truck', xM: 3.3, maxKg: 6000, unit: 'rigid' as const },
    { name: 'trailer', xM: 3.7, maxKg: 9000, unit: 'trailer' as const },
  ];
  const reply = planCompartments({ ...TANKER, vehicle, compartments: tanks, totalKg: 15_000 });
  expect(reply).toMatchObject({ outcome: 'planned', fill: [{ massKg: 6000 }, { massKg: 9000 }] });
  const unnamed = tanks.map(({ unit: _, ...rest }) => rest);
  expect(() => planCompartments({ ...TANKER, vehicle, compartments: unnamed, totalKg: 1 })).toThrow('compartments.0.unit');
  const beyond = tanks.map((tank) => ({ ...tank, xM: 9 }));
  expect(() => planCompartments({ ...TANKER, vehicle, compartments: beyond, totalKg: 1 })).toThrow('compartments.1.xM');
});

test('PL3 AX8: pieces go on one deck, and axles that are up stay up', () => {
  const vehicle = { type: 'truck_drawbar' as const, rigid: 'flat-4x2', trailer: 'drawbar-2' };
  expect(() => placePieces({ ...base, vehicle, pieces: [of(1, 1, 5)] })).toThrow('vehicle: pieces are placed on one deck');
  // with the first trailer axle up the bogie of two has 18 t of 23.5 t left on an 11.5 t road
  const lifted = placePieces({ ...base, liftedAxles: [3], pieces: [of(1, 4, 1000)] });
  if (lifted.outcome !== 'placed') throw new Error(lifted.outcome);
  expect(lifted.loads.stages.map(({ axleLoadsKg }) => axleLoadsKg[2])).toEqual([0, 0]);
  expect(() => placePieces({ ...base, liftedAxles: [9], pieces: [of(1, 1, 5)] })).toThrow('liftedAxles.0');
});

test('PL6: groupage: five things must agree', () => {
  const line = {
    specification: 'S-1',
    plant: 'Вольск',
    consignee: 'Строитель',
    productKind: 'Цемент М500',
    packaging: 'паллета',
  };
  expect(mayShareTruck(line, { ...line, plant: ' вольск ' })).toEqual({ ok: true, differ: [] });
  for (const field of ['specification', 'plant', 'consignee', 'productKind', 'packaging'] as const)
    expect(mayShareTruck(line, { ...line, [field]: 'другое' })).toEqual({ ok: false, differ: [field] });
  const bags = { ...line, packaging: 'биг-бэг' };
  expect(groupLines([line, bags, { ...line, consignee: 'СТРОИТЕЛЬ' }, bags]).map((group) => group.length)).toEqual([2, 2]);
});

test('PL6: lines in groups, and for every two groups why they ride apart', () => {
  const line = {
    specification: 'S-1',
    plant: 'Вольск',
    consignee: 'Строитель',
    productKind: 'Цемент М500',
    packaging: 'паллета',
  };
  const lines = [
    { id: 'a', ...line },
    { id: 'b', ...line, packaging: 'биг-бэг', consignee: 'Мост' },
    { id: 'c', ...line, plant: 'ВОЛЬСК' },
  ];
  expect(planGroupage({ lines })).toEqual({
    groups: [{ lineIds: ['a', 'c'] }, { lineIds: ['b'] }],
    refusals: [
      {
        groups: [0, 1],
        differ: ['consignee', 'packaging'],
        why: 'Вместе нельзя, различается: грузополучатель, упаковка.',
      },
    ],
  });
  expect(planGroupage({ lines }, { language: 'en' }).refusals[0]?.why).toBe('Not together, these differ: consignee, packaging.');
});
