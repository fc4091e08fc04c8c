import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { Time } from '../../ui/Time.tsx';
import { EtaBasisWords } from './EtaBasisWords.tsx';
import { readEvidence } from './evidence.ts';

interface WhyProps {
  evidence: Record<string, unknown>;
  etaBasis?: string | undefined;
  /** staff may open the report itself */
  staff: boolean;
  more?: (Fact | null | undefined | false)[];
  children?: ReactNode;
}

/** What the answer rests on, one click away: the report and its row, the operation as the railway wrote it, when. */
export function Why({ evidence, etaBasis, staff, more = [], children }: WhyProps) {
  const { t } = useFormat();
  const known = readEvidence(evidence);
  const report =
    known.reportId &&
    (staff ? (
      <Link to={`/sources/reports/${known.reportId}${known.row === undefined ? '' : `?row=${known.row}`}`}>
        {t('card.reportRow', { id: shortId(known.reportId), row: known.row ?? '—' })}
      </Link>
    ) : (
      t('card.reportRow', { id: shortId(known.reportId), row: known.row ?? '—' })
    ));
  return (
    <details className="kv-card-section kv-why">
      <summary>
        <IconChevronRight size={14} aria-hidden="true" /> {t('card.why')}
      </summary>
      <p className="kv-note">{t('card.whyIntro')}</p>
      <Facts
        facts={[
          known.operation !== undefined && { label: t('card.operation'), value: known.operation },
          known.operationAt !== undefined && { label: t('card.operationAt'), value: <Time at={known.operationAt} /> },
          known.reportedAt !== undefined && { label: t('card.reportedAt'), value: <Time at={known.reportedAt} /> },
          report ? { label: t('card.report'), value: report } : null,
          known.source !== undefined && { label: t('card.source'), value: known.source },
          known.fixedAt !== undefined && { label: t('card.positionAt'), value: <Time at={known.fixedAt} /> },
          etaBasis !== undefined && { label: t('card.etaBasis'), value: <EtaBasisWords basis={etaBasis} /> },
          ...more,
        ]}
      />
      {children}
    </details>
  );
}

function shortId(id: string): string {
  return id.slice(0, 8);
}
