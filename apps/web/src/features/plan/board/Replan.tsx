import type { BoardPlan, PlanProposal, ReplanEvent } from '@karavan/contracts';
import { Button, Modal, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { serverNow } from '../../../format/clock.ts';
import { useFormat } from '../../../format/use-format.ts';
import { dayHead } from './board-days.ts';
import { TripChanges } from './Changes.tsx';
import { Proof, Totals } from './Summary.tsx';
import type { Actions } from './use-board.ts';

interface ReplanProps {
  plan: BoardPlan;
  actions: Actions;
  days: readonly string[];
  onClose: () => void;
}

/** Something came in between: what would change least is shown, and taken over only by a click. */
export function Replan({ plan, actions, days, onClose }: ReplanProps) {
  const { t } = useFormat();
  const [proposal, setProposal] = useState<PlanProposal | null>(null);
  const same = proposal?.changes.filter(({ kind }) => kind === 'same').length ?? 0;
  const take = async () => {
    if (proposal !== null && (await actions.take(proposal)) !== null) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('plan.board.event.title')}
      size="lg"
      zIndex={2500}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <EventForm
        plan={plan}
        days={days}
        isAsking={actions.working !== null}
        onAsk={async (event) => setProposal(await actions.replan(event))}
      />
      {proposal && (
        <div data-testid="proposal">
          <Totals totals={proposal} />
          <p className="kv-note">
            {t('plan.board.event.kept', { count: same })}. <Proof proof={proposal.proof} />
          </p>
          <TripChanges changes={proposal.changes} zone={plan.request.site.receiving.timeZone} />
          <ul>
            {proposal.reasons.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
          <div className="kv-board-tools">
            <Button onClick={() => void take()}>{t('plan.board.event.take')}</Button>
            <Button variant="default" onClick={onClose}>
              {t('plan.board.event.drop')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

interface EventFormProps {
  plan: BoardPlan;
  days: readonly string[];
  isAsking: boolean;
  onAsk: (event: ReplanEvent) => void;
}
const KINDS = ['truckOut', 'bayClosed', 'more'] as const;

function EventForm({ plan, days, isAsking, onAsk }: EventFormProps) {
  const { t, language } = useFormat();
  const { request } = plan;
  const [what, setWhat] = useState<(typeof KINDS)[number]>('truckOut');
  const [vehicleId, setVehicleId] = useState(request.fleet[0]?.id ?? '');
  const [place, setPlace] = useState('site');
  const [from, setFrom] = useState(localInput(serverNow()));
  const [until, setUntil] = useState('');
  const [date, setDate] = useState(plan.days.at(-1)?.date ?? days[0] ?? '');
  const [mass, setMass] = useState<number | string>(10);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (what === 'more') return onAsk({ what, date, massKg: Math.round(Number(mass) * 1000) });
    const times = { from: new Date(from).toISOString(), ...(until === '' ? {} : { until: new Date(until).toISOString() }) };
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
        onChange={(event) => setWhat(event.currentTarget.value as typeof what)}
      />
      <div className="kv-plan-pair">
        {what === 'truckOut' && (
          <NativeSelect
            label={t('plan.board.event.truck')}
            data={request.fleet.map(({ id }) => id)}
            value={vehicleId}
            onChange={(event) => setVehicleId(event.currentTarget.value)}
          />
        )}
        {what === 'bayClosed' && (
          <NativeSelect
            label={t('plan.board.event.place')}
            data={places}
            value={place}
            onChange={(event) => setPlace(event.currentTarget.value)}
          />
        )}
        {what === 'more' ? (
          <>
            <NativeSelect
              label={t('plan.board.event.date')}
              data={days.map((value) => ({ value, label: dayHead(value, language) }))}
              value={date}
              onChange={(event) => setDate(event.currentTarget.value)}
            />
            <NumberInput
              label={t('plan.board.event.mass')}
              min={0.001}
              decimalScale={3}
              hideControls
              value={mass}
              onChange={setMass}
            />
          </>
        ) : (
          <>
            <TextInput
              type="datetime-local"
              required
              label={t('plan.board.event.from')}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              type="datetime-local"
              label={t('plan.board.event.until')}
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
            />
          </>
        )}
      </div>
      <Button type="submit" disabled={isAsking}>
        {isAsking ? t('plan.board.actions.solving') : t('plan.board.event.ask')}
      </Button>
    </form>
  );
}

/** The reader's own clock, as the input wants it. */
function localInput(atMs: number): string {
  const at = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
}
