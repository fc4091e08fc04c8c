import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useFormat } from '../../format/use-format.ts';
import { isFiltered, type QueueFilter } from './filter.ts';

interface FiltersProps {
  filter: QueueFilter;
  onChange: (change: Partial<QueueFilter>) => void;
}

/** The filter stands in the address, so that a link shows the same list. */
export function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useFormat();
  return (
    <search className="kv-queue-filters" aria-label={t('exceptions.filter')}>
      <TextInput
        size="xs"
        type="search"
        label={t('exceptions.find')}
        value={filter.q}
        maxLength={100}
        onChange={(event) => onChange({ q: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={t('exceptions.load')}
        value={filter.load ?? 'all'}
        data={(['all', 'loaded', 'empty'] as const).map((value) => ({ value, label: t(`exceptions.loads.${value}`) }))}
        onChange={(event) => {
          const load = event.currentTarget.value;
          onChange({ load: load === 'loaded' || load === 'empty' ? load : undefined });
        }}
      />
      <TextInput
        size="xs"
        type="number"
        min={0}
        step={0.5}
        label={t('exceptions.minDays')}
        value={filter.minDays ?? ''}
        onChange={(event) => {
          const days = Number(event.currentTarget.value);
          onChange({ minDays: days > 0 ? days : undefined });
        }}
      />
      {isFiltered(filter) && (
        <Button size="compact-sm" variant="subtle" onClick={() => onChange({ q: '', load: undefined, minDays: undefined })}>
          {t('exceptions.clear')}
        </Button>
      )}
    </search>
  );
}
