import { createHash } from 'node:crypto';
import { edgeDistanceKm, isWagonNumber } from '@karavan/rail';
import { describe, expect, it } from 'vitest';
import { CUSTOMER_KEYS, DEMO_CUSTOMER } from './cast.ts';
import type { WagonRow } from './rail/wagon-row.ts';
import { createWorld, type World } from './world.ts';

const ANCHOR = new Date('2026-11-22T06:00:00Z');
const HOUR_MS = 3_600_000;
const after = (hours: number) => new Date(ANCHOR.getTime() + hours * HOUR_MS);

function hashOf(world: World, times: readonly Date[]): string {
  const states = times.map((at) => [world.wagonRows(at), world.truckFixes(at), world.orders(at)]);
  return createHash('sha256').update(JSON.stringify(states)).digest('hex');
}

const world = createWorld({ seed: 1, anchor: ANCHOR });
const rowOf = (number: string, at = ANCHOR) => world.wagonRows(at).find((row) => row.number === number);

describe('the world', () => {
  const times = [after(-60), ANCHOR, after(5), after(50)];

  it('is the same for the same seed, in whatever order it is asked', () => {
    const other = createWorld({ seed: 1, anchor: ANCHOR });
    other.wagonRows(after(60));
    other.truckFixes(after(60));
    expect(hashOf(other, times)).toBe(hashOf(world, times));
  });

  it('is another one for another seed', () => {
    expect(hashOf(createWorld({ seed: 2, anchor: ANCHOR }), times)).not.toBe(hashOf(world, times));
  });

  it('has the size of a shipper’s day', () => {
    expect(world.wagonRows(ANCHOR).length).toBe(world.wagonNumbers.length);
    expect(world.wagonNumbers.length).toBeGreaterThanOrEqual(40);
    expect(new Set(world.wagonNumbers).size).toBe(world.wagonNumbers.length);
    expect(world.wagonNumbers.filter((number) => !isWagonNumber(number))).toEqual([]);
    expect(world.trucks.length).toBe(25);
    expect(new Set(world.trucks.map(({ cast }) => cast.deviceId)).size).toBe(25);
    expect(world.trucks.filter(({ cast }) => !/^[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2}\d{2,3}$/.test(cast.plate))).toEqual([]);
    expect(CUSTOMER_KEYS.length).toBe(12);
  });

  it('finds everyone where the story has them', () => {
    expect(rowOf('93123453')).toMatchObject({ stationEsr: '591907', operation: '2', remainingKm: 368, totalKm: 748 });
    expect(rowOf('93456788')).toMatchObject({ stationEsr: '223803', operation: '92' });
    expect(rowOf('93456788')?.deadlineAt).toBeLessThan(ANCHOR.getTime());
    expect(rowOf('93333334')).toMatchObject({ stationEsr: '600102', operation: '53' });
    expect(rowOf('93000016')).toMatchObject({ isEmpty: true, destinationEsr: undefined, stationEsr: '233608' });
    expect(rowOf('59000075')).toMatchObject({ isEmpty: true, cargo: 'emptyWagon', destinationEsr: '613608' });
    expect(rowOf('93234565')).toMatchObject({ operation: '11', waybill: undefined, stationEsr: '613608' });
  });
});

describe('wagons', () => {
  const hours = Array.from({ length: 4 * 72 }, (_, i) => after(i / 4));
  const fleets = hours.map((at) => new Map(world.wagonRows(at).map((row) => [row.number, row])));
  const lives = world.wagonNumbers.map((number) => {
    const rows = fleets.flatMap((fleet) => fleet.get(number) ?? []);
    return rows.filter((row, i) => JSON.stringify(row) !== JSON.stringify(rows[i - 1]));
  });
  const steps = lives.flatMap((rows) => rows.slice(1).map((row, i) => [rows[i], row] as [WagonRow, WagonRow]));

  it('keep their kilometres: passed and remaining make the total', () => {
    expect(lives.flat().filter((row) => row.passedKm + row.remainingKm !== row.totalKm)).toEqual([]);
  });

  it('never go back in time, and never faster than freight trains do', () => {
    for (const [before, row] of steps) {
      expect(row.operationAt).toBeGreaterThanOrEqual(before.operationAt);
      if (row.originEsr !== before.originEsr) continue;
      const km = row.passedKm - before.passedKm;
      const hoursBetween = (row.operationAt - before.operationAt + 60_000) / HOUR_MS;
      expect(km).toBeGreaterThanOrEqual(0);
      expect(km / hoursBetween).toBeLessThan(66);
    }
  });

  it('pass from station to neighbouring station', () => {
    for (const { row, previous } of journal(world, after(0), after(30))) {
      if (!previous || previous.stationEsr === row.stationEsr) continue;
      expect(edgeDistanceKm(previous.stationEsr, row.stationEsr)).toBeGreaterThan(0);
    }
  });

  it('give something to see: in the first two hours an operation every half minute or so, hardly a minute without', () => {
    const times = world.news(ANCHOR, after(2)).map(({ recordedAt }) => recordedAt.getTime());
    const gaps = times.slice(1).map((time, i) => (time - (times[i] ?? time)) / 1000);
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThan(30);
    expect(Math.max(...gaps)).toBeLessThan(90);
  });

  it('appear in reports after they happened, a quarter of an hour late at most', () => {
    const lags = world.news(ANCHOR, after(24)).map(({ recordedAt, row }) => (recordedAt.getTime() - row.operationAt) / 60_000);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lags)).toBeLessThanOrEqual(16);
  });

  it('do something now when a test says so, and go on with their lives', () => {
    const other = createWorld({ seed: 1, anchor: ANCHOR });
    const before = other.wagonRows(ANCHOR).find(({ number }) => number === '93123453');
    const injected = other.injectOperation('93123453', ANCHOR);
    expect(injected.operationAt).toBe(ANCHOR.getTime());
    expect(injected.passedKm).toBeGreaterThan(before?.passedKm ?? 0);
    const seen = (at: Date) => other.wagonRows(at).find(({ number }) => number === '93123453');
    expect(seen(ANCHOR)).toEqual(injected);
    expect(seen(after(-1))).toEqual(rowOf('93123453', after(-1)));
    expect(seen(after(3))).toEqual(rowOf('93123453', after(3)));
  });
});

