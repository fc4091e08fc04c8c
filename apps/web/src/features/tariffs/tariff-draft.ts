import type { NewTariff, Tariff } from '@karavan/contracts';

/** A version as the form holds it: what was typed, money in whole units. */
export interface TariffDraft {
  name: string;
  validFrom: string;
  validTo: string;
  opens: NewTariff['opens'];
  closes: NewTariff['closes'];
  freeHours: string;
  unit: NewTariff['unit'];
  bands: { fromDay: string; rate: string }[];
  currency: string;
  source: string;
  isConfirmed: boolean;
}

export function draftOf(tariff: Tariff | null, today: string): TariffDraft {
  if (tariff === null)
    return {
      name: '',
      validFrom: today,
      validTo: '',
      opens: 'arrived',
      closes: 'unloaded',
      freeHours: '48',
      unit: 'day',
      bands: [{ fromDay: '1', rate: '' }],
      currency: 'RUB',
      source: '',
      isConfirmed: false,
    };
  return {
    ...tariff,
    validTo: tariff.validTo ?? '',
    freeHours: String(tariff.freeHours),
    bands: tariff.bands.map(({ fromDay, rateMinor }) => ({
      fromDay: String(fromDay),
      rate: (rateMinor / 100).toFixed(2).replace(/\.00$/, ''),
    })),
    isConfirmed: tariff.confidence === 'confirmed',
  };
}

/** `1 500,50` and `1500.5` as hundredths, exactly; NaN for what is no sum. */
export function minorOf(text: string): number {
  const match = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''));
  return match === null ? Number.NaN : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));

/** The fields that are no numbers; empty where all are. */
export function badFields(draft: TariffDraft): string[] {
  const bands = draft.bands.flatMap(({ fromDay, rate }, index) => [
    ...(Number.isInteger(numberOf(fromDay)) ? [] : [`bands.${index}.fromDay`]),
    ...(Number.isNaN(minorOf(rate)) ? [`bands.${index}.rateMinor`] : []),
  ]);
  return [...(Number.isNaN(numberOf(draft.freeHours)) ? ['freeHours'] : []), ...bands];
}

/** What is sent; the end is given as null where it was cleared, so that a change clears it too. */
export function toTariff(draft: TariffDraft): NewTariff {
  const { isConfirmed, validTo, freeHours, bands, ...rest } = draft;
  return {
    name: rest.name,
    validFrom: rest.validFrom,
    validTo: validTo === '' ? null : validTo,
    opens: rest.opens,
    closes: rest.closes,
    freeHours: numberOf(freeHours),
    unit: rest.unit,
    bands: bands.map(({ fromDay, rate }) => ({ fromDay: numberOf(fromDay), rateMinor: minorOf(rate) })),
    currency: rest.currency.trim().toUpperCase(),
    source: rest.source,
    confidence: isConfirmed ? 'confirmed' : 'unconfirmed',
  };
}
