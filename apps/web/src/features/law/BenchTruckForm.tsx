import { ROAD_CLASSES } from '@karavan/contracts';
import { LAW, RIGIDS, SEMITRAILERS, TRACTORS } from '@karavan/planner';
import { Autocomplete, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useFormat } from '../../format/use-format.ts';
import { unitName } from '../plan/loading/words.ts';
import { type BenchTruck, isTractor } from './bench-model.ts';

interface BenchTruckFormProps {
  truck: BenchTruck;
  /** an example stands on the bench: its truck and load are fixed */
  isFixed: boolean;
  isRussian: boolean;
  onChange: (part: Partial<BenchTruck>) => void;
}

/** Which truck, with what on it, where. */
export function BenchTruckForm({ truck, isFixed, isRussian, onChange }: BenchTruckFormProps) {
  const { t } = useFormat();
  const named = (units: readonly { id: string; name: string }[]) =>
    units.map((unit) => ({ value: unit.id, label: unitName(unit, t) }));
  return (
    <div className="kv-law-form">
      {!isFixed && (
        <>
          <Select
            label={t('law.bench.motor')}
            data={[...named(TRACTORS), ...named(RIGIDS)]}
            value={truck.motor}
            onChange={(motor) => motor && onChange({ motor })}
            allowDeselect={false}
            searchable
          />
          {isTractor(truck.motor) && (
            <Select
              label={t('law.bench.trailer')}
              data={named(SEMITRAILERS)}
              value={truck.trailer}
              onChange={(trailer) => trailer && onChange({ trailer })}
              allowDeselect={false}
              searchable
            />
          )}
          <SegmentedControl
            fullWidth
            aria-label={t('law.bench.ask')}
            data={(['loads', 'payload'] as const).map((ask) => ({ value: ask, label: t(`law.bench.asks.${ask}`) }))}
            value={truck.ask}
            onChange={(ask) => onChange({ ask: ask as BenchTruck['ask'] })}
          />
          <div className="kv-plan-pair">
            <NumberInput
              label={t('law.bench.massT')}
              value={truck.massT}
              decimalScale={3}
              min={0}
              max={200}
              hideControls
              disabled={truck.ask === 'payload'}
              onChange={(typed) => onChange({ massT: Number(typed) })}
            />
            <NumberInput
              label={t('law.bench.atM')}
              value={truck.atM}
              decimalScale={2}
              min={0}
              max={30}
              hideControls
              onChange={(typed) => onChange({ atM: Number(typed) })}
            />
          </div>
        </>
      )}
      {isRussian && (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('law.bench.road')}
            data={[
              { value: '', label: t('law.bench.allRoads') },
              ...ROAD_CLASSES.map((road) => ({ value: road, label: t('plan.loading.roadClass', { class: road }) })),
            ]}
            value={truck.road}
            onChange={(road) => onChange({ road })}
          />
          <Autocomplete
            label={t('law.bench.region')}
            data={REGIONS}
            limit={8}
            maxLength={200}
            value={truck.region}
            onChange={(region) => onChange({ region })}
          />
          <div className="kv-plan-pair">
            <TextInput
              label={t('law.bench.cargo')}
              maxLength={200}
              value={truck.cargo}
              onChange={(event) => onChange({ cargo: event.currentTarget.value })}
            />
            <NumberInput
              label={t('law.bench.temperature')}
              min={-90}
              max={70}
              hideControls
              value={truck.temperatureC ?? ''}
              onChange={(typed) => onChange({ temperatureC: typed === '' ? null : Number(typed) })}
            />
          </div>
        </>
      )}
    </div>
  );
}

const REGIONS = [...new Set(LAW.seasons.map(({ regions }) => regions[0] ?? ''))].filter((name) => name !== '').sort();
