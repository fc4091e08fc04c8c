import type { Tariff } from '@karavan/contracts';
import { NewTariff } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { badFields, draftOf, minorOf, toTariff } from './tariff-draft.ts';

const TARIFF: Tariff = {
  id: 't1',
  name: 'Договор 7',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  opens: 'placed',
  closes: 'departed',
  freeHours: 36.5,
  unit: 'hour',
  bands: [
    { fromDay: 1, rateMinor: 15_025 },
    { fromDay: 4, rateMinor: 200_000 },
  ],
  currency: 'RUB',
  source: 'договор 7',
  confidence: 'confirmed',
};

test('a version goes through the form and comes back as it was', () => {
  const { id: _, ...terms } = TARIFF;
  expect(toTariff(draftOf(TARIFF, '2026-08-20'))).toEqual(terms);
  expect(
    NewTariff.safeParse(
      toTariff({ ...draftOf(null, '2026-08-20'), name: 'a', source: 'b', bands: [{ fromDay: '1', rate: '10' }] }),
    ).success,
  ).toBe(true);
});

test('a cleared end is sent as such', () => {
  expect(toTariff({ ...draftOf(TARIFF, ''), validTo: '' }).validTo).toBeNull();
});

test('sums are read as people write them, to the kopeck', () => {
  expect(['1500', '1 500,50', '1500.5', '0,01', '19.99'].map(minorOf)).toEqual([150_000, 150_050, 150_050, 1, 1999]);
  for (const text of ['', 'abc', '1,234.5', '-5', '1.234']) expect(minorOf(text)).toBeNaN();
});

test('what is no number is named', () => {
  const draft = {
    ...draftOf(null, '2026-08-20'),
    freeHours: 'two',
    bands: [
      { fromDay: '1', rate: '10' },
      { fromDay: '1.5', rate: '' },
    ],
  };
  expect(badFields(draft)).toEqual(['freeHours', 'bands.1.fromDay', 'bands.1.rateMinor']);
  expect(badFields(draftOf(TARIFF, ''))).toEqual([]);
});
