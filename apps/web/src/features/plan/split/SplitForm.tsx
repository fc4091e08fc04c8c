import { type PlanOrder, SplitRequest } from '@karavan/contracts';
import { addDays, requestOfOrder } from '@karavan/planner';
import { ActionIcon, Button, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { serverNow } from '../../../format/clock.ts';
import { useFormat } from '../../../format/use-format.ts';
import { DateField } from '../../../ui/DateFields.tsx';
import { NumberField } from '../../../ui/NumberField.tsx';
import type { Asked } from './asked.ts';
import type { Road } from './use-road.ts';

interface SplitFormProps {
  road: Road;
  isAsking: boolean;
  onAsk: (asked: Asked) => void;
}

/** The question: an order over stored trucks, or a request as programs send it. */
export function SplitForm({ road, isAsking, onAsk }: SplitFormProps) {
  const { t } = useFormat();
  const [source, setSource] = useState<'stored' | 'spelled'>(road.network.version === 0 ? 'spelled' : 'stored');
  return (
    <div className="kv-plan-form">
      <SegmentedControl
        fullWidth
        aria-label={t('plan.board.split.source')}
        data={(['stored', 'spelled'] as const).map((value) => ({ value, label: t(`plan.board.split.${value}`) }))}
        value={source}
        onChange={(value) => setSource(value as typeof source)}
      />
      {source === 'stored' ? (
        <OrderForm road={road} isAsking={isAsking} onAsk={onAsk} />
      ) : (
        <JsonForm isAsking={isAsking} onAsk={onAsk} />
      )}
    </div>
  );
}

interface Day {
  key: number;
  date: string;
  tonnes: number;
}

function OrderForm({ road, isAsking, onAsk }: SplitFormProps) {
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
  const [days, setDays] = useState<Day[]>([{ key: 0, date: tomorrow, tonnes: 30 }]);
  const [early, setEarly] = useState(0);
  const [late, setLate] = useState(0);
  const [objective, setObjective] = useState<PlanOrder['objective']>('fewestTrips');
  const [mode, setMode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const modes = network.sites.find((one) => one.siteId === siteId)?.unloadingModes ?? [];
  const change = (key: number, part: Partial<Day>) =>
    setDays((held) => held.map((day) => (day.key === key ? { ...day, ...part } : day)));
  const filled = days.filter((day) => day.date !== '' && day.tonnes > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const order: PlanOrder = {
      customerId,
      ...(orderNumber.trim() === '' ? {} : { orderNumber: orderNumber.trim() }),
      product: product.trim() === '' ? t('plan.board.split.product') : product.trim(),
      form: { form: 'bulk' },
      destinationSiteId: siteId,
      days: filled.map(({ date, tonnes }) => ({ date, massKg: Math.round(tonnes * 1000) })),
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
    <form className="kv-plan-form" onSubmit={submit}>
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
          value={orderNumber}
          onChange={(event) => setOrder(event.currentTarget.value)}
        />
        <TextInput
          label={t('plan.board.split.product')}
          maxLength={200}
          value={product}
          onChange={(event) => setProduct(event.currentTarget.value)}
        />
      </div>
      <fieldset className="kv-plan-lines">
        <legend>{t('plan.board.split.days')}</legend>
        {days.map((day, index) => (
          <div key={day.key} className="kv-plan-line">
            <DateField
              aria-label={t('plan.board.split.day', { number: index + 1 })}
              value={day.date}
              onValue={(value) => change(day.key, { date: value })}
            />
            <NumberField
              aria-label={`${t('plan.board.split.tonnes')} ${index + 1}`}
              min={0}
              max={10_000}
              decimalScale={3}
              value={day.tonnes}
              onNumber={(tonnes) => change(day.key, { tonnes })}
            />
            <ActionIcon
              variant="subtle"
              size={36}
              className="kv-tool"
              aria-label={t('plan.board.split.removeDay', { number: index + 1 })}
              disabled={days.length === 1}
              onClick={() => setDays((held) => held.filter(({ key }) => key !== day.key))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
        <button
          type="button"
          className="kv-link"
          onClick={() =>
            setDays((held) => [
              ...held,
              { key: Math.max(...held.map(({ key }) => key)) + 1, date: addDays(held.at(-1)?.date || tomorrow, 1), tonnes: 20 },
            ])
          }
        >
          {t('plan.board.split.addDay')}
        </button>
      </fieldset>
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
      <Button type="submit" disabled={isAsking || filled.length === 0 || siteId === ''}>
        {isAsking ? t('plan.board.split.asking') : t('plan.board.split.ask')}
      </Button>
    </form>
  );
}

function JsonForm({ isAsking, onAsk }: Omit<SplitFormProps, 'road'>) {
  const { t } = useFormat();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readRequest(text);
    setProblem('problem' in read ? t('plan.board.split.badJson', { message: read.problem }) : null);
    if ('request' in read) onAsk({ request: read.request, order: null });
  };
  return (
    <form className="kv-plan-form" onSubmit={submit}>
      <Textarea
        label={t('plan.board.split.json')}
        rows={16}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {problem !== null && (
        <p className="kv-late" role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" disabled={isAsking || text.trim() === ''}>
        {isAsking ? t('plan.board.split.asking') : t('plan.board.split.ask')}
      </Button>
    </form>
  );
}

function readRequest(text: string): { request: SplitRequest } | { problem: string } {
  try {
    const parsed = SplitRequest.safeParse(JSON.parse(text));
    if (parsed.success) return { request: parsed.data };
    return {
      problem: parsed.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .slice(0, 5)
        .join('; '),
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
