import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseDevices, parsePositions } from './parse.ts';

it('speed is in knots, zero accuracy is unknown, what is outdated is no fix', async () => {
  const json: unknown = JSON.parse(await readFile(new URL('../fixtures/positions.json', import.meta.url), 'utf8'));
  const { items, rejects } = parsePositions(json);
  expect(items).toEqual([
    {
      uniqueId: '41',
      fixedAt: '2026-08-20T03:11:00.000Z',
      lat: 54.29,
      lon: 39.9,
      speedKmh: 0,
      courseDeg: 0,
      altitudeM: 0,
      accuracyM: 15.5,
      valid: false,
      attributes: { protocol: 'teltonika' },
    },
    {
      uniqueId: '41',
      fixedAt: '2026-08-20T03:12:00.000Z',
      lat: 54.3,
      lon: 39.9,
      // 34.557235 kn × 1.852 = 64.0 km/h
      speedKmh: 64,
      courseDeg: 351,
      altitudeM: 132,
      valid: true,
      attributes: { ignition: true, motion: true, distance: 12.3, totalDistance: 1000.5, protocol: 'teltonika' },
    },
  ]);
  expect(rejects).toEqual([
    'Device 42: the time of a position cannot be read',
    expect.stringMatching(/^Device 42: the coordinates/),
  ]);
});

it('devices carry every name they have', () => {
  const device = {
    id: 41,
    name: 'MAN',
    uniqueId: '860000000000001',
    model: '',
    contact: null,
    attributes: { plate: 'А123ВС56' },
  };
  expect(parseDevices([device, {}])).toEqual({
    items: [{ uniqueId: '41', names: ['MAN', 'А123ВС56'] }],
    rejects: ['A device has no id.'],
  });
});
