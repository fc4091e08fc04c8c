import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driveTo } from './drive.ts';
import { FRESH_DRIVER, HOURS_RULES, passStretch } from './hours-rules.ts';
import { roadEta } from './road-eta.ts';
import { COLD_ROAD_MODEL, type RoadModel, speedBandAt } from './road-model.ts';
import { NEW_ROAD_STUDY, roadModelOf, studyRoadTrip } from './road-study.ts';

const HOUR = 3_600_000;
/** Friday, 10:00 in Moscow */
const AT = '2026-11-20T07:00:00.000Z';
const STEADY: RoadModel = {
  detour: 1,
  speedKmh: { day: 60, night: 60, weekend: 60 },
  spread: COLD_ROAD_MODEL.spread.map(() => ({ low: 1, middle: 1, high: 1 })),
  trips: 1,
};
const hours = (driving: number, driver = FRESH_DRIVER) =>
  driveTo({
    ...{ km: driving * 60, startMs: Date.parse(AT), slower: 1, driver, rules: HOURS_RULES.RU, model: STEADY, offsetMinutes: 180 },
  });

describe('driving and rest', () => {
  test.each([
    [4.5, 4.5],
    [9, 9.75],
    [13.5, 25.25],
    [18, 30.5],
    [27, 2 * 20.75 + 9.75],
  ])('RT7: %d hours of driving take one fresh driver %d', (driving, elapsed) => {
    expect((hours(driving).arrivesMs - Date.parse(AT)) / HOUR).toBeCloseTo(elapsed, 6);
  });

  test('RT7: who has driven four hours takes his break after half an hour', () => {
    const { stops, arrivesMs } = hours(2, { sinceBreak: 240, sinceRest: 240 });
    expect(stops).toEqual([{ kind: 'break', atMs: Date.parse(AT) + 0.5 * HOUR, minutes: 45, source: 'ПДД 26.1' }]);
    expect(arrivesMs).toBe(Date.parse(AT) + 2.75 * HOUR);
  });

  test('RT13: a stop of 45 minutes is the break, one of 11 hours the rest, a short one neither', () => {
    const tired = { sinceBreak: 200, sinceRest: 500, stoodFor: 0 };
    const stand = (minutes: number) => passStretch(tired, { minutes, isDriving: false });
    expect(stand(44)).toEqual({ sinceBreak: 200, sinceRest: 500, stoodFor: 44 });
    expect(stand(45)).toEqual({ sinceBreak: 0, sinceRest: 500, stoodFor: 45 });
    expect(stand(660)).toEqual({ ...FRESH_DRIVER, stoodFor: 660 });
    expect(passStretch(tired, { minutes: 5, isDriving: true })).toEqual({ sinceBreak: 205, sinceRest: 505, stoodFor: 0 });
  });
});

describe('when a truck will be there', () => {
  const eta = (straightKm: number, more: Partial<Parameters<typeof roadEta>[0]> = {}) =>
    roadEta({ straightKm, at: AT, timeZone: 'Europe/Moscow', model: STEADY, rules: 'none', ...more }).eta;

  test('RT11: the way of a router counts before the great circle, and so does its pace', () => {
    expect(eta(60).p50).toBe('2026-11-20T08:00:00.000Z');
    expect(eta(60, { route: { km: 120, minutes: 120 } }).p50).toBe('2026-11-20T09:00:00.000Z');
    expect(eta(60, { route: { km: 120, minutes: 180 } }).p50).toBe('2026-11-20T10:00:00.000Z');
  });

  test('RT12: a gate that is closed moves the unloading to its opening and is named', () => {
    const opensMs = Date.parse('2026-11-21T05:00:00Z');
    const closedMs = Date.parse('2026-11-20T15:00:00Z');
    const told = eta(600, { opensAt: (atMs) => (atMs >= closedMs && atMs < opensMs ? { opensMs, closedMs } : undefined) });
    expect(told).toMatchObject({
      p50: '2026-11-21T05:00:00.000Z',
      arrival: { p50: '2026-11-20T17:00:00.000Z' },
      gate: { opensAt: '2026-11-21T05:00:00.000Z', closedAt: '2026-11-20T15:00:00.000Z' },
    });
    expect(eta(60, { opensAt: () => undefined })).not.toHaveProperty('gate');
  });

  test('RT6: never before the position, early before likely before late, whatever it is asked', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 20_000, noNaN: true }),
        fc.integer({ min: 0, max: 270 }),
        fc.constantFrom('RU' as const, 'none' as const),
        fc.option(
          fc.record({
            km: fc.double({ min: 0, max: 5_000, noNaN: true }),
            minutes: fc.double({ min: 0, max: 9_000, noNaN: true }),
          }),
          {
            nil: undefined,
          },
        ),
        (straightKm, sinceBreak, rules, route) => {
          const { p10, p50, p90 } = eta(straightKm, {
            rules,
            route,
            driver: { sinceBreak, sinceRest: sinceBreak },
            model: COLD_ROAD_MODEL,
          });
          expect([AT, p10, p50, p90].toSorted()).toEqual([AT, p10, p50, p90]);
        },
      ),
    );
  });

  test('RT6: the hours of the week are those on the wall', () => {
    const at = (instant: string) => speedBandAt(Date.parse(instant), 180).band;
    expect(at('2026-11-20T03:59:59Z')).toBe('night');
    expect(at('2026-11-20T04:00:00Z')).toBe('day');
    expect(at('2026-11-20T17:00:00Z')).toBe('night');
    expect(at('2026-11-20T20:59:59Z')).toBe('night');
    expect(at('2026-11-20T21:00:00Z')).toBe('weekend');
    expect(at('2026-11-22T20:59:59Z')).toBe('weekend');
    expect(at('2026-11-22T21:00:00Z')).toBe('night');
  });
});

