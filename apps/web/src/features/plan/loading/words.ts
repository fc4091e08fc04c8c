import type { AxleCheck, AxleLoadsRequest, Language } from '@karavan/contracts';
import type { Garage, InputIssue, LoadingWords } from '@karavan/planner';
import { type Format, useFormat } from '../../../format/use-format.ts';
import { loadingEn } from '../../../i18n/plan/loading-en.ts';
import { decksOf, type Load, type LoadingPlan } from './model.ts';

type T = Format['t'];

/** `group 4+5+6` in the reader's language. */
export function whatWords(what: string, t: T): string {
  const [, kind, axles = '', inGroup] = /^(axle|group|bridge) (\S+)( in group)?$/.exec(what) ?? [];
  if (kind === 'axle') return t(inGroup === undefined ? 'plan.loading.what.axle' : 'plan.loading.what.axleInGroup', { axles });
  if (kind === 'group' || kind === 'bridge') return t(`plan.loading.what.${kind}`, { axles });
  switch (what) {
    case 'gross of the truck':
      return t('plan.loading.what.grossOfTruck');
    case 'gross of the trailer':
      return t('plan.loading.what.grossOfTrailer');
    case 'gross':
    case 'kingpin':
    case 'steer':
    case 'drive':
    case 'payload':
      return t(`plan.loading.what.${what}`);
    default:
      return what;
  }
}

const RATINGS = ['front', 'rear', 'fifthWheel', 'kingpin', 'bogie', 'gvw', 'gcw', 'gross', 'payload'] as const;

/** A check by name; of the maker's several masses, which one. */
export function checkWords({ what, rule, layer }: AxleCheck, t: T): string {
  const rating = RATINGS.find(
    (name) => layer === 'maker' && rule.endsWith(`/${name}`) && (name === 'gvw' || name === 'gcw' || name === 'fifthWheel'),
  );
  if (rating === undefined) return whatWords(what, t);
  const words = t(`plan.loading.rating.${rating}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A day in full, for paper. */
export const fullDay = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** Where one load stands and what it weighs. */
export function loadWords({ massKg, fromM, toM }: Load, { t, tonnes, number }: Format): string {
  const mass = tonnes(massKg);
  if (fromM === toM) return t('plan.loading.loadAtPoint', { mass, at: number(fromM, 2) });
  return t('plan.loading.loadAt', { mass, from: number(fromM, 2), to: number(toM, 2) });
}

const VEHICLE_ISSUES = [
  [/in order/, 'axleOrder'],
  [/wheelbase/, 'wheelbase'],
  [/behind the kingpin/, 'bogieAhead'],
  [/behind those of the truck/, 'trailerInTruck'],
  [/coupled/, 'noHitch'],
] as const;

/** What is wrong with a number of a vehicle. */
export function vehicleIssue({ message }: InputIssue, t: T): string {
  const known = VEHICLE_ISSUES.find(([pattern]) => pattern.test(message));
  return t(`plan.loading.issues.${known?.[1] ?? 'number'}`);
}

/** What is wrong with a field, where we have words for it. */
export function useIssueWords(plan: LoadingPlan): (issue: InputIssue) => string {
  const { t, number } = useFormat();
  return ({ path, message }) => {
    const [, stage, load] = /^stages\.(\d+)\.loads\.(\d+)\./.exec(path) ?? [];
    if (path === 'on' || path === 'ruleSet') return t('plan.loading.noRules');
    if (message.startsWith('lies outside')) {
      const unit = plan.stages[Number(stage)]?.loads[Number(load)]?.unit;
      const deck = decksOf(plan.vehicle).find((one) => one.unit === unit);
      return t('plan.loading.offDeck', { length: number(deck?.lengthM ?? 0, 2) });
    }
    if (message.startsWith('must not lie ahead')) return t('plan.loading.issues.endFirst');
    if (path.includes('.liftedAxles')) return t('plan.loading.issues.lifted');
    if (path.startsWith('vehicle.')) return vehicleIssue({ path, message }, t);
    return message.startsWith('Invalid input') ? t('plan.loading.badNumber') : message;
  };
}

type UnitKey = keyof typeof loadingEn.units;
const isUnit = (key: string): key is UnitKey => Object.hasOwn(loadingEn.units, key);

/** A typical unit in the reader's language; one the dictionary does not know keeps its own name. */
export function unitName({ id, name }: { id?: string | undefined; name?: string | undefined }, t: T): string {
  const key = (id ?? '').replaceAll('.', '_');
  return isUnit(key) ? t(`plan.loading.units.${key}`) : (name ?? '');
}

/** One unit of a set by name; with the user's own numbers it says so. */
export function unitWords(
  unit: string | object | undefined,
  known: readonly { id: string; name: string }[],
  own: string,
  t: T,
): string {
  const found = known.find(({ id }) => id === unit);
  if (found !== undefined) return unitName(found, t);
  const name = typeof unit === 'object' && 'name' in unit && typeof unit.name === 'string' ? unit.name : '';
  return name === '' ? own : name;
}

/** A repair may name a truck of one's own: its numbers stand in a plan, not its id. */
export function ownSpelledOut(request: AxleLoadsRequest, { tractors, rigids }: Garage): AxleLoadsRequest {
  const { vehicle } = request;
  if (typeof vehicle === 'string') return request;
  const own = <U extends { id?: string | undefined }>(unit: string | U, units: readonly U[]) =>
    isUuid(unit) ? (units.find(({ id }) => id === unit) ?? unit) : unit;
  if (vehicle.type === 'tractor_semitrailer')
    return { ...request, vehicle: { ...vehicle, tractor: own(vehicle.tractor, tractors) } };
  return { ...request, vehicle: { ...vehicle, rigid: own(vehicle.rigid, rigids) } };
}
const isUuid = (unit: unknown): boolean => typeof unit === 'string' && /^[0-9a-f]{8}-/.test(unit);

/** The planner's words for a repair, with a typical truck under the name it has on this screen. */
export function repairWords(repair: LoadingWords['repairs'][number], t: T): string {
  return repair.kind === 'otherTruck' ? repair.text.replace(repair.name, unitName(repair, t)) : repair.text;
}
