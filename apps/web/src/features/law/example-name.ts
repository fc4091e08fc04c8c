import type { Trial } from '@karavan/contracts';
import { RIGIDS, SEMITRAILERS, TRACTORS } from '@karavan/planner';
import type { Format } from '../../format/use-format.ts';
import { lawEn } from '../../i18n/law/en.ts';
import { unitName } from '../plan/loading/words.ts';

type Named = keyof typeof lawEn.exampleNames;
const isNamed = (key: string): key is Named => Object.hasOwn(lawEn.exampleNames, key);
const UNITS = [...TRACTORS, ...SEMITRAILERS, ...RIGIDS];

/** An example by name: those that ship have one in each language, the company's own keep theirs. */
export function exampleName(
  { id, name }: { id: string; name: string },
  trial: Trial | undefined,
  { t, number }: Pick<Format, 't' | 'number'>,
): string {
  if (!id.startsWith('shipped-')) return name;
  const key = id.slice('shipped-'.length);
  if (isNamed(key) && key !== 'payload') return t(`law.exampleNames.${key}`);
  if (trial?.plan !== 'max-payload' || trial.request.placement.kind !== 'point') return name;
  return t('law.exampleNames.payload', { units: unitsOf(trial.request.vehicle, t), at: number(trial.request.placement.xM, 2) });
}

function unitsOf(vehicle: Trial['request']['vehicle'], t: Format['t']): string {
  if (typeof vehicle === 'string') return vehicle;
  const parts = vehicle.type === 'tractor_semitrailer' ? [vehicle.tractor, vehicle.trailer] : [vehicle.rigid];
  return parts
    .map((part) => {
      const unit = UNITS.find(({ id }) => id === part);
      return unit === undefined ? '' : unitName(unit, t);
    })
    .join(' + ');
}
