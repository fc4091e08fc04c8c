import type { OrderSplit, SplitAsk } from '@karavan/contracts';
import { Button, NativeSelect, NumberInput, Textarea } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'react-router';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { dayHead } from '../plan/board/board-days.ts';
import '../card/card.css';
import '../plan/board/board.css';

/** How much of an order on which day: the customer chooses, seeing what each day would hold. */
export default function SplitRequestPage() {
  const { order = '' } = useParams();
  const { t, tonnes } = useFormat();
  const [mode, setMode] = useState('');
  const split = useQuery({
    queryKey: ['order-split', order, mode],
    queryFn: () => call('getOrderSplit', { params: { number: order }, query: { unloadingMode: mode } }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const title = t('plan.board.ask.title', { order });
  useTitle(title);
  if (split.isPending) return <Waiting />;
  if (split.data === undefined)
    return <Failure error={split.error} retry={() => void split.refetch()} notFound={{ title: t('plan.board.ask.noOrder') }} />;
  const { data } = split;
  return (
    <article className="kv-card kv-split-request" data-testid="split-request">
      <div className="kv-panel-head">
        <Link to={`/o/${encodeURIComponent(order)}`} className="kv-back">
          ← {t('kind.order')} {order}
        </Link>
        <h1>{title}</h1>
        <p className="kv-note">
          {data.product}, {data.destination} ·{' '}
          {t('plan.board.ask.open', { mass: tonnes(data.openKg), all: tonnes(data.orderedKg) })}
        </p>
      </div>
      <section className="kv-card-section">
        <Asks asks={data.asks} />
        {data.openKg > 0 ? (
          <AskDays order={order} split={data} mode={mode} onMode={setMode} />
        ) : (
          <p>{t('plan.board.ask.nothingOpen')}</p>
        )}
        <Planned split={data} />
      </section>
    </article>
  );
}

interface AskDaysProps {
  order: string;
  split: OrderSplit;
  mode: string;
  onMode: (mode: string) => void;
}

function AskDays({ order, split, mode, onMode }: AskDaysProps) {
  const { t, tonnes } = useFormat();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Record<string, number | string>>({});
  const [note, setNote] = useState('');
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const days = split.days.flatMap(({ date }) => {
    const massKg = Math.round(Number(chosen[date] ?? 0) * 1000);
    return massKg > 0 ? [{ date, massKg }] : [];
  });
  const isNone = split.days.every(({ mostKg }) => mostKg <= 0);
  const causes = new Set(split.days.map(({ why }) => why));
  // said once, not day by day
  const oneCause = isNone && causes.size === 1 ? [...causes][0] : undefined;
  const totalKg = days.reduce((sum, { massKg }) => sum + massKg, 0);
  const tooMuchDay = days.some(({ date, massKg }) => massKg > (split.days.find((day) => day.date === date)?.mostKg ?? 0));
  const send = useMutation({
    mutationFn: () =>
      call('askOrderSplit', {
        params: { number: order },
        body: {
          requestId,
          days,
          ...(mode === '' ? {} : { unloadingMode: mode }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
      }),
    onSuccess: () => {
      setChosen({});
      setRequestId(crypto.randomUUID());
      void client.invalidateQueries({ queryKey: ['order-split', order] });
    },
  });
  const choose = (date: string, value: number | string) => {
    if (send.isSuccess || send.isError) send.reset();
    setChosen((held) => ({ ...held, [date]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form className="kv-plan-form" onSubmit={submit}>
      <p className="kv-note">{t('plan.board.ask.intro')}</p>
      <NativeSelect
        label={t('plan.board.ask.mode')}
        data={[
          { value: '', label: t('plan.board.ask.anyMode') },
          ...split.unloadingModes.map((value) => ({ value, label: value })),
        ]}
        value={mode}
        onChange={(event) => onMode(event.currentTarget.value)}
      />
      {isNone && (
        <div className="kv-late" role="alert">
          <p>{t(mode === '' ? 'plan.board.ask.noDay' : 'plan.board.ask.noDayMode', { mode })}</p>
          {oneCause !== undefined && <p>{t(`plan.board.ask.why.${oneCause}`)}</p>}
        </div>
      )}
      {oneCause === undefined && (
        <div>
          <div className="kv-ask-day kv-note" aria-hidden="true">
            <span>{t('plan.board.ask.day')}</span>
            <span>{t('plan.board.ask.mayBring')}</span>
            <span>{t('plan.board.ask.wanted')}</span>
          </div>
          {split.days.map((day) => (
            <AskDay key={day.date} day={day} value={chosen[day.date] ?? ''} onValue={(value) => choose(day.date, value)} />
          ))}
        </div>
      )}
      {oneCause === undefined && (
        <Textarea
          label={t('plan.board.ask.note')}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      {oneCause === undefined && (
        <div className="kv-ask-end">
          <p aria-live="polite">
            {t('plan.board.ask.total', { mass: tonnes(totalKg), open: tonnes(split.openKg) })}
            {totalKg > split.openKg && <span className="kv-late"> {t('plan.board.ask.tooMuch')}</span>}
            {tooMuchDay && totalKg <= split.openKg && <span className="kv-late"> {t('plan.board.ask.tooMuchDay')}</span>}
            {totalKg === 0 && !send.isSuccess && <span className="kv-note"> {t('plan.board.ask.choose')}</span>}
            {send.isSuccess && <span className="kv-on-time"> ✓ {t('plan.board.ask.sent')}</span>}
          </p>
          <Button type="submit" disabled={send.isPending || totalKg === 0 || totalKg > split.openKg || tooMuchDay}>
            {t('plan.board.ask.send')}
          </Button>
          {send.isError && (
            <p className="kv-late" role="alert">
              {problemWords(send.error, t)}
            </p>
          )}
        </div>
      )}
    </form>
  );
}

function AskDay({
  day,
  value,
  onValue,
}: {
  day: OrderSplit['days'][number];
  value: number | string;
  onValue: (value: number | string) => void;
}) {
  const { t, tonnes, language } = useFormat();
  const overKg = Math.round(Number(value) * 1000 - day.mostKg);
  const isOver = overKg > 0;
  return (
    <div className="kv-ask-day">
      <span>{dayHead(day.date, language)}</span>
      <span className={isOver ? 'kv-note kv-late' : 'kv-note'}>
        {day.mostKg > 0 ? t('plan.board.ask.most', { mass: tonnes(day.mostKg) }) : t('plan.board.ask.closed')}
        {day.mostKg <= 0 && day.why !== undefined && `: ${t(`plan.board.ask.why.${day.why}`)}`}
        {day.mostKg > 0 && isOver && ` — ${t('plan.board.ask.over', { mass: tonnes(overKg) })}`}
        {day.plannedKg > 0 && ` · ${t('plan.board.ask.planned', { mass: tonnes(day.plannedKg) })}`}
      </span>
      <NumberInput
        aria-label={t('plan.board.ask.tonnes', { day: dayHead(day.date, language) })}
        min={0}
        decimalScale={3}
        hideControls
        decimalSeparator={language === 'ru' ? ',' : '.'}
        allowedDecimalSeparators={['.', ',']}
        rightSection={<span className="kv-note">{t('plan.board.ask.unit')}</span>}
        disabled={day.mostKg <= 0}
        error={isOver}
        value={value}
        onChange={onValue}
      />
    </div>
  );
}

function Planned({ split }: { split: OrderSplit }) {
  const { t, tonnes, language } = useFormat();
  const planned = split.days.filter(({ plannedKg }) => plannedKg > 0);
  if (planned.length === 0 || split.openKg > 0) return null;
  return (
    <ul className="kv-asks">
      {planned.map(({ date, plannedKg }) => (
        <li key={date}>
          {dayHead(date, language)}: {t('plan.board.ask.planned', { mass: tonnes(plannedKg) })}
        </li>
      ))}
    </ul>
  );
}

function Asks({ asks }: { asks: readonly SplitAsk[] }) {
  const { t, tonnes, language } = useFormat();
  if (asks.length === 0) return null;
  return (
    <>
      <h2>{t('plan.board.ask.asks')}</h2>
      <ul className="kv-asks">
        {asks.map((ask) => (
          <li key={ask.id}>
            {ask.days.map(({ date, massKg }) => `${dayHead(date, language)}: ${tonnes(massKg)}`).join(', ')}
            {ask.unloadingMode !== null && ` · ${ask.unloadingMode}`}
            <span className="kv-note">
              <strong>{t(`plan.board.ask.status.${ask.status}`)}</strong> · <Time at={ask.createdAt} as="ago" /> ·{' '}
              {ask.possible ? t('plan.board.ask.possible') : t('plan.board.ask.notPossible')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
