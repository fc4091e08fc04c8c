import type { AxleLoadsRequest, VerdictKey } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { LAW, type LawBook, type RuleSet, type SeasonalAct } from '../rules/index.ts';
import { actsOn, bindsDrive } from './season-checks.ts';
import { type Garage, PRESETS, resolveVehicle, type VehicleSet } from './vehicle.ts';

/** What the functions of this folder take besides the request: the shipped law and presets unless an installation has its own. */
export interface Known {
  law: LawBook;
  garage: Garage;
}
export const SHIPPED: Known = { law: LAW, garage: PRESETS };

type Asked = Pick<
  AxleLoadsRequest,
  'vehicle' | 'ruleSet' | 'roadClasses' | 'on' | 'region' | 'cargo' | 'temperatureC' | 'time' | 'international'
>;

/** A request with its vehicle, its rules and its acts found. */
export interface Question {
  set: VehicleSet;
  rules: RuleSet;
  keys: readonly VerdictKey[];
  /** in force on that day in that region */
  acts: readonly SeasonalAct[];
  /** those of them that bind this drive */
  binding: readonly SeasonalAct[];
  international: boolean;
}

/** @throws InputError naming an unknown preset, or a day no shipped edition of the law covers */
export function readQuestion(asked: Asked, { law, garage }: Known): Question {
  const rules = editionOn(asked, law);
  const acts = rules.name === 'RU' ? actsOn(asked, law.seasons) : [];
  return {
    set: resolveVehicle(asked.vehicle, 'vehicle', garage),
    rules,
    keys: rules.name === 'RU' ? [...new Set(asked.roadClasses ?? rules.keys)] : rules.keys,
    acts,
    binding: acts.filter((act) => bindsDrive(act, asked, law)),
    international: asked.international === true,
  };
}

/** The edition that holds on the day; without a day the newest (LW10). */
function editionOn({ ruleSet, on }: Asked, law: LawBook): RuleSet {
  const editions = law.ruleSets.filter(({ name }) => name === ruleSet);
  const found = on === undefined ? editions[0] : editions.find((edition) => holds(edition, on));
  if (found !== undefined) return found;
  const spans = editions.map(({ validFrom, validTo }) => `${validFrom ?? '…'} to ${validTo ?? '…'}`).join(', ');
  throw new InputError([
    {
      path: on === undefined ? 'ruleSet' : 'on',
      message: `no rules of ${ruleSet} are known for this day; there are rules for ${spans}`,
    },
  ]);
}

const holds = ({ validFrom, validTo }: RuleSet, on: string): boolean =>
  (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo);
