import type { ReportIssue } from '@karavan/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { columnWords, issueWords } from './issue-words.ts';

const FEW = 8;

/** What could not be read, row by row, as the sheet shows its rows. */
export function Issues({ issues }: { issues: readonly ReportIssue[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (issues.length === 0) return <span className="kv-note">{t('sources.noIssues')}</span>;
  const shown = all ? issues : issues.slice(0, FEW);
  return (
    <div className="kv-table-wrap">
      <table className="kv-table">
        <caption>{t('sources.issues')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sources.row')}</th>
            <th scope="col">{t('sources.column')}</th>
            <th scope="col">{t('sources.problem')}</th>
            <th scope="col">{t('sources.value')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((issue) => (
            <tr key={`${issue.row} ${issue.column} ${issue.code} ${issue.value}`}>
              <td className="kv-number">{issue.row}</td>
              <td>{columnWords(issue.column, t) || '—'}</td>
              <td>
                <span className={issue.severity === 'error' ? 'kv-late' : 'kv-risk'}>
                  {t(`sources.severity.${issue.severity}`)}
                </span>{' '}
                {issueWords(issue, t)}
              </td>
              <td className="kv-raw">{issue.value ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {issues.length > FEW && !all && (
        <button type="button" className="kv-link" onClick={() => setAll(true)}>
          {t('fleet.more', { count: issues.length - FEW })}
        </button>
      )}
    </div>
  );
}
