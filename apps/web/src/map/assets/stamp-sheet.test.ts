import type { AssetState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { type Body, createBody, type Placed, placeOf, toMercator } from './body.ts';
import type { Single } from './cluster-index.ts';
import { legAt, type Motion, placeAt, planMotion } from './motion.ts';
import { DURATION, FROM_X, FROM_Y, HEADING_PICTURE, OPACITY, PICTURE, STARTED, STRIDE, TO_X, TO_Y } from './paint/painter.ts';
import { extentOf, NO_PICTURE, PictureBook } from './paint/pictures.ts';
import { StampSheet } from './stamp-sheet.ts';

const NOBODY = { selected: null, hovered: null };

const truck = (id: string, position: Partial<Placed['position']> = {}, more: Partial<AssetState> = {}): Body =>
  createBody(
    {
      ...{ id, kind: 'truck', label: id, revision: 1, freshness: 'fresh', status: 'moving', shipmentIds: [] },
      ...more,
      position: { lat: 55.75, lon: 37.6, at: '2026-05-04T10:00:00Z', speedKmh: 60, courseDeg: 90, source: 'osmand', ...position },
    },
    false,
  );

const single = (...bodies: [Body, ...Body[]]): Single => ({ kind: 'group', group: { bodies, slot: 0, slots: 1 } });

/** Where a painter puts a record at a moment: what the shader does, in 64 bits. */
function painted(data: Float32Array, index: number, clock: number) {
  const at = (field: number) => data[index * STRIDE + field] ?? Number.NaN;
  const share = at(DURATION) > 0 ? Math.min(1, Math.max(0, (clock - at(STARTED)) / at(DURATION))) : 1;
  const mix = (from: number, to: number) => from * (1 - share) + to * share;
  return { x: mix(at(FROM_X), at(TO_X)), y: mix(at(FROM_Y), at(TO_Y)) };
}

test('a record is where its marker is, at any moment of a way with a corner, to a hundredth of a pixel at the closest zoom', () => {
  const body = truck('a');
  const corner = toMercator({ lat: 55.7505, lon: 37.6 });
  const target = toMercator({ lat: 55.7505, lon: 37.602 });
  const motion: Motion = { way: [{ ...body.shown }, corner, target], to: target, startedAt: 5000, durationMs: 400 };
  body.motion = motion;
  const sheet = new StampSheet();
  const origin = toMercator({ lat: 55.7, lon: 37.5 });
  sheet.fill([single(body)], NOBODY, { origin, now: 5000 });
  const worldPx = 256 * 2 ** 17;
  for (let now = 5000; now <= 5500; now += 12.5) {
    // as the crowd does: at a corner the next leg is written
    sheet.mend(body, now);
    const data = sheet.takeChanged()?.data ?? new Float32Array();
    const { x, y } = painted(data, 0, sheet.clock(now));
    const expected = placeAt(motion, now, { x: 0, y: 0 });
    expect(Math.abs(x + origin.x - expected.x) * worldPx).toBeLessThan(0.01);
    expect(Math.abs(y + origin.y - expected.y) * worldPx).toBeLessThan(0.01);
  }
});

test('nothing is handed over while nothing is news, and what is news alone is', () => {
  const bodies = ['a', 'b', 'c'].map((id) => truck(id));
  const sheet = new StampSheet();
  sheet.fill(
    bodies.map((body) => single(body)),
    NOBODY,
    { origin: { x: 0, y: 0 }, now: 0 },
  );
  expect(sheet.takeChanged()).toMatchObject({ first: 0, count: 3 });
  expect(sheet.takeChanged()).toBeNull();
  if (bodies[1]) sheet.mend(bodies[1], 10);
  const changed = sheet.takeChanged();
  expect(changed).toMatchObject({ first: 1, count: 3 });
  expect(changed?.data).toHaveLength(STRIDE);
  sheet.mend(truck('elsewhere'), 10);
  expect(sheet.takeChanged()).toBeNull();
  sheet.forget();
  expect(sheet.takeChanged()?.data).toHaveLength(3 * STRIDE);
});

test('a marker is a ring, itself with its heading, and a count; who leaves the sheet is known to be nowhere on it', () => {
  const driving = truck('a');
  const [parked, wagon] = [truck('b', { speedKmh: 0 }), truck('c', {}, { kind: 'wagon', freshness: 'aging' })];
  const sheet = new StampSheet();
  const came = sheet.fill(
    [single(parked), single(wagon, truck('d')), single(driving)],
    { selected: 'a', hovered: null },
    { origin: { x: 0, y: 0 }, now: 0 },
  );
  expect(came).toHaveLength(4);
  const { data, count } = sheet.takeChanged() ?? { data: new Float32Array(), count: 0 };
  expect(count).toBe(5);
  const pictures = [0, 1, 2, 3, 4].map((index) => sheet.book.pictures[data[index * STRIDE + PICTURE] ?? -1]);
  expect(pictures.map((picture) => picture?.what)).toEqual(['marker', 'marker', 'count', 'ring', 'marker']);
  expect(data[HEADING_PICTURE]).toBe(NO_PICTURE);
  const heading = sheet.book.pictures[data[4 * STRIDE + HEADING_PICTURE] ?? -1];
  expect(heading).toEqual({ what: 'heading', heading: 16, state: 'moving' }); // east: a quarter of 64
  expect(data[STRIDE + OPACITY]).toBeCloseTo(0.6);
  expect(sheet.nodeOf(driving)?.group.bodies[0]).toBe(driving);
  sheet.fill([single(parked)], NOBODY, { origin: { x: 0, y: 0 }, now: 0 });
  expect(sheet.nodeOf(driving)).toBeUndefined();
  expect(driving.stamp).toBeNull();
});

test('legs follow one another without a gap, and the last one ends at the fix', () => {
  const first = planMotion({
    ...{ shown: { x: 0, y: 0 }, current: null, target: { x: 3, y: 0 }, distanceM: 5, intervalMs: 1000 },
    ...{ pixels: 30, now: 0, still: false },
  });
  const second = planMotion({
    ...{ shown: { x: 1, y: 0 }, current: first, target: { x: 3, y: 2 }, distanceM: 5, intervalMs: 1000 },
    ...{ pixels: 30, now: 100, still: false },
  });
  if (!second) throw new Error('it should move');
  expect(legAt(second, 100)).toMatchObject({ from: { x: 1, y: 0 }, to: { x: 3, y: 0 }, startedAt: 100, durationMs: 200 });
  expect(legAt(second, 300)).toMatchObject({ from: { x: 3, y: 0 }, to: { x: 3, y: 2 }, startedAt: 300, durationMs: 200 });
  expect(legAt(second, 9999).to).toBe(second.to);
});

test('pictures are named once and hold their place; a heading lies where it points', () => {
  const book = new PictureBook();
  const look = { kind: 'truck', state: 'moving', freshness: 'fresh', late: false, approximate: false } as const;
  const first = book.marker(look);
  expect(book.marker({ ...look, late: true })).not.toBe(first);
  expect(book.marker({ ...look })).toBe(first);
  expect(book.count(5, 'moving')).toBe(book.count(5, 'moving'));
  expect(book.pictures).toHaveLength(3);
  expect(extentOf({ what: 'heading', heading: 0, state: 'moving' }, 2)).toMatchObject({ dx: 0, dy: -40 });
  expect(extentOf({ what: 'heading', heading: 16, state: 'moving' }, 1)).toMatchObject({ dx: 20, dy: -0 });
});

test('a place is asked for at any moment and is the same object', () => {
  const body = truck('a');
  const place = placeOf(body, 1);
  expect(placeOf(body, 2)).toBe(place);
});
