import { type FoundGoods, PROMISE_OBJECTIVES, type PromiseObjective, type StoredNetwork } from '@karavan/contracts';
import { ActionIcon, Button, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useMemo, useState } from 'react';
import { MOSCOW } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { instantAt } from '../board/wall-time.ts';
import '../../../ui/form.css';
import { MomentField } from '../../../ui/DateFields.tsx';
import { GoodsField } from './GoodsField.tsx';
import { notServed, zoneForAll, zonesOf } from './served-zones.ts';
import type { Question } from './use-promise.ts';

interface Line {
  key: number;
  good: FoundGoods | null;
  quantity: number | string;
}
const EMPTY = { good: null, quantity: '' } as const;

interface AskFormProps {
  network: StoredNetwork;
  isAsking: boolean;
  onAsk: (question: Question) => void;
}

export function AskForm({ network, isAsking, onAsk }: AskFormProps) {
  const { t } = useFormat();
  const zones = useMemo(() => zonesOf(network), [network]);
  const [lines, setLines] = useState<Line[]>([{ key: 0, ...EMPTY }]);
  const [named, setNamed] = useState<string | null>(null);
  const [objective, setObjective] = useState<PromiseObjective>('fastest');
  const [wasTried, setTried] = useState(false);
  const [deliverBy, setDeliverBy] = useState('');
  const [maxShipments, setMaxShipments] = useState<number | string>('');
  const change = (key: number, part: Partial<Line>) =>
    setLines((held) => held.map((line) => (line.key === key ? { ...line, ...part } : line)));

  const goods = lines.flatMap(({ good }) => good ?? []);
  // until somebody names a place it is one that the goods can be sent to
  const zone = named ?? zoneForAll(network, { goods, zone: zones[0] ?? '' }) ?? zones[0] ?? null;
  const unserved = zone === null ? [] : notServed(network, { goods, zone });
  const filled = lines.flatMap(({ good, quantity }) =>
    good !== null && Number(quantity) >= 1 ? [{ sku: good.sku, quantity: Number(quantity) }] : [],
  );
  const needs = [
    goods.length === 0 && t('plan.promise.needs.goods'),
    filled.length === 0 && t('plan.promise.needs.quantity'),
    zone === null && t('plan.promise.needs.zone'),
  ].filter((need) => need !== false);
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
  const remove = (key: number) =>
    setLines((held) => (held.length === 1 ? [{ key: key + 1, ...EMPTY }] : held.filter((line) => line.key !== key)));
  return (
    <form className="kv-plan-form" onSubmit={submit}>
      <fieldset className="kv-plan-lines">
        <legend>{t('plan.promise.lines')}</legend>
        {lines.map(({ key, good, quantity }, index) => (
          <div key={key} className="kv-plan-line">
            <GoodsField
              label={index === 0 ? t('plan.promise.skuHead') : undefined}
              name={t('plan.promise.sku', { number: index + 1 })}
              error={wasTried && isHalf({ good, quantity }) && good === null && t('plan.promise.ofWhat')}
              value={good}
              onValue={(next) => change(key, { good: next })}
            />
            <NumberInput
              label={index === 0 ? t('plan.promise.quantityHead') : undefined}
              aria-label={`${t('plan.promise.quantity')} ${index + 1}`}
              min={1}
              className="kv-float-error"
              error={wasTried && isHalf({ good, quantity }) && good !== null && t('plan.promise.howMany')}
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
              onClick={() => remove(key)}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
        <button
          type="button"
          className="kv-link"
          onClick={() => setLines((held) => [...held, { key: Math.max(...held.map((line) => line.key)) + 1, ...EMPTY }])}
        >
          {t('plan.promise.addLine')}
        </button>
      </fieldset>
      <Select
        label={t('plan.promise.zone')}
        description={t('plan.promise.zoneHint')}
        data={zones}
        value={zone}
        onChange={setNamed}
        allowDeselect={false}
        searchable
        nothingFoundMessage={t('plan.promise.noSuchZone')}
      />
      {unserved.length > 0 && (
        <div className="kv-risk" role="status">
          {unserved.map(({ sku, zones: other }) => (
            <p key={sku}>
              {other.length === 0
                ? t('plan.promise.servedNowhere', { sku })
                : t('plan.promise.notServed', { sku, zone, zones: other.join(', ') })}
            </p>
          ))}
        </div>
      )}
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
      <div>
        <Button
          type="submit"
          fullWidth
          disabled={needs.length > 0 || isAsking}
          aria-describedby={needs.length > 0 ? 'promise-needs' : undefined}
        >
          {isAsking ? t('plan.promise.asking') : t('plan.promise.ask')}
        </Button>
        {needs.length > 0 && (
          <p className="kv-note" id="promise-needs">
            {t('plan.promise.needs.first', { needs: needs.join(', ') })}
          </p>
        )}
      </div>
    </form>
  );
}

/** A line that says of what but not how many, or the other way round: it would be left out without a word. */
const isHalf = ({ good, quantity }: Pick<Line, 'good' | 'quantity'>): boolean => (good !== null) !== Number(quantity) >= 1;
