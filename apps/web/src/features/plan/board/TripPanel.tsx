import type { BoardChange, BoardPlan, BoardTrip } from '@karavan/contracts';
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { Facts } from '../../../ui/Facts.tsx';
import { useCompanyKnown } from '../loading/known.ts';
import { dayHead } from './board-days.ts';
import { loadingLink } from './loading-link.ts';
import { instantOf } from './wall-time.ts';

interface TripPanelProps {
  plan: BoardPlan;
  trip: BoardTrip;
  /** what its truck may bring that day */
  mostKg: number;
  days: readonly string[];
  onChange: (change: BoardChange) => void;
  onClose: () => void;
}

/** One trip with everything that can be done to it without dragging. */
export function TripPanel({ plan, trip, mostKg: most, days, onChange, onClose }: TripPanelProps) {
  const { t, tonnes, language } = useFormat();
  const zone = plan.request.site.receiving.timeZone;
  const clock = (at: string) => clockTime(at, { language, zone });
  const day = (date: string) => dayHead(date, language);
  const isFixed = trip.started === true || trip.locked === true;
  const { known } = useCompanyKnown();
  const link = useMemo(() => loadingLink(plan.request, { trip, known }), [plan.request, trip, known]);
  return (
    <section className="kv-board-part kv-trip-panel" aria-labelledby="trip-title" data-testid="trip-panel">
      <div className="kv-board-head">
        <h2 id="trip-title">
          {t('plan.board.panel.title')} {trip.vehicleId} · {day(trip.date)}
        </h2>
        <button type="button" className="kv-link" onClick={onClose}>
          {t('plan.board.panel.close')}
        </button>
      </div>
      <Facts
        facts={[
          { label: t('plan.board.panel.load'), value: `${trip.plantId}, ${clock(trip.loadFrom)}–${clock(trip.loadTo)}` },
          { label: t('plan.board.panel.unload'), value: `${clock(trip.unloadFrom)}–${clock(trip.unloadTo)}` },
          { label: t('plan.board.panel.back'), value: clock(trip.backAt) },
          {
            label: t('plan.board.panel.mass'),
            value: `${tonnes(trip.massKg)} (${t('plan.board.panel.most', { mass: tonnes(most) })})`,
          },
          {
            label: t('plan.board.panel.serves'),
            value: trip.serves.map(({ date, massKg }) => `${day(date)}: ${tonnes(massKg)}`).join(', '),
          },
        ]}
      />
      {link !== undefined && (
        <Link to={link} data-testid="loading-link">
          {t('plan.board.panel.loading')}
        </Link>
      )}
      {trip.started !== true && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onChange({ kind: 'lock', tripId: trip.id, locked: trip.locked !== true })}
        >
          {trip.locked === true ? t('plan.board.panel.unlock') : t('plan.board.panel.lock')}
        </Button>
      )}
      {!isFixed && <TripForms plan={plan} trip={trip} days={days} onChange={onChange} />}
    </section>
  );
}

