import { NewNormBook, type NormBook } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { badFields, draftFrom, kindWith, toNorms } from './norm-draft.ts';

const nobody = { createdBy: null, createdAt: null, confirmedBy: null, confirmedAt: null, withdrawnBy: null, withdrawnAt: null };
const BOOK: NormBook = {
  id: 'b1',
  version: 3,
  name: 'Приказ 245',
  validFrom: '2026-01-01',
  validTo: '2026-08-31',
  source: 'приказ 245, приложение 1',
  confidence: 'confirmed',
  kmPerDay: {
    wagonload: [
      { fromKm: 0, kmPerDay: 110 },
      { fromKm: 600, kmPerDay: 157.5 },
    ],
    route: [{ fromKm: 0, kmPerDay: 550 }],
    container: [{ fromKm: 0, kmPerDay: 82.5 }],
  },
  extraDays: [{ days: 2, why: 'операции' }],
  ...nobody,
};

test('a new version begins with the figures of another, today, and nobody has confirmed it', () => {
  const sent = toNorms(draftFrom(BOOK, '2026-11-22'));
  expect(NewNormBook.parse(sent)).toEqual({
    name: BOOK.name,
    source: BOOK.source,
    validFrom: '2026-11-22',
    validTo: null,
    kmPerDay: BOOK.kmPerDay,
    extraDays: BOOK.extraDays,
    confidence: 'unconfirmed',
  });
});

test('what ships lends its figures, not its words', () => {
  expect(draftFrom({ ...BOOK, version: 0 }, '2026-11-22')).toMatchObject({ name: '', source: '', extraDays: [['2', '']] });
});

test('what is no number is named where it stands', () => {
  const draft = draftFrom(BOOK, '2026-11-22');
  draft.bands.route = [['0', 'fast']];
  draft.bands.container = [
    ['0', '82,5'],
    ['1 000', ''],
  ];
  draft.extraDays = [['1.5', 'x']];
  const bad = badFields(draft);
  expect(bad).toEqual(['kmPerDay.route.0.kmPerDay', 'kmPerDay.container.1.kmPerDay', 'extraDays.0.days']);
  expect(kindWith(bad)).toBe('route');
  expect(kindWith(['source'])).toBeUndefined();
});
