import type { PlanOrder } from '@karavan/contracts';
import { addDays, requestOfOrder } from '@karavan/planner';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { serverNow } from '../../../format/clock.ts';
import { useFormat } from '../../../format/use-format.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import type { SplitFormProps } from './asked.ts';
import { type Day, DaysField, isFilled } from './DaysField.tsx';

/** An order over stored trucks; what is missing is said at its field once somebody has asked. */
export function OrderForm({ road, isAsking, onAsk }: SplitFormProps) {
  const { t } = useFormat();
  const { network, sites, customers } = road;
  const known = sites.filter(({ id }) => network.sites.some(({ siteId }) => siteId === id));
  const [siteId, setSite] = useState(known[0]?.id ?? '');
  const site = known.find(({ id }) => id === siteId);
  const owner = site?.customerId ?? customers[0]?.id ?? '';
  const [customerId, setCustomer] = useState(owner);
  const [orderNumber, setOrder] = useState('');
  const [product, setProduct] = useState('');
  const tomorrow = addDays(new Date(serverNow()).toISOString().slice(0, 10), 1);
  const [days, setDays] = useState<readonly Day[]>([{ key: 0, date: tomorrow, tonnes: 30 }]);
  const [isTried, setTried] = useState(false);
  const [early, setEarly] = useState(0);
  const [late, setLate] = useState(0);
  const [objective, setObjective] = useState<PlanOrder['objective']>('fewestTrips');
  const [mode, setMode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const modes = network.sites.find((one) => one.siteId === siteId)?.unloadingModes ?? [];
  const isMissing = { order: orderNumber.trim() === '', product: product.trim() === '', days: !days.every(isFilled) };
  const needed = (isEmpty: boolean, words: string) => (isTried && isEmpty ? { error: words } : {});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(isMissing).includes(true)) return focusFirstError(event.currentTarget as HTMLFormElement);
    const order: PlanOrder = {
      customerId,
      orderNumber: orderNumber.trim(),
      product: product.trim(),
      form: { form: 'bulk' },
      destinationSiteId: siteId,
      days: days.map(({ date, tonnes }) => ({ date, massKg: Math.round(tonnes * 1000) })),
      earlyDays: early,
      lateDays: late,
      objective,
      ...(mode === '' ? {} : { unloadingModes: [mode] }),
    };
    const names = new Map(sites.map(({ id, name }) => [id, name]));
    const made = requestOfOrder({ network, names, order });
    setProblem('message' in made ? made.message : null);
    if ('request' in made) onAsk({ request: made.request, order });
  };
  return (
    <form className="kv-plan-form" noValidate onSubmit={submit}>
      <NativeSelect
        label={t('plan.board.split.site')}
        data={known.map(({ id, name }) => ({ value: id, label: name }))}
        value={siteId}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setSite(next);
          setCustomer(known.find(({ id }) => id === next)?.customerId ?? customerId);
        }}
      />
      <NativeSelect
        label={t('plan.board.split.customer')}
        data={customers.map(({ id, name }) => ({ value: id, label: name }))}
        value={customerId}
        onChange={(event) => setCustomer(event.currentTarget.value)}
      />
      <div className="kv-plan-pair">
        <TextInput
          label={t('plan.board.split.order')}
          maxLength={60}
          {...needed(isMissing.order, t('plan.board.split.needOrder'))}
          value={orderNumber}
          onChange={(event) => setOrder(event.currentTarget.value)}
        />
        <TextInput
          label={t('plan.board.split.product')}
          maxLength={200}
          {...needed(isMissing.product, t('plan.board.split.needProduct'))}
          value={product}
          onChange={(event) => setProduct(event.currentTarget.value)}
        />
      </div>
      <DaysField days={days} tomorrow={tomorrow} isTried={isTried} onDays={setDays} />
      <div className="kv-plan-pair">
        <NumberField
          label={t('plan.board.split.early')}
          min={0}
          max={92}
          allowDecimal={false}
          value={early}
          onNumber={setEarly}
        />
        <NumberField label={t('plan.board.split.late')} min={0} max={92} allowDecimal={false} value={late} onNumber={setLate} />
        <NativeSelect
          label={t('plan.board.split.objective')}
          data={(['fewestTrips', 'cheapest'] as const).map((value) => ({
            value,
            label: t(`plan.board.split.objectives.${value}`),
          }))}
          value={objective}
          onChange={(event) => setObjective(event.currentTarget.value as PlanOrder['objective'])}
        />
        <NativeSelect
          label={t('plan.board.split.modes')}
          data={[{ value: '', label: t('plan.board.split.anyMode') }, ...modes.map((value) => ({ value, label: value }))]}
          value={mode}
          onChange={(event) => setMode(event.currentTarget.value)}
        />
      </div>
      {problem !== null && (
        <p className="kv-late" role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" disabled={isAsking || siteId === ''}>
        {isAsking ? t('plan.board.split.asking') : t('plan.board.split.ask')}
      </Button>
    </form>
  );
}

/** Where the first thing is missing, once the words stand there. */
function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"] input')?.focus());
}