function TripForms({ plan, trip, days, onChange }: Omit<TripPanelProps, 'onClose' | 'mostKg'>) {
  const { t, tonnes, language } = useFormat();
  const zone = plan.request.site.receiving.timeZone;
  const [vehicleId, setVehicleId] = useState(trip.vehicleId);
  const [date, setDate] = useState(trip.date);
  const [at, setAt] = useState(clockTime(trip.unloadFrom, { language, zone }));
  const [mass, setMass] = useState<number | string>(trip.massKg / 1000);
  const [keep, setKeep] = useState<number | string>(Math.floor(trip.massKg / 2000));
  const others = plan.trips.filter((one) => one.id !== trip.id && one.started !== true && one.locked !== true);
  const near = others.filter((one) => one.plantId === trip.plantId && one.date === trip.date);
  const [into, setInto] = useState('');
  const chosen = near.some(({ id }) => id === into) ? into : (near[0]?.id ?? '');
  const hasMoved = at !== clockTime(trip.unloadFrom, { language, zone });
  const move = () => {
    const unloadFrom = hasMoved ? instantOf(date, at, zone) : undefined;
    onChange({ kind: 'move', tripId: trip.id, vehicleId, date, ...(unloadFrom === undefined ? {} : { unloadFrom }) });
  };
  return (
    <>
      <div className="kv-plan-pair">
        <NativeSelect
          label={t('plan.board.panel.truck')}
          data={plan.request.fleet.map(({ id }) => id)}
          value={vehicleId}
          onChange={(event) => setVehicleId(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('plan.board.panel.date')}
          data={days.map((value) => ({ value, label: dayHead(value, language) }))}
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label={t('plan.board.panel.at')}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
        <Button variant="default" onClick={move}>
          {t('plan.board.panel.move')}
        </Button>
        <NumberInput
          label={t('plan.board.panel.mass')}
          min={0.001}
          decimalScale={3}
          hideControls
          value={mass}
          onChange={setMass}
        />
        <Button
          variant="default"
          onClick={() => onChange({ kind: 'mass', tripId: trip.id, massKg: Math.round(Number(mass) * 1000) })}
        >
          {t('plan.board.panel.setMass')}
        </Button>
        <NumberInput
          label={t('plan.board.panel.splitKeep')}
          min={0.001}
          decimalScale={3}
          hideControls
          value={keep}
          onChange={setKeep}
        />
        <Button
          variant="default"
          onClick={() =>
            onChange({ kind: 'split', tripId: trip.id, newId: crypto.randomUUID(), massKg: Math.round(Number(keep) * 1000) })
          }
        >
          {t('plan.board.panel.split')}
        </Button>
        {near.length > 0 && (
          <>
            <NativeSelect
              label={t('plan.board.panel.merge')}
              data={near.map((one) => ({ value: one.id, label: `${one.vehicleId}, ${tonnes(one.massKg)}` }))}
              value={chosen}
              onChange={(event) => setInto(event.currentTarget.value)}
            />
            <Button variant="default" onClick={() => onChange({ kind: 'merge', tripId: trip.id, intoId: chosen })}>
              {t('plan.board.panel.mergeDo')}
            </Button>
          </>
        )}
      </div>
      <button type="button" className="kv-link" onClick={() => onChange({ kind: 'remove', tripId: trip.id })}>
        {t('plan.board.panel.remove')}
      </button>
    </>
  );
}

/** A trip that the planner did not think of. */
export function AddTrip({ plan, days, onChange }: Pick<TripPanelProps, 'plan' | 'days' | 'onChange'>) {
  const { t, language } = useFormat();
  const [vehicleId, setVehicleId] = useState(plan.request.fleet[0]?.id ?? '');
  const [date, setDate] = useState(plan.days.find(({ unmetKg }) => unmetKg > 0)?.date ?? days[0] ?? '');
  const [mass, setMass] = useState<number | string>(10);
  return (
    <section className="kv-board-part" aria-labelledby="add-title">
      <h2 id="add-title">{t('plan.board.add.title')}</h2>
      <div className="kv-plan-pair">
        <NativeSelect
          label={t('plan.board.add.truck')}
          data={plan.request.fleet.map(({ id }) => id)}
          value={vehicleId}
          onChange={(event) => setVehicleId(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('plan.board.add.date')}
          data={days.map((value) => ({ value, label: dayHead(value, language) }))}
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <NumberInput label={t('plan.board.add.mass')} min={0.001} decimalScale={3} hideControls value={mass} onChange={setMass} />
        <Button
          variant="default"
          onClick={() =>
            onChange({ kind: 'add', newId: crypto.randomUUID(), vehicleId, date, massKg: Math.round(Number(mass) * 1000) })
          }
        >
          {t('plan.board.add.do')}
        </Button>
      </div>
    </section>
  );
}
