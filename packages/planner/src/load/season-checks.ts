import type { VerdictKey } from '@karavan/contracts';
import type { LawBook, SeasonalAct } from '../rules/index.ts';
import type { Check } from './check.ts';
import type { LegalGroup } from './groups.ts';
import type { Layout } from './layout.ts';

/** Day, place and goods of a drive; what is left out is not known. */
export interface Season {
  on?: string | undefined;
  region?: string | undefined;
  cargo?: string | undefined;
  temperatureC?: number | undefined;
  time?: string | undefined;
}

const IGNORED = /(?<!\p{L})(область|обл|край|республика|респ|район|oblast|region|krai|republic|of)(?!\p{L})/gu;
const fold = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(IGNORED, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The acts that hold on that day in that region, whoever they spare (LW12). */
export function actsOn({ on, region }: Season, acts: readonly SeasonalAct[]): SeasonalAct[] {
  if (on === undefined || region === undefined) return [];
  const asked = fold(region);
  return acts.filter(
    ({ from, to, regions }) =>
      from !== null && to !== null && from <= on && on <= to && regions.some((name) => fold(name) === asked),
  );
}

/** Whether an act binds this drive: not for exempt cargo, nor out of its hours, nor unless it is known to be so hot (LW13). */
export function bindsDrive(act: SeasonalAct, { cargo, temperatureC, time }: Season, law: LawBook): boolean {
  if (act.aboveC !== undefined && !(temperatureC !== undefined && temperatureC > act.aboveC)) return false;
  if (act.hours !== undefined && time !== undefined && !(act.hours[0] <= time && time < act.hours[1])) return false;
  return !isExempt(act, cargo, law);
}

function isExempt({ exemptCargo }: SeasonalAct, cargo: string | undefined, law: LawBook): boolean {
  if (cargo === undefined) return false;
  const words = cargo.toLowerCase().split(/[^\p{L}]+/u);
  return exemptCargo.some((kind) => law.cargoWords[kind]?.some((start) => words.some((word) => word.startsWith(start))));
}

/** The limits of acts on every axle, also inside a group, and on the gross (LW12). */
export function seasonChecks(
  layout: Layout,
  groups: readonly LegalGroup[],
  { acts, key }: { acts: readonly SeasonalAct[]; key: VerdictKey },
): Check[] {
  return acts.flatMap((act) =>
    act.limits
      .filter(({ roadClasses }) => roadClasses === undefined || roadClasses.some((roadClass) => roadClass === key))
      .flatMap(({ axleKg, grossKg }) => {
        const base = { rule: `season/${act.id}`, layer: 'season', bound: 'atMost' } as const;
        const gross = grossKg === undefined ? [] : [{ ...base, what: 'gross', actual: layout.gross, limitKg: grossKg }];
        return axleKg === undefined ? gross : [...groups.flatMap((group) => axleLimits(group, axleKg, base)), ...gross];
      }),
  );
}

function axleLimits(
  { axles }: LegalGroup,
  { single, tandem, tridem }: { single: number; tandem: number; tridem: number },
  base: Pick<Check, 'rule' | 'layer' | 'bound'>,
): Check[] {
  const limitKg = axles.length === 1 ? single : axles.length === 2 ? tandem : tridem;
  const suffix = axles.length === 1 ? '' : ' in group';
  return axles.map(({ number, load }) => ({ ...base, what: `axle ${number}${suffix}`, actual: load, limitKg }));
}
