import { expect, test } from 'vitest';
import { etaWords } from './arrival.ts';
import { MOSCOW } from './time.ts';

const now = Date.parse('2026-08-20T11:02:00Z');
const ru = { language: 'ru', zone: MOSCOW, now } as const;
const eta = (p10: string, p90: string) => ({ p10: `2026-08-${p10}Z`, p50: `2026-08-${p10}Z`, p90: `2026-08-${p90}Z`, basis: '' });

test('railway times open outward to whole hours, trucks’ to five minutes', () => {
  expect(etaWords(eta('21T07:12:00', '21T10:48:00'), 'rail', ru)).toBe('завтра 10:00–14:00');
  expect(etaWords(eta('20T11:13:00', '20T11:38:00'), 'road', ru)).toBe('сегодня 14:10–14:40');
});

test('what may come any minute has an end only', () => {
  expect(etaWords(eta('20T10:00:00', '20T12:30:00'), 'rail', ru)).toBe('до 16:00');
  expect(etaWords(eta('20T10:00:00', '21T12:30:00'), 'rail', ru)).toBe('до завтра 16:00');
});

test('wider than two days is told in days, wider than sixty not at all', () => {
  expect(etaWords(eta('22T07:12:00', '25T10:48:00'), 'rail', ru)).toBe('22 авг. – 25 авг.');
  expect(etaWords({ ...eta('22T07:12:00', '22T07:12:00'), p90: '2026-12-01T00:00:00Z' }, 'rail', ru)).toBeUndefined();
  expect(etaWords(eta('19T07:12:00', '20T10:48:00'), 'rail', ru)).toBe('расчётное время прошло');
});
