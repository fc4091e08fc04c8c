import { Button, TextInput } from '@mantine/core';
import { useFormat } from '../../format/use-format.ts';
import type { TariffDraft } from './tariff-draft.ts';

interface BandsProps {
  bands: TariffDraft['bands'];
  errorOf: (path: string) => string | undefined;
  onChange: (bands: TariffDraft['bands']) => void;
}

/** The steps of the rate, each from a paid day on. */
export function Bands({ bands, errorOf, onChange }: BandsProps) {
  const { t } = useFormat();
  const set = (index: number, part: Partial<TariffDraft['bands'][number]>) =>
    onChange(bands.map((band, at) => (at === index ? { ...band, ...part } : band)));
  return (
    <fieldset className="kv-tariff-bands">
      <legend>{t('exceptions.tariff.bands')}</legend>
      {bands.map((band, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
        <div key={index} className="kv-tariff-band">
          <TextInput
            size="xs"
            inputMode="numeric"
            label={t('exceptions.tariff.fromDay')}
            value={band.fromDay}
            disabled={index === 0}
            onChange={(event) => set(index, { fromDay: event.currentTarget.value })}
            error={errorOf(`bands.${index}.fromDay`)}
          />
          <TextInput
            size="xs"
            inputMode="decimal"
            label={t('exceptions.tariff.rate')}
            value={band.rate}
            onChange={(event) => set(index, { rate: event.currentTarget.value })}
            error={errorOf(`bands.${index}.rateMinor`)}
          />
          {index > 0 && (
            <Button size="compact-xs" variant="subtle" onClick={() => onChange(bands.filter((_, at) => at !== index))}>
              {t('exceptions.tariff.removeBand')}
            </Button>
          )}
        </div>
      ))}
      {errorOf('bands') && <p className="kv-late">{errorOf('bands')}</p>}
      {bands.length < 20 && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => onChange([...bands, { fromDay: String(Number(bands.at(-1)?.fromDay ?? 0) + 1), rate: '' }])}
        >
          {t('exceptions.tariff.addBand')}
        </Button>
      )}
    </fieldset>
  );
}
