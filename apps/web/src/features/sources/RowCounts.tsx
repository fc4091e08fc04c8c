import type { RowCounts as Counts } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';

const PARTS = ['accepted', 'stale', 'duplicate', 'rejected'] as const;

/** How many rows came to what; they add up to the total. */
export function RowCounts({ rows }: { rows: Counts }) {
  const { t, number } = useFormat();
  return (
    <span className="kv-row-counts">
      {PARTS.filter((part) => rows[part] > 0 || part === 'accepted').map((part) => (
        <span key={part} className={part === 'rejected' ? 'kv-late' : undefined}>
          <strong>{number(rows[part])}</strong> {t(`sources.${part}`)}
        </span>
      ))}
      <span className="kv-note-inline">
        {t('sources.total')} {number(rows.total)}
      </span>
    </span>
  );
}
