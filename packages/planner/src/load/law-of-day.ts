import type { RuleSetName } from '@karavan/contracts';
import type { LawBook } from '../rules/index.ts';
import { actsOn, foldRegion } from './season-checks.ts';

export interface LawDay {
  /** what to ask the engine for: the date where an edition of the law covers it, else nothing, which is the newest (LW10) */
  readonly on?: string;
  /** the same for days on which the same edition and the same acts hold */
  readonly key: string;
}

/** Which law a trip of a date is under: dates with one key have one answer. */
export function lawOfDay(
  law: LawBook,
  { ruleSet, date, region }: { ruleSet: RuleSetName; date: string; region?: string | undefined },
): LawDay {
  const edition = law.ruleSets.findIndex(
    ({ name, validFrom, validTo }) =>
      name === ruleSet && (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo),
  );
  const acts = ruleSet === 'RU' ? actsOn({ on: date, region }, law.seasons).map(({ id }) => id) : [];
  return edition < 0 ? { key: 'newest' } : { on: date, key: [edition, ...acts].join(' ') };
}

/** Whether any act of the book, of whatever day, is of that region: of one it does not know it cannot say that nothing binds there. */
export function isRegionKnown(law: LawBook, region: string): boolean {
  const asked = foldRegion(region);
  return law.seasons.some(({ regions }) => regions.some((name) => foldRegion(name) === asked));
}
