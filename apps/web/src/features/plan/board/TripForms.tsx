import type { BoardChange, BoardPlan, BoardTrip } from '@karavan/contracts';
import { Button, NativeSelect } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { TimeField } from '../../../ui/DateFields.tsx';
import { DayField, TonnesField, TruckField } from './fields.tsx';
import { instantOf } from './wall-time.ts';

export interface TripFormsProps {
  plan: BoardPlan;
  trip: BoardTrip;
  days: readonly string[];
  /** tells whether it was done */
  onChange: (change: BoardChange) => boolean;
}

/** Moving, mass, splitting, merging, removing: each a row with a button of its own. */
export function TripForms(props: TripFormsProps) {
  const { t } = useFormat();
  const { trip, onChange } = props;
  return (
    <>
      <MoveForm {...props} />
      <MassForm {...props} />
      <SplitForm {...props} />
      <MergeForm {...props} />
      <p>
        <button type="button" className="kv-link" onClick={() => onChange({ kind: 'remove', tripId: trip.id })}>
          {t('plan.board.panel.remove')}
        </button>
      </p>
    </>
  );
}

function Row({ label, isWide = false, children }: { label: string; isWide?: boolean; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid of its legend and fields
    <div className={isWide ? 'kv-trip-form kv-trip-form-wide' : 'kv-trip-form'} role="group" aria-label={label}>
      {children}
    </div>
  );
}

/** What was touched stands in the fields, all else as the trip has it, also after somebody else has changed it. */
function useTouched<Fields extends object>(now: Fields) {
  const [touched, setTouched] = useState<Partial<Fields>>({});
  return {
    fields: { ...now, ...touched },
    touch: (part: Partial<Fields>) => setTouched((before) => ({ ...before, ...part })),
    forget: () => setTouched({}),
  };
}

function MoveForm({ plan, trip, days, onChange }: TripFormsProps) {
  const { t, language } = useFormat();
  const zone = plan.request.site.receiving.timeZone;
  const from = clockTime(trip.unloadFrom, { language, zone });
  const { fields, touch, forget } = useTouched({ vehicleId: trip.vehicleId, date: trip.date, at: from });
  const move = () => {
    const { vehicleId, date, at } = fields;
    const unloadFrom = at === from ? undefined : instantOf(date, at, zone);
    const isDone = onChange({ kind: 'move', tripId: trip.id, vehicleId, date, ...(unloadFrom && { unloadFrom }) });
    if (isDone) forget();
  };
  return (
    <Row label={t('plan.board.panel.move')}>
      <TruckField
        label={t('plan.board.panel.truck')}
        fleet={plan.request.fleet}
        value={fields.vehicleId}
        onValue={(vehicleId) => touch({ vehicleId })}
      />
      <DayField label={t('plan.board.panel.date')} days={days} value={fields.date} onValue={(date) => touch({ date })} />
      <TimeField label={t('plan.board.panel.at')} value={fields.at} onValue={(value) => touch({ at: value })} />
      <Button variant="default" onClick={move}>
        {t('plan.board.panel.move')}
      </Button>
    </Row>
  );
}

function MassForm({ trip, onChange }: TripFormsProps) {
  const { t } = useFormat();
  const { fields, touch, forget } = useTouched({ mass: trip.massKg / 1000 });
  const set = () => onChange({ kind: 'mass', tripId: trip.id, massKg: Math.round(fields.mass * 1000) }) && forget();
  return (
    <Row label={t('plan.board.panel.mass')}>
      <TonnesField label={t('plan.board.panel.mass')} value={fields.mass} onValue={(mass) => touch({ mass })} />
      <Button variant="default" onClick={set}>
        {t('plan.board.panel.setMass')}
      </Button>
    </Row>
  );
}

function SplitForm({ trip, onChange }: TripFormsProps) {
  const { t } = useFormat();
  const { fields, touch, forget } = useTouched({ keep: Math.floor(trip.massKg / 2000) });
  const massKg = Math.round(fields.keep * 1000);
  const split = () => onChange({ kind: 'split', tripId: trip.id, newId: crypto.randomUUID(), massKg }) && forget();
  return (
    <Row label={t('plan.board.panel.split')}>
      <TonnesField label={t('plan.board.panel.splitKeep')} value={fields.keep} onValue={(keep) => touch({ keep })} />
      <Button variant="default" onClick={split}>
        {t('plan.board.panel.split')}
      </Button>
    </Row>
  );
}

function MergeForm({ plan, trip, onChange }: TripFormsProps) {
  const { t, tonnes, language } = useFormat();
  const [into, setInto] = useState('');
  const zone = plan.request.site.receiving.timeZone;
  const near = plan.trips.filter(
    (one) =>
      one.id !== trip.id && one.started !== true && one.locked !== true && one.plantId === trip.plantId && one.date === trip.date,
  );
  const chosen = near.some(({ id }) => id === into) ? into : near[0]?.id;
  if (chosen === undefined) return null;
  // onto the truck of either: where one may not carry both, the other may
  const merge = () =>
    onChange({ kind: 'merge', tripId: chosen, intoId: trip.id }) || onChange({ kind: 'merge', tripId: trip.id, intoId: chosen });
  return (
    <Row label={t('plan.board.panel.mergeDo')} isWide>
      <NativeSelect
        label={t('plan.board.panel.merge')}
        data={near.map(({ id, vehicleId, massKg, unloadFrom }) => ({
          value: id,
          label: `${vehicleId}, ${tonnes(massKg)}, ${clockTime(unloadFrom, { language, zone })}`,
        }))}
        value={chosen}
        onChange={(event) => setInto(event.currentTarget.value)}
      />
      <Button variant="default" onClick={merge}>
        {t('plan.board.panel.mergeDo')}
      </Button>
    </Row>
  );
}
