import type { ReportIssue, ReportListItem } from '@karavan/contracts';
import type { TFunction } from 'i18next';
import type { Format } from '../../format/use-format.ts';
import { en } from '../../i18n/en.ts';
import { issuesEn } from '../../i18n/exceptions/issues-en.ts';

/** The field a column means, in the reader's language; a name we have no word for stays. */
export function columnWords(column: string | undefined, t: TFunction): string {
  if (column === undefined) return '';
  return Object.hasOwn(en.sources.field, column) ? t(`sources.field.${column as keyof typeof en.sources.field}`) : column;
}

/** What is wrong with a row, by its code; a code we have no words for is shown as the parser told it. */
export function issueWords(issue: ReportIssue, t: TFunction): string {
  if (!Object.hasOwn(issuesEn, issue.code)) return issue.message;
  const words = t(`issue.${issue.code as keyof typeof issuesEn}`, {
    value: issue.value ?? '—',
    column: columnWords(issue.column, t),
  });
  return words;
}

/** Why a report is not in use; one without words of ours is told as it was stored. */
export function reportProblemWords(
  report: Pick<ReportListItem, 'status' | 'problem' | 'hold' | 'layout'>,
  { t, duration }: Pick<Format, 't' | 'duration'>,
): string | undefined {
  if (report.problem === null) return undefined;
  const ahead = report.hold?.aheadMinutes;
  if (ahead !== undefined) return t('sources.aheadText', { ahead: duration(ahead * 60) });
  if (report.hold) return t('sources.heldText', { fleet: report.hold.fleet, lost: report.hold.lost });
  if (report.status !== 'quarantined') return report.problem;
  return t(report.layout === undefined ? 'sources.noTable' : 'problem.report-unknown-layout');
}
