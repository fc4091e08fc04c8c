import type { Language, RuleSetName } from '@karavan/contracts';
import { isRegionKnown } from './law-of-day.ts';
import { type Known, SHIPPED } from './question.ts';
import { en } from './words/en.ts';
import { ru } from './words/ru.ts';

export interface LoadWarning {
  /** the field of the request that was of no effect */
  readonly path: string;
  readonly message: string;
}

/** What of a request brought nothing in although it looks as if it did: a region the law has no act of, or one without a day (LW12). */
export function warningsOf(
  { ruleSet, region, on }: { ruleSet: RuleSetName; region?: string | undefined; on?: string | undefined },
  { known = SHIPPED, language = 'ru' }: { known?: Known | undefined; language?: Language | undefined } = {},
): LoadWarning[] {
  if (ruleSet !== 'RU' || region === undefined) return [];
  const speaker = language === 'ru' ? ru : en;
  if (!isRegionKnown(known.law, region)) return [{ path: 'region', message: speaker.unknownRegion(region) }];
  return on === undefined ? [{ path: 'on', message: speaker.regionWithoutDay(region) }] : [];
}