describe('what own trips teach', () => {
  /** A trip due east along a parallel at a pace of its own; true speed and detour are known. */
  function trip(seed: number) {
    const random = (of: number) => {
      const value = Math.sin(seed * 127.1 + of * 311.7) * 43_758.5453;
      return value - Math.floor(value);
    };
    const normal = Math.sqrt(-2 * Math.log(random(1) + 1e-9)) * Math.cos(2 * Math.PI * random(2));
    const kmh = 45 * Math.exp(0.15 * normal);
    const km = 80 + 200 * random(3);
    const start = Date.parse(AT) + seed * 7 * HOUR;
    const destination = { lat: 52, lon: 40 };
    // as the law has it: 45 minutes of rest after 4 h 30
    const after = (hours: number) => start + (hours > 4.5 ? hours + 0.75 : hours) * HOUR;
    const fixes = [];
    for (let driven = 0; driven < km; driven += kmh / 12) {
      const zigzag = Math.floor(driven) % 2 === 0 ? 0 : 0.0001;
      fixes.push({
        lat: 52 + zigzag,
        lon: 40 - (km - driven) / (111.19 * Math.cos((52 * Math.PI) / 180)),
        atMs: after(driven / kmh),
      });
    }
    return { fixes, destination, arrivedMs: after(km / kmh) };
  }

  test('RT14: after 200 trips the range holds eight of ten of the next 200, and the way is as long as it is', () => {
    let study = NEW_ROAD_STUDY;
    for (let seed = 0; seed < 200; seed++) study = studyRoadTrip(study, trip(seed));
    const model = roadModelOf(study);
    expect(model.detour).toBeGreaterThan(1.02);
    expect(model.detour).toBeLessThan(1.06);
    expect(model.speedKmh.day).toBeGreaterThan(43);
    expect(model.speedKmh.day).toBeLessThan(49);
    let inside = 0;
    for (let seed = 200; seed < 400; seed++) {
      const { fixes, arrivedMs } = trip(seed);
      const at = fixes[0]?.atMs ?? 0;
      const straightKm = (40 - (fixes[0]?.lon ?? 0)) * 111.19 * Math.cos((52 * Math.PI) / 180);
      const { eta } = roadEta({ straightKm, at: new Date(at).toISOString(), model });
      if (Date.parse(eta.p10) <= arrivedMs && arrivedMs <= Date.parse(eta.p90)) inside += 1;
    }
    expect(inside / 200).toBeGreaterThan(0.72);
    expect(inside / 200).toBeLessThan(0.88);
  });

  test('RT14: a trip without two fixes teaches nothing', () => {
    expect(studyRoadTrip(NEW_ROAD_STUDY, { fixes: [], destination: { lat: 1, lon: 1 }, arrivedMs: 1 })).toBe(NEW_ROAD_STUDY);
  });
});
