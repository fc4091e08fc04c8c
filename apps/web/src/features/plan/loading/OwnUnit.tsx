import type { PlanAxle } from '@karavan/contracts';
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import type { OwnUnit as OwnUnitStored } from './known.ts';
import type { Motor, Trailer } from './units.ts';

const FIELDS = [
  'tareFrontKg',
  'tareRearKg',
  'tareKingpinKg',
  'tareBogieKg',
  'fifthWheelXM',
  'headboardXM',
  'bodyLengthM',
  'kingpinFromHeadboardM',
  'deckLengthM',
  'hitchXM',
  'drawbarLengthM',
] as const;
const RATINGS = ['front', 'rear', 'fifthWheel', 'kingpin', 'bogie', 'gvw', 'gcw', 'gross', 'payload'] as const;

interface OwnUnitProps<U extends Motor | Trailer> {
  title: string;
  unit: U | undefined;
  /** what is wrong, by the path of the field inside the unit */
  errors: ReadonlyMap<string, string>;
  onChange: (unit: U) => void;
  /** of the stored units the one this came from: its numbers may change, whose they are stays */
  stored: OwnUnitStored | undefined;
  children?: ReactNode;
}

/** Every number of one unit, starting from a typical one. */
export function OwnUnit<U extends Motor | Trailer>({ title, unit, errors, onChange, stored, children }: OwnUnitProps<U>) {
  const { t } = useFormat();
  if (unit === undefined) return null;
  const given = unit as unknown as Record<string, unknown>;
  const set = (part: object) => {
    const { id: _, name: __, confidence: ___, note: ____, ...own } = { ...given, ...part };
    onChange({ ...own, ...(stored === undefined ? {} : { id: stored.id, name: stored.name }) } as unknown as U);
  };
  const axle = (index: number, part: Partial<PlanAxle>) =>
    set({ axles: unit.axles.map((one, i) => (i === index ? { ...one, ...part } : one)) });
  return (
    <fieldset className="kv-load-own-unit">
      <legend>{title}</legend>
      {unit.axles.map(({ xM, wheels, suspension }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an axle is its place in the order
        <div key={index} className="kv-load-own-axle">
          <NumberField
            label={t('plan.loading.axlePosition', { number: index + 1 })}
            decimalScale={3}
            value={xM}
            error={errors.get(`axles.${index}.xM`)}
            onNumber={(value) => axle(index, { xM: value })}
          />
          <SegmentedControl
            aria-label={t('plan.loading.wheels', { number: index + 1 })}
            data={(['single', 'twin'] as const).map((value) => ({ value, label: t(`plan.loading.wheel.${value}`) }))}
            value={wheels}
            onChange={(value) => axle(index, { wheels: value as PlanAxle['wheels'] })}
          />
          <button
            type="button"
            className="kv-load-chip"
            aria-pressed={suspension === 'air'}
            aria-label={t('plan.loading.air', { number: index + 1 })}
            onClick={() => axle(index, { suspension: suspension === 'air' ? 'other' : 'air' })}
          >
            {t('plan.loading.airShort')}
          </button>
        </div>
      ))}
      {errors.has('axles') && (
        <p className="kv-late" role="alert">
          {errors.get('axles')}
        </p>
      )}
      <div className="kv-load-own-numbers">
        {FIELDS.filter((key) => typeof given[key] === 'number').map((key) => (
          <NumberField
            key={key}
            label={t(`plan.loading.fields.${key}`)}
            decimalScale={3}
            value={given[key] as number}
            error={errors.get(key)}
            onNumber={(value) => set({ [key]: value })}
          />
        ))}
      </div>
      <p className="kv-load-own-ratings">{t('plan.loading.ratings')}</p>
      <div className="kv-load-own-numbers">
        {RATINGS.filter((key) => unit.techKg?.[key] !== undefined).map((key) => (
          <NumberField
            key={key}
            label={t(`plan.loading.rating.${key}`)}
            min={0}
            thousandSeparator=" "
            value={unit.techKg?.[key] ?? 0}
            error={errors.get(`techKg.${key}`)}
            onNumber={(value) => set({ techKg: { ...unit.techKg, [key]: value } })}
          />
        ))}
      </div>
      {children}
    </fieldset>
  );
}
