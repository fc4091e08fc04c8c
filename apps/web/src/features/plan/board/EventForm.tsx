import type { BoardPlan, ReplanEvent } from '@karavan/contracts';
import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { serverNow } from '../../../format/clock.ts';
import { utcOffset } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { MomentField } from '../../../ui/DateFields.tsx';
import { DayField, TonnesField, TruckField } from './fields.tsx';
import { instantAt, wallOf } from './wall-time.ts';

interface EventFormProps {
  plan: BoardPlan;
  days: readonly string[];
  isAsking: boolean;
  onAsk: (event: ReplanEvent) => void;
  /** the question is another one: its answer no longer holds */
  onEdit: () => void;
}
const KINDS = ['truckOut', 'bayClosed', 'more'] as const;

/** What came in between: a truck, a bay or more tonnes. */
export function EventForm({ plan, days, isAsking, onAsk, onEdit }: EventFormProps) {
  const { t } = useFormat();
  const { request } = plan;
  const zone = request.site.receiving.timeZone;
  const [what, setWhat] = useState<(typeof KINDS)[number]>('truckOut');
  const [vehicleId, setVehicleId] = useState(request.fleet[0]?.id ?? '');
  const [place, setPlace] = useState('site');
  const [from, setFrom] = useState(() => wallOf(serverNow(), zone));
  const [until, setUntil] = useState('');
  const [date, setDate] = useState(plan.days.at(-1)?.date ?? days[0] ?? '');
  const [mass, setMass] = useState(10);
  const edit =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      onEdit();
      set(value);
    };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (what === 'more') return onAsk({ what, date, massKg: Math.round(mass * 1000) });
    const since = instantAt(from, zone);
    if (since === undefined) return;
    const end = instantAt(until, zone);
    const times = { from: since, ...(end === undefined ? {} : { until: end }) };
    if (what === 'truckOut') return onAsk({ what, vehicleId, ...times });
    onAsk({ what, ...(place === 'site' ? { place } : { place: 'plant', plantId: place.slice('plant:'.length) }), ...times });
  };
  const places = [
    { value: 'site', label: t('plan.board.event.site', { name: request.site.id }) },
    ...request.plants.map(({ id }) => ({ value: `plant:${id}`, label: t('plan.board.event.plant', { name: id }) })),
  ];
  return (
    <form className="kv-plan-form" onSubmit={submit}>
      <NativeSelect
        label={t('plan.board.event.what')}
        data={KINDS.map((value) => ({ value, label: t(`plan.board.event.${value}`) }))}
        value={what}
        onChange={(event) => edit(setWhat)(event.currentTarget.value as typeof what)}
      />
      {what === 'truckOut' && (
        <TruckField label={t('plan.board.event.truck')} fleet={request.fleet} value={vehicleId} onValue={edit(setVehicleId)} />
      )}
      {what === 'bayClosed' && (
        <NativeSelect
          label={t('plan.board.event.place')}
          data={places}
          value={place}
          onChange={(event) => edit(setPlace)(event.currentTarget.value)}
        />
      )}
      <div className="kv-plan-pair">
        {what === 'more' ? (
          <>
            <DayField label={t('plan.board.event.date')} days={days} value={date} onValue={edit(setDate)} />
            <TonnesField label={t('plan.board.event.mass')} value={mass} onValue={edit(setMass)} />
          </>
        ) : (
          <>
            <MomentField required label={t('plan.board.event.from')} value={from} onValue={edit(setFrom)} />
            <MomentField label={t('plan.board.event.until')} value={until} onValue={edit(setUntil)} />
          </>
        )}
      </div>
      {what !== 'more' && <p className="kv-note">{t('plan.board.event.zone', { zone, offset: utcOffset(serverNow(), zone) })}</p>}
      <Button type="submit" disabled={isAsking}>
        {isAsking ? t('plan.board.actions.solving') : t('plan.board.event.ask')}
      </Button>
    </form>
  );
}
