import type { FoundGoods } from '@karavan/contracts';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useGoods } from './use-promise.ts';

interface GoodsFieldProps {
  label: string | undefined;
  name: string;
  value: FoundGoods | null;
  error: string | false;
  onValue: (good: FoundGoods | null) => void;
}

/** One good out of all that are described, found by any part of its name; the list says how much of it is free. */
export function GoodsField({ label, name, value, error, onValue }: GoodsFieldProps) {
  const { t, number } = useFormat();
  const [typed, setTyped] = useState('');
  const asked = value?.sku === typed ? '' : typed.trim();
  const [query] = useDebouncedValue(asked, 160);
  const goods = useGoods(query);
  const found = goods.data?.items ?? [];
  const isLooking = goods.isFetching || query !== asked;
  const all = value === null || found.some(({ sku }) => sku === value.sku) ? found : [value, ...found];
  const freeOf = new Map(all.map(({ sku, free }) => [sku, free.reduce((sum, { quantity }) => sum + quantity, 0)]));
  const choose = (sku: string | null) => onValue(all.find((good) => good.sku === sku) ?? null);
  /** Whoever typed a whole name and went on has chosen it. */
  const settle = () => {
    const meant = found.filter(({ sku }) => sku.toLowerCase() === typed.trim().toLowerCase());
    if (value === null && meant[0] !== undefined) onValue(meant[0]);
  };
  const nothing = goods.isError
    ? problemWords(goods.error, t)
    : isLooking
      ? t('plan.promise.searching')
      : asked === ''
        ? t('plan.promise.noGoods')
        : t('plan.promise.noSuchGoods', { text: asked });
  return (
    <Select
      label={label}
      aria-label={name}
      placeholder={t('plan.promise.findGoods')}
      className="kv-float-error"
      error={error}
      searchable
      data={all.map(({ sku }) => sku)}
      filter={({ options }) => options}
      maxDropdownHeight={280}
      nothingFoundMessage={nothing}
      value={value?.sku ?? null}
      onChange={choose}
      onSearchChange={setTyped}
      onBlur={settle}
      renderOption={({ option }) => (
        <span className="kv-goods-option">
          <span>{option.value}</span>
          <span className={freeOf.get(option.value) ? 'kv-note' : 'kv-note kv-risk'}>
            {freeOf.get(option.value)
              ? t('plan.promise.freeNow', { count: number(freeOf.get(option.value) ?? 0) })
              : t('plan.promise.noneFree')}
          </span>
        </span>
      )}
    />
  );
}
