import type { RailEvent, WagonState } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRailNetwork } from './network.ts';
import { placeWagon, trainOf, type WagonToPlace } from './wagon-place.ts';

/** A line along a meridian of 100 km from station to station as the railway counts; 90 km as the crow flies. */
const LAT = [50, 50.81, 51.62, 52.43, 53.24];
const ESRS = ['200008', '201000', '202003', '203006', '204009'];
const names = ['О', 'А', 'Б', 'В', 'Н'];
const network = createRailNetwork({
  stations: LAT.map((lat, i) => ({ esr: ESRS[i] ?? '', name: names[i] ?? '', road: 'Московская', lat, lon: 40 })),
  edges: ESRS.slice(1).map((to, i) => ({ from: ESRS[i] ?? '', to, km: 100 })),
});
const station = (i: number) => ({ name: names[i] ?? '', esr: ESRS[i] ?? '', lat: LAT[i] ?? 0, lon: 40 });

const wagon = (more: Partial<WagonToPlace> & { event?: RailEvent; hoursAgo?: number } = {}): WagonToPlace => {
  const { event = 'DEPARTED', hoursAgo = 5, ...facts } = more;
  const reportedAt = '2026-08-20T12:00:00.000Z';
  return {
    status: 'inTransit',
    lastOperation: {
      name: '',
      event,
      at: new Date(Date.parse(reportedAt) - hoursAgo * 3_600_000).toISOString(),
      station: station(1),
    },
    origin: station(0),
    destination: station(4),
    reportedAt,
    ...facts,
  };
};

describe('where a wagon is', () => {
  it.each(['ARRIVED_STATION', 'TRAIN_JOINED', 'TRAIN_ABANDONED', 'OTHER'] as const)('at its station after %s', (event) => {
    expect(placeWagon(wagon({ event, remainingKm: 150 }), network)).toEqual({ lat: 50.81, lon: 40, approximate: false });
  });

  it('on the line after a departure, as far as the kilometres of the report have come down', () => {
    // 300 km from А by lines of known length, 250 left: half way to Б
    const place = placeWagon(wagon({ remainingKm: 250 }), network);
    expect(place).toMatchObject({ lon: 40, approximate: true });
    expect(place?.lat).toBeCloseTo((50.81 + 51.62) / 2, 6);
  });

  it('by the total of the report where that measures otherwise than our lines', () => {
    // 440 for our 400: А is 330 from the end, of which 275 are left: again half way to Б
    expect(placeWagon(wagon({ remainingKm: 275, totalKm: 440 }), network)?.lat).toBeCloseTo((50.81 + 51.62) / 2, 6);
  });

  it('at the station it left where nothing tells how far it has come', () => {
    const atStation = { lat: 50.81, lon: 40, approximate: true };
    expect(placeWagon(wagon(), network)).toEqual(atStation); // no kilometres at all
    expect(placeWagon(wagon({ remainingKm: 300 }), network)).toEqual(atStation); // those of the station itself
    expect(placeWagon(wagon({ remainingKm: 290 }), network)).toEqual(atStation); // within what the two measures differ by
    expect(placeWagon(wagon({ remainingKm: 330 }), network)).toEqual(atStation); // farther than the station
    expect(placeWagon(wagon({ remainingKm: 100, hoursAgo: 1 }), network)).toEqual(atStation); // 200 km in an hour
    expect(placeWagon(wagon({ remainingKm: 250, destination: { name: 'Нигде' } }), network)).toEqual(atStation);
  });

  it('at the station while it stands, whatever its kilometres say', () => {
    expect(placeWagon(wagon({ remainingKm: 250, status: 'abandoned' }), network)?.approximate).toBe(false);
  });

  it('nowhere where its station has no place', () => {
    const lost = wagon({ remainingKm: 250 });
    expect(placeWagon({ ...lost, lastOperation: { ...lost.lastOperation, station: { name: 'А' } } }, network)).toBeUndefined();
  });

  it('never behind its station, never at its destination, never farther than a train runs in the time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (remainingKm, hoursAgo) => {
          const lat = placeWagon(wagon({ remainingKm, hoursAgo }), network)?.lat ?? 0;
          const goneKm = ((lat - 50.81) / 0.81) * 100;
          expect(goneKm).toBeGreaterThanOrEqual(0);
          expect(goneKm).toBeLessThanOrEqual(299 + 1e-6);
          expect(goneKm).toBeLessThanOrEqual(90 * hoursAgo + 1e-6);
        },
      ),
    );
  });

  it('says the same at every hour: nothing runs on after the report', () => {
    const facts = wagon({ remainingKm: 250 });
    expect(placeWagon(facts, network)).toEqual(placeWagon(structuredClone(facts), network));
  });
});

describe('the train of a wagon', () => {
  const inTrain = (more: Partial<WagonState> & { event?: RailEvent }) =>
    trainOf({
      status: 'inTransit',
      trainIndex: '2000-001-2040',
      ...more,
      lastOperation: {
        name: '',
        event: more.event ?? 'DEPARTED',
        at: '2026-08-20T12:00:00Z',
        station: more.lastOperation?.station ?? station(1),
      },
    });

  it.each([
    'DEPARTED',
    'ARRIVED_STATION',
    'TRAIN_JOINED',
    'TRAIN_ABANDONED',
    'TRAIN_INDEX_CHANGED',
    'ROAD_IN',
    'CORRECTION',
  ] as const)('is the one of the report after %s', (event) => expect(inTrain({ event })).toBe('2000-001-2040'));
  it.each(['TRAIN_LEFT', 'PLACED', 'UNLOADED', 'LOADED', 'BAD_ORDER', 'ARRIVED_DESTINATION'] as const)(
    'is none after %s',
    (event) => expect(inTrain({ event })).toBeUndefined(),
  );
  it.each(['arrived', 'unloaded', 'badOrder', 'missing'] as const)('is none of a wagon that is %s', (status) =>
    expect(inTrain({ status })).toBeUndefined(),
  );
  it('is at the origin only one that is formed there: the index of its last trip stays in reports', () => {
    const here = { name: '', event: 'TRAIN_JOINED', at: '', station: station(0) } as const;
    expect(inTrain({ status: 'atOrigin', event: 'TRAIN_JOINED', lastOperation: here })).toBe('2000-001-2040');
    expect(inTrain({ status: 'atOrigin', event: 'TRAIN_JOINED' })).toBeUndefined();
  });
});
