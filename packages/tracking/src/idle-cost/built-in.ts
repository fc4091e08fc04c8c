import type { Tariff } from '@karavan/contracts';

/**
 * In force for who has entered no tariff of his own (IC7): two days free, then by the started day. The figures are
 * placeholders and every sum by them is marked as unconfirmed.
 */
export const BUILT_IN_TARIFFS: readonly Tariff[] = [
  {
    id: 'built-in',
    name: 'Placeholder until a tariff is entered',
    validFrom: '2016-01-01',
    opens: 'arrived',
    closes: 'unloaded',
    freeHours: 48,
    unit: 'day',
    bands: [
      { fromDay: 1, rateMinor: 200_000 },
      { fromDay: 6, rateMinor: 300_000 },
    ],
    currency: 'RUB',
    source: 'no contract: placeholder figures',
    confidence: 'unconfirmed',
  },
];
