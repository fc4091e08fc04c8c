import type { VerdictKey } from '@karavan/contracts';
import type { RuleSet } from '../rules/index.ts';
import { improved } from './better-cell.ts';
import { type Check, newCheck } from './check.ts';
import { axleName, groupedAxleName, groupName } from './check-names.ts';
import { groupRow, type LegalGroup } from './groups.ts';
import type { Layout, SetAxle } from './layout.ts';

/** The checks of one class of road. */
export interface RoadChecks {
  key: VerdictKey;
  checks: Check[];
}
interface Into {
  rules: RuleSet;
  roads: readonly RoadChecks[];
}

/** A lone axle by the row for one; a group by its sum, and each axle in it by the row for one (LW4, LW5). */
export function groupChecks(layout: Layout, group: LegalGroup, into: Into): void {
  const isAlone = group.axles.length === 1;
  for (const axle of group.axles) axleChecks(axle, isAlone ? axleName(axle.number) : groupedAxleName(axle.number), into);
  if (!isAlone) sumChecks(layout, group, into);
}

function axleChecks(axle: SetAxle, what: string, { rules, roads }: Into): void {
  const row = rules.singleAxles.find(({ driven }) => driven === 'any' || driven === axle.driven);
  if (row === undefined) return;
  for (const { key, checks } of roads) {
    const limitKg = row.limitsKg[key]?.[axle.wheels];
    if (limitKg !== undefined)
      checks.push(newCheck({ what, rule: row.id, layer: 'law', bound: 'atMost', actual: axle.load, limitKg }));
  }
}

function sumChecks(layout: Layout, group: LegalGroup, { rules, roads }: Into): void {
  const row = groupRow(group, rules);
  if (row === undefined) return;
  const what = groupName(group.numbers);
  for (const { key, checks } of roads) {
    const cell = row.limitsKg[key]?.[group.wheels];
    if (cell === undefined) continue;
    const limitKg = row.per === 'axle' ? cell * group.axles.length : cell;
    const check = newCheck({ what, rule: row.id, layer: 'law', bound: 'atMost', actual: group.load, limitKg });
    checks.push(row.better?.key === key ? improved(check, row.better, { layout, axles: group.axles }) : check);
  }
}
