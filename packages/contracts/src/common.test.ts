import { describe, expect, it } from 'vitest';
import { Instant } from './common.ts';

describe('Instant', () => {
  it.each([
    ['2026-08-20T07:00:00+03:00', '2026-08-20T04:00:00.000Z'],
    ['2026-08-20T04:00:00Z', '2026-08-20T04:00:00.000Z'],
    ['2026-08-20T04:00:00.123Z', '2026-08-20T04:00:00.123Z'],
    ['2026-08-20T04:00:00+14:00', '2026-08-19T14:00:00.000Z'],
  ])('%s is %s', (text, utc) => expect(Instant.parse(text)).toBe(utc));

  it.each([
    '2026-08-20T04:00:00+14:01',
    '2026-08-20T04:00:00-23:59',
    '0000-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:00-10:00',
    'soon',
    '2026-02-31T00:00:00Z',
  ])('refuses %s', (text) => expect(Instant.safeParse(text).success).toBe(false));
});
