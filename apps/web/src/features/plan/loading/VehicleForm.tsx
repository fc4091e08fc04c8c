import { Button, SegmentedControl, Select } from '@mantine/core';
import { type Dispatch, memo, useState } from 'react';
import { type Format, useFormat } from '../../../format/use-format.ts';
import { isSameUnit, kindOf, type OwnUnit as Stored, unitsOf, useOwnUnits } from './known.ts';
import { OwnUnit } from './OwnUnit.tsx';
import type { Step } from './reducer.ts';
import { SaveUnit } from './SaveUnit.tsx';
import {
  firstOf,
  type Motor,
  motorOf,
  motorsOf,
  oddShares,
  type SetType,
  type Trailer,
  trailerOf,
  trailersOf,
  type Vehicle,
} from './units.ts';
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
  const { t, number } = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { data: specs } = useOwnUnits();
  const motors = unitsOf(specs, kindOf(vehicle.type, 'motor'));
  const trailers = unitsOf(specs, kindOf(vehicle.type, 'trailer'));
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
          data={choices(
            { known: motorsOf(vehicle.type), stored: motors, now: vehicle.motor, own: t('plan.loading.ownTruck') },
            t,
          )}
          value={choiceOf(vehicle.motor, motors)}
          allowDeselect={false}
          onChange={(id) =>
            id !== null &&
            id !== OWN &&
            change({ ...vehicle, motor: (motors.find((unit) => unit.id === id) as Motor | undefined) ?? id })
          }
        />
        {vehicle.type !== 'rigid' && (
          <Select
            label={t(`plan.loading.trailers.${vehicle.type}`)}
            data={choices(
              {
                known: trailersOf(vehicle.type),
                stored: trailers,
                now: vehicle.trailer ?? '',
                own: t('plan.loading.ownTrailer'),
              },
              t,
            )}
            value={choiceOf(vehicle.trailer ?? '', trailers)}
            allowDeselect={false}
            onChange={(id) =>
              id !== null &&
              id !== OWN &&
              change({ ...vehicle, trailer: (trailers.find((unit) => unit.id === id) as Trailer | undefined) ?? id })
            }
          />
        )}
        <Button variant="default" aria-expanded={isShown} onClick={() => setOpen(!isOpen)}>
          {t('plan.loading.own')}
        </Button>
      </div>
      {!isOwn && <p className="kv-note">? {t('plan.loading.typical')}</p>}
      {oddShares(vehicle).map(({ axles, sum }) => (
        <p key={axles.join()} className="kv-note kv-risk" role="status">
          ▲ {t('plan.loading.oddShares', { axles: axles.join(', '), sum: number(sum, 2) })}
        </p>
      ))}
      {isShown && (
        <div className="kv-load-own">
          <p className="kv-note">{t('plan.loading.ownHint')}</p>
          <div className="kv-load-own-units">
            <Own vehicle={vehicle} part="motor" stored={motors} errors={wrong.motor} onChange={change} />
            {vehicle.type !== 'rigid' && (
              <Own vehicle={vehicle} part="trailer" stored={trailers} errors={wrong.trailer} onChange={change} />
            )}
          </div>
        </div>
      )}
    </section>
  );
});

interface OwnProps {
  vehicle: Vehicle;
  part: 'motor' | 'trailer';
  stored: readonly Stored[];
  errors: ReadonlyMap<string, string>;
  onChange: (vehicle: Vehicle) => void;
}

/** The numbers of one unit of the set, and where they are kept. */
function Own({ vehicle, part, stored, errors, onChange }: OwnProps) {
  const { t } = useFormat();
  const unit = part === 'motor' ? motorOf(vehicle) : trailerOf(vehicle);
  const from = stored.find(({ id }) => id === unit?.id);
  const change = (next: Motor | Trailer) => onChange({ ...vehicle, [part]: next });
  return (
    <OwnUnit
      title={t(part === 'motor' ? `plan.loading.motors.${vehicle.type}` : `plan.loading.trailers.${vehicle.type}`)}
      unit={unit}
      errors={errors}
      stored={from}
      onChange={change}
    >
      {unit !== undefined && (
        <SaveUnit
          key={`${vehicle.type} ${from?.id}`}
          kind={kindOf(vehicle.type, part)}
          unit={unit}
          stored={from}
          isWrong={errors.size > 0}
          onStored={change}
        />
      )}
    </OwnUnit>
  );
}

interface Choosing {
  known: Known;
  stored: readonly Stored[];
  now: string | object;
  own: string;
}

/** Own units first, then typical ones; numbers kept nowhere stand at the head of the list. */
function choices({ known, stored, now, own }: Choosing, t: Format['t']) {
  const typical = known.map((unit) => ({ value: unit.id, label: unitName(unit, t) }));
  const kept = stored.map(({ id, name }) => ({ value: id, label: name }));
  const groups = [
    ...(kept.length === 0 ? [] : [{ group: t('plan.loading.ownUnits'), items: kept }]),
    { group: t('plan.loading.typicalUnits'), items: typical },
  ];
  const isLoose = typeof now !== 'string' && choiceOf(now, stored) === OWN;
  return isLoose ? [{ group: t('plan.loading.thisPlan'), items: [{ value: OWN, label: own }] }, ...groups] : groups;
}

function choiceOf(now: string | object, stored: readonly Stored[]): string {
  if (typeof now === 'string') return now;
  return stored.find((unit) => 'id' in now && unit.id === now.id && isSameUnit(unit, now))?.id ?? OWN;
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
