import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoscow, moscowDay, parseRailTime, railwayDay, toInstant } from './rail-time.ts';

const read = (cell: string | number, reportedAt?: string) => {
  const time = parseRailTime(cell, reportedAt ? { reportedAtMs: Date.parse(reportedAt) } : {});
  return time && toInstant(time.epochMs);
};

describe('railway time', () => {
  it.each([
    ['20.08.2026 06:12', '2026-08-20T03:12:00.000Z'],
    ['20.08.2026\u00a006:12', '2026-08-20T03:12:00.000Z'],
    ['20.08.2026 06:12:30', '2026-08-20T03:12:30.000Z'],
    ['20.08.26 06-12', '2026-08-20T03:12:00.000Z'],
    ['20/08/2026 6:12', '2026-08-20T03:12:00.000Z'],
    ['20.08.2026 07:05 (МСК)', '2026-08-20T04:05:00.000Z'],
    ['20.08.2026', '2026-08-19T21:00:00.000Z'],
    ['2026-07-12T17:01:00.000', '2026-07-12T14:01:00.000Z'],
    ['2026-06-27 01:20:00', '2026-06-26T22:20:00.000Z'],
    ['2026-07-26', '2026-07-25T21:00:00.000Z'],
    ['2026-08-20T03:12:00Z', '2026-08-20T03:12:00.000Z'],
    ['2026-08-20T06:12:00+03:00', '2026-08-20T03:12:00.000Z'],
    ['20.08.2026 24:00', '2026-08-20T21:00:00.000Z'],
    [45073.6916666667, '2023-05-27T13:36:00.000Z'],
    [45772, '2025-04-24T21:00:00.000Z'],
  ])('%j is %s', (cell, instant) => expect(read(cell)).toBe(instant));

  it.each([
    '',
    '-',
    '0',
    '31.02.2026',
    '20.08.2026 25:00',
    '20.08.2026 06:61',
    '20.13.2026',
    '06:12',
    '93123453',
    '20.08.0026',
    0,
    748,
    68500.5e3,
    Number.NaN,
  ])('%j is no time', (cell) => expect(read(cell)).toBeUndefined());

  it('tells a day from an instant', () => {
    expect(parseRailTime('20.08.2026')?.hasClock).toBe(false);
    expect(parseRailTime('20.08.2026 00:00')?.hasClock).toBe(true);
  });

  it.each([
    ['20.08 06-12', '2026-08-20T04:05:00Z', '2026-08-20T03:12:00.000Z'],
    ['20.08 07-20', '2026-08-20T04:05:00Z', '2026-08-20T04:20:00.000Z'],
    ['31.12 23-50', '2027-01-01T04:05:00Z', '2026-12-31T20:50:00.000Z'],
    ['01.10 08-30', '2026-08-20T04:05:00Z', '2025-10-01T05:30:00.000Z'],
    ['29.02 10-00', '2026-08-20T04:05:00Z', '2024-02-29T07:00:00.000Z'],
  ])('%s of a report of %s is %s', (cell, reportedAt, instant) => expect(read(cell, reportedAt)).toBe(instant));

  it('has no answer for a date without a year and a report without a time', () => expect(read('20.08 06-12')).toBeUndefined());

  it('knows the date system of 1904', () => {
    expect(toInstant(parseRailTime(45073.6916666667 - 1462, { dateSystem: 1904 })?.epochMs ?? 0)).toBe(
      '2023-05-27T13:36:00.000Z',
    );
  });

  it('reads back what it writes, to the minute', () => {
    const minute = fc.integer({ min: Date.UTC(2015, 0, 1) / 60_000, max: Date.UTC(2060, 0, 1) / 60_000 });
    fc.assert(fc.property(minute, (at) => parseRailTime(formatMoscow(at * 60_000))?.epochMs === at * 60_000));
  });

  it('a railway day ends at 18:00 Moscow time', () => {
    expect(railwayDay(Date.parse('2026-08-20T14:59:00Z'))).toBe('2026-08-20');
    expect(railwayDay(Date.parse('2026-08-20T15:00:00Z'))).toBe('2026-08-21');
    expect(moscowDay(Date.parse('2026-08-20T21:30:00Z'))).toBe('2026-08-21');
  });
});
