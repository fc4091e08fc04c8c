import type { AxleCheck } from '@karavan/contracts';
import type { InputIssue } from '@karavan/planner';
import { type Format, useFormat } from '../../../format/use-format.ts';
import { decksOf, type LoadingPlan } from './model.ts';

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
    return message.startsWith('Invalid input') ? t('plan.loading.badNumber') : message;
  };
}
