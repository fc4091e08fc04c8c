import type { VerdictKey } from '@karavan/contracts';
import type { LawBook, SeasonalAct } from '../rules/index.ts';
import { type Check, newCheck } from './check.ts';
import { axleName, groupedAxleName } from './check-names.ts';
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
/** A region however it is written: without its kind, case and punctuation. */
export const foldRegion = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(IGNORED, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The acts that hold on that day in that region, whoever they spare (LW12). */
export function actsOn({ on, region }: Season, acts: readonly SeasonalAct[]): SeasonalAct[] {
  if (on === undefined || region === undefined) return [];
  const asked = foldRegion(region);
  return acts.filter(
    ({ from, to, regions }) =>
      from !== null && to !== null && from <= on && on <= to && regions.some((name) => foldRegion(name) === asked),
  );
}

/** Whether an act binds this drive: not for exempt cargo, nor out of its hours, nor unless it is known to be so hot (LW13). */
export function bindsDrive(act: SeasonalAct, { cargo, temperatureC, time }: Season, law: LawBook): boolean {
  if (act.aboveC !== undefined && !(temperatureC !== undefined && temperatureC > act.aboveC)) return false;
  if (act.hours !== undefined && time !== undefined && !isWithin(act.hours, time)) return false;
  return !isExempt(act, cargo, law);
}

/** Hours that end earlier than they begin go over midnight. */
const isWithin = ([from, to]: readonly [string, string], time: string): boolean =>
  from <= to ? from <= time && time < to : from <= time || time < to;

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
  const checks: Check[] = [];
  for (const { id, limits } of acts)
    for (const { roadClasses, axleKg, grossKg } of limits) {
      if (roadClasses !== undefined && !roadClasses.some((roadClass) => roadClass === key)) continue;
      const rule = `season/${id}`;
      if (axleKg !== undefined) for (const group of groups) axleLimits(group, axleKg, { rule, checks });
      if (grossKg !== undefined)
        checks.push(newCheck({ what: 'gross', rule, layer: 'season', bound: 'atMost', actual: layout.gross, limitKg: grossKg }));
    }
  return checks;
}

function axleLimits(
  { axles }: LegalGroup,
  { single, tandem, tridem }: { single: number; tandem: number; tridem: number },
  { rule, checks }: { rule: string; checks: Check[] },
): void {
  const limitKg = axles.length === 1 ? single : axles.length === 2 ? tandem : tridem;
  for (const { number, load } of axles) {
    const what = axles.length === 1 ? axleName(number) : groupedAxleName(number);
    checks.push(newCheck({ what, rule, layer: 'season', bound: 'atMost', actual: load, limitKg }));
  }
}
