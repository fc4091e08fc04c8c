import type { ReportListItem } from '@karavan/contracts';

export type Group = [ReportListItem, ...ReportListItem[]];

/** Files of one layout wait for one answer; every other report for one of its own. The order stays that of the first of each. */
export function groupsOf(reports: readonly ReportListItem[]): Group[] {
  const groups = new Map<string, Group>();
  for (const report of reports) {
    const key = report.layout ?? report.id;
    const known = groups.get(key);
    if (known) known.push(report);
    else groups.set(key, [report]);
  }
  return [...groups.values()];
}
