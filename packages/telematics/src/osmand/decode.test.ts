import { DevicePosition } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOsmand } from './decode.ts';

const NOW = new Date('2026-08-20T04:00:00Z');
const decode = (message: Record<string, unknown>) => decodeOsmand(message, NOW);
const position = (message: Record<string, unknown>) => {
  const { readings, rejects } = decode(message);
  const [reading] = readings;
  if (reading === undefined) throw new Error(JSON.stringify(rejects));
  return reading;
};
const base = { id: '356', lat: '55.75', lon: '37.62' };

describe('OsmAnd messages', () => {
  it('reads query parameters: knots become km/h, the rest are attributes', () => {
    expect(
      position({
        ...base,
        timestamp: '1787198400',
        speed: '10',
        bearing: '370',
        altitude: '120.5',
        accuracy: '4',
        batt: '80',
        alarm: 'sos',
      }),
    ).toEqual({
      uniqueId: '356',
      fixedAt: '2026-08-20T04:00:00.000Z',
      lat: 55.75,
      lon: 37.62,
      speedKmh: expect.closeTo(18.52, 5),
      courseDeg: 10,
      altitudeM: 120.5,
      accuracyM: 4,
      valid: true,
      attributes: { batt: 80, alarm: 'sos' },
    });
  });

  it('takes the other names: deviceid, location, heading, valid', () => {
    expect(position({ deviceid: 'x', location: '55.75,37.62', heading: '90', valid: 'false' })).toMatchObject({
      uniqueId: 'x',
      lat: 55.75,
      lon: 37.62,
      courseDeg: 90,
      valid: false,
    });
  });

  it('reads the JSON of newer clients: m/s, -1 for unknown, battery as a share', () => {
    const message = {
      device_id: '356',
      location: {
        timestamp: '2026-08-20T06:12:00+03:00',
        coords: { latitude: 55.75, longitude: 37.62, accuracy: 5, speed: 10, heading: -1, altitude: 100 },
        is_moving: true,
        odometer: 12.5,
        event: 'motionchange',
        battery: { level: 0.83, is_charging: false },
        activity: { type: 'in_vehicle' },
        extras: { shift: 'night' },
      },
    };
    expect(position(message)).toMatchObject({
      fixedAt: '2026-08-20T03:12:00.000Z',
      speedKmh: 36,
      courseDeg: null,
      accuracyM: 5,
      attributes: {
        batt: 83,
        charge: false,
        activity: 'in_vehicle',
        is_moving: true,
        odometer: 12.5,
        event: 'motionchange',
        shift: 'night',
      },
    });
    const still = { ...message, location: { ...message.location, coords: { ...message.location.coords, speed: -1 } } };
    expect(position(still).speedKmh).toBeNull();
  });

  it.each([
    ['epoch seconds', '1787198400'],
    ['epoch milliseconds', '1787198400000'],
    ['ISO 8601', '2026-08-20T07:00:00+03:00'],
    ['a time without a zone, which is UTC (DV16)', '2026-08-20 04:00:00'],
    ['ISO 8601 without a zone, which is UTC too', '2026-08-20T04:00:00.000'],
    ['ISO 8601 with a short zone', '2026-08-20T07:00:00+03'],
    ['ISO 8601 to the minute', '2026-08-20T04:00Z'],
    ['nothing, which is now', undefined],
  ])('understands time as %s', (_name, timestamp) => {
    expect(position({ ...base, ...(timestamp === undefined ? {} : { timestamp }) }).fixedAt).toBe('2026-08-20T04:00:00.000Z');
  });

  it('DV11: names every field that is wrong', () => {
    const { readings, rejects } = decode({ lat: '95', lon: 'east', timestamp: 'yesterday' });
    expect(readings).toEqual([]);
    expect(rejects.map((error) => error.path)).toEqual(['id', 'timestamp', 'lat', 'lon']);
  });

  it.each([
    ['a speed no truck has', { ...base, speed: '1e30' }],
    ['an endless altitude', { ...base, altitude: '1e300' }],
    ['an endless accuracy', { ...base, accuracy: '1e300' }],
    ['a NUL in the id', { ...base, id: 'a\u0000b' }],
    ['half a character in the id', { ...base, id: 'a\ud800' }],
  ])('refuses %s', (_name, message) => expect(decode(message).readings).toEqual([]));

  it('keeps of texts what a database can keep', () => {
    const { attributes } = position({
      ...base,
      note: `${'x'.repeat(499)}😀`,
      nul: 'a\u0000b',
      ['bad\u0000name']: 'x',
      small: '1e-300',
    });
    expect(attributes).toEqual({ note: `${'x'.repeat(499)}\ufffd`, nul: 'ab', small: 1e-300 });
  });

  it('keeps names that look like numbers, and a parameter that comes several times', () => {
    const { attributes } = position({
      ...base,
      driverUniqueId: '0071',
      card: '9007199254740993',
      hdop: '0.80',
      wifi: ['a0:b1,-60', 'c2:d3,-71'],
      cell: '250,1,4321,99',
    });
    expect(attributes).toEqual({
      driverUniqueId: '0071',
      card: '9007199254740993',
      hdop: 0.8,
      wifi: 'a0:b1,-60;c2:d3,-71',
      cell: '250,1,4321,99',
    });
  });

  it('DV9: keeps what a telephone tells without a fix, cells and networks, without a place', () => {
    const { lat: _, lon: __, ...unplaced } = base;
    const { readings, rejects } = decode({ ...unplaced, timestamp: '1377177267', cell: '257,02,16,2224' });
    expect(rejects).toEqual([]);
    expect(readings).toMatchObject([
      { fixedAt: '2013-08-22T13:14:27.000Z', lat: null, lon: null, valid: false, attributes: { cell: '257,02,16,2224' } },
    ]);
    expect(decode({ ...unplaced, lat: '55', cell: '1' }).rejects.map(({ path }) => path)).toEqual(['lon']);
  });

  it('never throws, whatever comes', () => {
    const anything = fc.dictionary(
      fc.constantFrom('id', 'lat', 'lon', 'timestamp', 'speed', 'location', 'bearing', 'accuracy', 'x'),
      fc.anything(),
    );
    fc.assert(
      fc.property(anything, (message) => {
        const { readings, rejects } = decode(message);
        for (const reading of readings) DevicePosition.parse(reading.lat === null ? { ...reading, lat: 0, lon: 0 } : reading);
        return readings.length + rejects.length > 0;
      }),
      { numRuns: 2000 },
    );
  });
});
