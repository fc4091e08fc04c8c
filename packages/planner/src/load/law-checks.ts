import type { VerdictKey } from '@karavan/contracts';
import type { RuleSet } from '../rules/index.ts';
import type { Check } from './check.ts';
import { grossChecks } from './gross-checks.ts';
import { groupChecks, type RoadChecks } from './group-checks.ts';
import type { LegalGroup } from './groups.ts';
import type { Layout } from './layout.ts';
import { leastChecks } from './least-checks.ts';
import { runChecks } from './run-checks.ts';

export interface LawQuestion {
  rules: RuleSet;
  /** classes of road, or the one verdict of the rule set */
  keys: readonly VerdictKey[];
  international: boolean;
  groups: readonly LegalGroup[];
}

export interface LawChecks {
  /** what differs from road to road */
  roads: readonly { key: VerdictKey; checks: readonly Check[] }[];
  /** what is the same on every road */
  everywhere: readonly Check[];
}

/**
 * Everything one law asks of a vehicle as it stands.
 * @throws InputError where the law needs a measure nobody gave
 */
export function lawChecks(layout: Layout, question: LawQuestion): LawChecks {
  const roads = question.keys.map((key): RoadChecks => ({ key, checks: [] }));
  for (const group of question.groups) groupChecks(layout, group, { rules: question.rules, roads });
  const everywhere: Check[] = [];
  runChecks(layout, question.rules, everywhere);
  grossChecks(layout, question.rules, everywhere);
  leastChecks(layout, question, everywhere);
  return { roads, everywhere };
}
