import { localDay } from '@karavan/planner';
import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { Facts } from '../../../ui/Facts.tsx';
import { useCompanyKnown } from '../loading/known.ts';
import { dayHead } from './board-days.ts';
import { DayField, TonnesField, TruckField } from './fields.tsx';
import { loadingLink } from './loading-link.ts';
import { TripForms, type TripFormsProps } from './TripForms.tsx';

interface TripPanelProps extends TripFormsProps {
  /** what its truck may bring that day */
  mostKg: number;
  onClose: () => void;
  /** why the last thing asked for was not done, where it stands nowhere else */
  refusal?: ReactNode;
}

/** One trip with everything that can be done to it without dragging. */
export function TripPanel({ plan, trip, mostKg: most, days, onChange, onClose, refusal }: TripPanelProps) {
  const { t, language } = useFormat();
  const isFixed = trip.started === true || trip.locked === true;
  return (
    <section
      className="kv-board-part kv-trip-panel"
      aria-labelledby="trip-title"
      data-testid="trip-panel"
      data-of-trip={trip.id}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <div className="kv-trip-panel-head">
        <h2 id="trip-title">
          {t('plan.board.panel.title')} {trip.vehicleId} · {dayHead(trip.date, language)}
        </h2>
        <button type="button" className="kv-link" onClick={onClose}>
          {t('plan.board.panel.close')}
        </button>
      </div>
      <TripFacts plan={plan} trip={trip} mostKg={most} />
      {refusal}
      {trip.started === true ? (
        <p className="kv-note">{t('plan.board.panel.startedStays')}</p>
      ) : (
        <Button variant="default" onClick={() => onChange({ kind: 'lock', tripId: trip.id, locked: trip.locked !== true })}>
          {trip.locked === true ? t('plan.board.panel.unlock') : t('plan.board.panel.lock')}
        </Button>
      )}
      {!isFixed && <TripForms plan={plan} trip={trip} days={days} onChange={onChange} />}
    </section>
  );
}

function TripFacts({ plan, trip, mostKg: most }: Pick<TripPanelProps, 'plan' | 'trip' | 'mostKg'>) {
  const { t, tonnes, language } = useFormat();
  const zone = plan.request.site.receiving.timeZone;
  const clock = (at: string) => clockTime(at, { language, zone });
  // a truck may be loaded days before it is unloaded
  const moment = (at: string) => {
    const day = localDay(Date.parse(at), zone);
    return day === trip.date ? clock(at) : `${dayHead(day, language)} ${clock(at)}`;
  };
  const { known } = useCompanyKnown();
  const link = useMemo(() => loadingLink(plan.request, { trip, known }), [plan.request, trip, known]);
  return (
    <>
      <Facts
        facts={[
          { label: t('plan.board.panel.load'), value: `${trip.plantId}, ${moment(trip.loadFrom)}–${clock(trip.loadTo)}` },
          { label: t('plan.board.panel.unload'), value: `${clock(trip.unloadFrom)}–${clock(trip.unloadTo)}` },
          { label: t('plan.board.panel.back'), value: moment(trip.backAt) },
          {
            label: t('plan.board.panel.massFact'),
            value: `${tonnes(trip.massKg)} (${t('plan.board.panel.most', { mass: tonnes(most) })})`,
          },
          {
            label: t('plan.board.panel.serves'),
            value: trip.serves.map(({ date, massKg }) => `${dayHead(date, language)}: ${tonnes(massKg)}`).join(', '),
          },
        ]}
      />
      {link !== undefined && (
        <Link to={link} data-testid="loading-link">
          {t('plan.board.panel.loading')}
        </Link>
      )}
    </>
  );
}

/** A trip that the planner did not think of. */
export function AddTrip({ plan, days, onChange }: Pick<TripFormsProps, 'plan' | 'days' | 'onChange'>) {
  const { t } = useFormat();
  const [vehicleId, setVehicleId] = useState(plan.request.fleet[0]?.id ?? '');
  const [date, setDate] = useState(plan.days.find(({ unmetKg }) => unmetKg > 0)?.date ?? days[0] ?? '');
  const [mass, setMass] = useState(10);
  return (
    <section className="kv-board-part" aria-labelledby="add-title">
      <h2 id="add-title">{t('plan.board.add.title')}</h2>
      <div className="kv-plan-pair">
        <TruckField label={t('plan.board.add.truck')} fleet={plan.request.fleet} value={vehicleId} onValue={setVehicleId} />
        <DayField label={t('plan.board.add.date')} days={days} value={date} onValue={setDate} />
        <TonnesField label={t('plan.board.add.mass')} value={mass} onValue={setMass} />
        <Button
          variant="default"
          onClick={() => onChange({ kind: 'add', newId: crypto.randomUUID(), vehicleId, date, massKg: Math.round(mass * 1000) })}
        >
          {t('plan.board.add.do')}
        </Button>
      </div>
    </section>
  );
}
