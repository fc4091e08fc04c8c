import { PROMISE_OBJECTIVES, type PromiseObjective, type StoredNetwork } from '@karavan/contracts';
import { ActionIcon, Autocomplete, Button, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useMemo, useState } from 'react';
import { MOSCOW } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { instantAt } from '../board/wall-time.ts';
import '../../../ui/form.css';
import { MomentField } from '../../../ui/DateFields.tsx';
import { type Question, useGoods } from './use-promise.ts';

interface Line {
  key: number;
  sku: string;
  quantity: number | string;
}

interface AskFormProps {
  network: StoredNetwork;
  isAsking: boolean;
  onAsk: (question: Question) => void;
}

export function AskForm({ network, isAsking, onAsk }: AskFormProps) {
  const { t } = useFormat();
  const goods = useGoods();
  const skus = useMemo(() => [...new Set(goods.data?.items.map((lot) => lot.sku) ?? [])], [goods.data]);
  const zones = useMemo(() => [...new Set(network.services.flatMap((service) => service.zones))].sort(), [network]);
  const [lines, setLines] = useState<Line[]>([{ key: 0, sku: '', quantity: '' }]);
  const [zone, setZone] = useState<string | null>(zones[0] ?? null);
  const [objective, setObjective] = useState<PromiseObjective>('fastest');
  const [wasTried, setTried] = useState(false);
  const [deliverBy, setDeliverBy] = useState('');
  const [maxShipments, setMaxShipments] = useState<number | string>('');
  const change = (key: number, part: Partial<Line>) =>
    setLines((held) => held.map((line) => (line.key === key ? { ...line, ...part } : line)));

  const filled = lines.flatMap(({ sku, quantity }) =>
    sku.trim() !== '' && Number(quantity) >= 1 ? [{ sku: sku.trim(), quantity: Number(quantity) }] : [],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (zone === null || filled.length === 0 || lines.some(isHalf)) return;
    const by = instantAt(deliverBy, MOSCOW);
    onAsk({
      lines: filled,
      zone,
      objective,
      ...(by === undefined ? {} : { deliverBy: by }),
      ...(maxShipments === '' ? {} : { maxShipments: Number(maxShipments) }),
    });
  };
  return (
    <form className="kv-plan-form" onSubmit={submit}>
      <fieldset className="kv-plan-lines">
        <legend>{t('plan.promise.lines')}</legend>
        {lines.map(({ key, sku, quantity }, index) => (
          <div key={key} className="kv-plan-line">
            <Autocomplete
              label={index === 0 ? t('plan.promise.skuHead') : undefined}
              aria-label={t('plan.promise.sku', { number: index + 1 })}
              placeholder={t('plan.promise.sku', { number: index + 1 })}
              data={skus}
              limit={20}
              className="kv-float-error"
              error={wasTried && isHalf({ sku, quantity }) && sku.trim() === '' && t('plan.promise.ofWhat')}
              value={sku}
              onChange={(value) => change(key, { sku: value })}
            />
            <NumberInput
              label={index === 0 ? t('plan.promise.quantityHead') : undefined}
              aria-label={`${t('plan.promise.quantity')} ${index + 1}`}
              min={1}
              className="kv-float-error"
              error={wasTried && isHalf({ sku, quantity }) && sku.trim() !== '' && t('plan.promise.howMany')}
              max={1_000_000_000}
              allowDecimal={false}
              thousandSeparator=" "
              hideControls
              value={quantity}
              onChange={(value) => change(key, { quantity: value })}
            />
            <ActionIcon
              variant="subtle"
              size={36}
              className="kv-tool"
              aria-label={t('plan.promise.removeLine', { number: index + 1 })}
              disabled={lines.length === 1}
              onClick={() => setLines((held) => held.filter((line) => line.key !== key))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
        <button
          type="button"
          className="kv-link"
          onClick={() =>
            setLines((held) => [...held, { key: Math.max(...held.map((line) => line.key)) + 1, sku: '', quantity: '' }])
          }
        >
          {t('plan.promise.addLine')}
        </button>
      </fieldset>
      <Select
        label={t('plan.promise.zone')}
        description={t('plan.promise.zoneHint')}
        data={zones}
        value={zone}
        onChange={setZone}
        allowDeselect={false}
        searchable
      />
      <div>
        <p className="kv-field-name" id="objective">
          {t('plan.promise.objective')}
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="objective"
          data={PROMISE_OBJECTIVES.map((value) => ({ value, label: t(`plan.promise.objectives.${value}`) }))}
          value={objective}
          onChange={(value) => setObjective(value as PromiseObjective)}
        />
      </div>
      <div className="kv-plan-pair">
        <MomentField label={t('plan.promise.deliverBy')} value={deliverBy} onValue={setDeliverBy} />
        <NumberInput
          label={t('plan.promise.maxShipments')}
          min={1}
          allowDecimal={false}
          hideControls
          placeholder={t('plan.promise.anyNumber')}
          value={maxShipments}
          onChange={setMaxShipments}
        />
      </div>
      <Button type="submit" disabled={filled.length === 0 || zone === null || isAsking}>
        {isAsking ? t('plan.promise.asking') : t('plan.promise.ask')}
      </Button>
    </form>
  );
}

/** A line that says of what but not how many, or the other way round: it would be left out without a word. */
const isHalf = ({ sku, quantity }: Pick<Line, 'sku' | 'quantity'>): boolean => (sku.trim() !== '') !== Number(quantity) >= 1;
