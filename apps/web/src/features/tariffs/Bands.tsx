import { useFormat } from '../../format/use-format.ts';
import { Steps } from '../../ui/Steps.tsx';
import type { TariffDraft } from './tariff-draft.ts';

interface BandsProps {
  bands: TariffDraft['bands'];
  errorOf: (path: string) => string | undefined;
  onChange: (bands: TariffDraft['bands']) => void;
}

/** The steps of the rate, each from a paid day on. */
export function Bands({ bands, errorOf, onChange }: BandsProps) {
  const { t } = useFormat();
  return (
    <Steps
      legend={t('exceptions.tariff.bands')}
      labels={[t('exceptions.tariff.fromDay'), t('exceptions.tariff.rate')]}
      rows={bands.map(({ fromDay, rate }) => [fromDay, rate])}
      addLabel={t('exceptions.tariff.addBand')}
      removeLabel={t('exceptions.tariff.removeBand')}
      errorOf={(index, field) =>
        errorOf(index === undefined ? 'bands' : `bands.${index}.${field === 0 ? 'fromDay' : 'rateMinor'}`)
      }
      onChange={(rows) => onChange(rows.map(([fromDay, rate]) => ({ fromDay, rate })))}
      most={20}
      firstIsFixed
      newRow={[String(Number(bands.at(-1)?.fromDay ?? 0) + 1), '']}
    />
  );
}
