import { expect, test } from 'vitest';
import { readEvidence } from './evidence.ts';

test('a wagon’s evidence names the report, its row and the raw operation', () => {
  const evidence = {
    kind: 'report',
    reportId: 'r1',
    row: 12,
    reportedAt: '2026-08-20T04:05:00Z',
    operation: { name: 'ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ', code: '02', event: 'DEPARTED', at: '2026-08-20T03:12:00Z', station: {} },
  };
  expect(readEvidence(evidence)).toEqual({
    reportId: 'r1',
    row: 12,
    reportedAt: '2026-08-20T04:05:00Z',
    operation: { name: 'ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ', code: '02', event: 'DEPARTED' },
    operationAt: '2026-08-20T03:12:00Z',
  });
});

test('a truck’s evidence is its fix', () => {
  expect(readEvidence({ kind: 'position', source: 'osmand', fixedAt: '2026-08-20T03:12:00Z', lat: 1, lon: 2 })).toEqual({
    source: 'osmand',
    fixedAt: '2026-08-20T03:12:00Z',
  });
});

test('an operation that is only a name is kept, its meaning unknown', () => {
  expect(readEvidence({ operation: 'Регистрация ККБ' })).toEqual({ operation: { name: 'Регистрация ККБ', event: 'OTHER' } });
  expect(readEvidence({ operation: { name: 'Погрузка', event: 'NONSENSE' } }).operation?.event).toBe('OTHER');
});

test('nonsense is nothing', () => {
  expect(readEvidence({ row: 'x', reportedAt: 'soon', operation: 7 })).toEqual({});
});