function journal(of: World, from: Date, to: Date): { row: WagonRow; previous: WagonRow | undefined }[] {
  const last = new Map<string, WagonRow>();
  return of.news(from, to).map(({ wagon, row }) => {
    const previous = last.get(wagon);
    last.set(wagon, row);
    return { row, previous };
  });
}

describe('trucks', () => {
  it('mostly move', () => {
    expect(world.truckFixes(ANCHOR).filter(({ speedKmh }) => speedKmh > 5).length).toBeGreaterThanOrEqual(15);
  });

  it('go as fast as they say, and never jump', () => {
    for (const truck of world.trucks) {
      for (let second = 0; second < 3600; second += 20) {
        const [a, b] = [truck.placeAt(second * 1000), truck.placeAt((second + 4) * 1000)];
        const metres = Math.hypot((b.lat - a.lat) * 111_195, (b.lon - a.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180));
        const expected = (((a.speedKmh + b.speedKmh) / 2) * 4) / 3.6;
        expect(Math.max(a.speedKmh, b.speedKmh)).toBeLessThanOrEqual(80);
        expect(Math.abs(metres - expected)).toBeLessThan(12);
      }
    }
  });

  it('report places near where they are', () => {
    for (const [i, truck] of world.trucks.entries()) {
      const real = truck.placeAt(60_000);
      const fix = world.truckFixes(after(1 / 60))[i];
      expect(Math.abs((fix?.lat ?? 0) - real.lat) * 111_195).toBeLessThan(3 * (fix?.accuracyM ?? 0));
    }
  });
});

describe('orders', () => {
  it('have one number each, and the legs carry what was ordered', () => {
    for (const at of [ANCHOR, after(6), after(30), after(100)]) {
      const orders = world.orders(at);
      expect(new Set(orders.map(({ orderNumber }) => orderNumber)).size).toBe(orders.length);
      for (const { massKg, legs } of orders) {
        const legKg = legs.map((leg) =>
          (leg.mode === 'rail' ? leg.wagons : leg.trips).reduce((sum, unit) => sum + unit.massKg, 0),
        );
        expect([legKg.reduce((sum, kg) => sum + kg, 0), ...legKg]).toContain(massKg);
      }
    }
  });

  it('tell the story: rail, road, one by rail and on by truck, one of 70 t in a wagon and two trucks', () => {
    const orders = new Map(world.orders(ANCHOR).map((order) => [order.orderNumber, order]));
    expect([...orders.values()].filter(({ customer }) => customer === DEMO_CUSTOMER).length).toBeGreaterThanOrEqual(8);
    expect(orders.get('10431')).toMatchObject({ massKg: 70_000, legs: [{ mode: 'rail' }, { mode: 'road', trips: [{}, {}] }] });
    expect(orders.get('10427')).toMatchObject({ massKg: 66_000, origin: 'sebryakovo', destination: 'bronnitsy' });
    expect(orders.get('10423')?.legs[0]).toMatchObject({ waybill: rowOf('93123453')?.waybill });
  });

  it('go on: later there are new ones', () => {
    const first = new Set(world.orders(ANCHOR).map(({ orderNumber }) => orderNumber));
    const later = world.orders(after(60)).filter(({ orderNumber }) => !first.has(orderNumber));
    expect(later.length).toBeGreaterThan(20);
  });
});
