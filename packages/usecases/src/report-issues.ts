import type { ReportIssue } from '@karavan/contracts';

const MOST_ISSUES = 1000;

/** A file that is wrong in every row says so in a thousand of them; the rows themselves keep their verdicts. */
export function shortened(issues: ReportIssue[]): ReportIssue[] {
  if (issues.length <= MOST_ISSUES) return issues;
  const left = issues.length - MOST_ISSUES;
  const rest = {
    row: 0,
    code: 'MORE',
    severity: 'warning' as const,
    message: `${left} more of the same kinds; see the rows`,
    value: String(left),
  };
  return [...issues.slice(0, MOST_ISSUES), rest];
}
