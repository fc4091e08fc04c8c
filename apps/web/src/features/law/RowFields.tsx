import type { LawItem, LawValuesOf } from '@karavan/contracts';
import { NumberInput, SegmentedControl } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useFormat } from '../../format/use-format.ts';
import { type Leaf, leavesOf, withValue } from './leaves.ts';
import type { ErrorOf } from './problems.ts';

interface RowFieldsProps {
  kind: LawItem['kind'];
  values: Record<string, unknown>;
  errorOf: ErrorOf;
  onChange: (values: Record<string, unknown>) => void;
}

/** The numbers of one row. Which axles and roads it speaks of stays as it is. */
export function RowFields({ kind, values, errorOf, onChange }: RowFieldsProps) {
  const { t, number } = useFormat();
  const { band } = values as Partial<LawValuesOf<'group'>>;
  return (
    <div className="kv-law-numbers">
      {leavesOf(kind, values).map((leaf) => {
        const name = leaf.path.join('.');
        const factor = leaf.unit === 'tonnes' ? 1000 : 1;
        return (
          <NumberInput
            key={name}
            label={labelOf(leaf, t, number)}
            value={leaf.value === null ? '' : leaf.value / factor}
            decimalScale={3}
            allowNegative={false}
            hideControls
            error={errorOf(`values.${name}`, ...(name === 'band.hiM' ? ['values.band'] : []))}
            onChange={(typed) =>
              onChange(withValue(values, leaf.path, typed === '' ? null : Math.round(Number(typed) * factor * 1000) / 1000))
            }
          />
        );
      })}
      {band !== undefined && (
        <div>
          <p className="kv-law-label" id="band-closed">
            {t('law.field.closed')}
          </p>
          <SegmentedControl
            fullWidth
            aria-labelledby="band-closed"
            data={[
              { value: 'lo', label: t('law.field.closedLo') },
              { value: 'hi', label: t('law.field.closedHi') },
            ]}
            value={band.closed}
            onChange={(closed) => onChange(withValue(values, ['band', 'closed'], closed))}
          />
          {errorOf('values.band.closed') && <p className="kv-late">{errorOf('values.band.closed')}</p>}
        </div>
      )}
    </div>
  );
}

const NAMES: Record<string, string> = {
  'better.limitKg': 'better',
  'better.orDrivenTwinEachKg': 'orDrivenTwinEachKg',
  'band.loM': 'loM',
  'band.hiM': 'hiM',
  'tandemPair.eachKg': 'tandemEachKg',
  'tandemPair.fromM': 'tandemFromM',
  'artic.limitKg': 'articLimitKg',
  'artic.trailerSpacingOverM': 'trailerSpacingOverM',
  'artic.motorKg': 'motorKg',
  'artic.bogieKg': 'bogieKg',
  'ownerRub.0': 'ownerFrom',
  'ownerRub.1': 'ownerTo',
  'soleTraderRub.0': 'soleFrom',
  'soleTraderRub.1': 'soleTo',
  'companyRub.0': 'companyFrom',
  'companyRub.1': 'companyTo',
};

function labelOf({ path }: Leaf, t: TFunction, number: (value: number, digits?: number) => string): string {
  const [part, key, wheels] = path;
  if (part === 'limitsKg' && (wheels === 'single' || wheels === 'twin')) {
    const words = t(`law.field.${wheels}`);
    return Number.isNaN(Number(key)) ? words : t('law.field.onRoad', { class: number(Number(key), 1), wheels: words });
  }
  const name = path.join('.');
  return t(`law.field.${(NAMES[name] ?? name) as 'limitKg'}`);
}
