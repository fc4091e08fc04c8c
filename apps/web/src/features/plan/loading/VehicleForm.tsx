import { Button, SegmentedControl, Select } from '@mantine/core';
import { type Dispatch, memo, useState } from 'react';
import { type Format, useFormat } from '../../../format/use-format.ts';
import { OwnUnit } from './OwnUnit.tsx';
import type { Step } from './reducer.ts';
import { firstOf, motorOf, motorsOf, type SetType, trailerOf, trailersOf, type Vehicle } from './units.ts';
import type { Reply } from './use-reply.ts';
import { unitName, vehicleIssue } from './words.ts';

const TYPES: readonly SetType[] = ['rigid', 'tractor_semitrailer', 'truck_drawbar'];
const OWN = '';
type Known = readonly { id: string; name: string }[];

interface VehicleFormProps {
  vehicle: Vehicle;
  errors: Reply['errors'];
  dispatch: Dispatch<Step>;
}

/** Which set: its type, typical units by name, or the numbers of one's own. */
export const VehicleForm = memo(function VehicleForm({ vehicle, errors, dispatch }: VehicleFormProps) {
  const { t } = useFormat();
  const [isOpen, setOpen] = useState(false);
  const change = (next: Vehicle) => dispatch({ do: 'vehicle', vehicle: next });
  const wrong = fieldErrors(errors, t);
  // a field that is wrong must be seen, also when a link brought it
  const isShown = isOpen || wrong.motor.size + wrong.trailer.size > 0;
  const isOwn = typeof vehicle.motor === 'object' || typeof vehicle.trailer === 'object';
  return (
    <section className="kv-no-print" aria-label={t('plan.loading.vehicle')}>
      <div className="kv-load-vehicle">
        <SegmentedControl
          className="kv-load-set-type"
          aria-label={t('plan.loading.vehicle')}
          data={TYPES.map((value) => ({ value, label: t(`plan.loading.types.${value}`) }))}
          value={vehicle.type}
          onChange={(value) => change(firstOf(value as SetType))}
        />
        <Select
          label={t(`plan.loading.motors.${vehicle.type}`)}
          data={choices(motorsOf(vehicle.type), vehicle.motor, t('plan.loading.ownTruck'), t)}
          value={typeof vehicle.motor === 'string' ? vehicle.motor : OWN}
          allowDeselect={false}
          onChange={(id) => id !== null && id !== OWN && change({ ...vehicle, motor: id })}
        />
        {vehicle.type !== 'rigid' && (
          <Select
            label={t(`plan.loading.trailers.${vehicle.type}`)}
            data={choices(trailersOf(vehicle.type), vehicle.trailer ?? '', t('plan.loading.ownTrailer'), t)}
            value={typeof vehicle.trailer === 'string' ? vehicle.trailer : OWN}
            allowDeselect={false}
            onChange={(id) => id !== null && id !== OWN && change({ ...vehicle, trailer: id })}
          />
        )}
        <Button variant="default" aria-expanded={isShown} onClick={() => setOpen(!isOpen)}>
          {t('plan.loading.own')}
        </Button>
      </div>
      {!isOwn && <p className="kv-note">? {t('plan.loading.typical')}</p>}
      {isShown && (
        <div className="kv-load-own">
          <p className="kv-note">{t('plan.loading.ownHint')}</p>
          <div className="kv-load-own-units">
            <OwnUnit
              title={t(`plan.loading.motors.${vehicle.type}`)}
              unit={motorOf(vehicle)}
              errors={wrong.motor}
              onChange={(motor) => change({ ...vehicle, motor })}
            />
            {vehicle.type !== 'rigid' && (
              <OwnUnit
                title={t(`plan.loading.trailers.${vehicle.type}`)}
                unit={trailerOf(vehicle)}
                errors={wrong.trailer}
                onChange={(trailer) => change({ ...vehicle, trailer })}
              />
            )}
          </div>
        </div>
      )}
    </section>
  );
});

function choices(known: Known, now: string | object, own: string, t: Format['t']) {
  const list = known.map((unit) => ({ value: unit.id, label: unitName(unit, t) }));
  return typeof now === 'string' ? list : [{ value: OWN, label: own }, ...list];
}

/** Errors of the vehicle by the field of the unit they speak of. */
function fieldErrors(errors: Reply['errors'], t: Format['t']) {
  const [motor, trailer] = [new Map<string, string>(), new Map<string, string>()];
  for (const issue of errors) {
    const [, unit, field] = /^vehicle\.(rigid|tractor|trailer)\.(.+)$/.exec(issue.path) ?? [];
    if (unit === undefined || field === undefined) continue;
    (unit === 'trailer' ? trailer : motor).set(field, vehicleIssue(issue, t));
  }
  return { motor, trailer };
}
