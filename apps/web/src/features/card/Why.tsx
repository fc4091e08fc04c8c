import type { Deadline } from '@karavan/contracts';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { operationName } from '../../format/operation-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { Time } from '../../ui/Time.tsx';
import { EtaBasisWords } from './EtaBasisWords.tsx';
import { type ReadOperation, readEvidence } from './evidence.ts';
import { normBookWords, normHowWords } from './norm-words.ts';

interface WhyProps {
  evidence: Record<string, unknown>;
  etaBasis?: string | undefined;
  /** of a term of delivery that was computed */
  norm?: Deadline['norm'];
  /** staff may open the report itself */
  staff: boolean;
  more?: (Fact | null | undefined | false)[];
  children?: ReactNode;
}

/** What the answer rests on, one click away: the report and its row, the operation as the railway wrote it, when. */
export function Why({ evidence, etaBasis, norm, staff, more = [], children }: WhyProps) {
  const format = useFormat();
  const { t, language } = format;
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
          known.operation !== undefined && {
            label: t('card.operation'),
            value: language === 'ru' ? railwayWords(known.operation) : operationName(known.operation),
            note: language !== 'ru' && railwayWords(known.operation),
          },
          known.operationAt !== undefined && { label: t('card.operationAt'), value: <Time at={known.operationAt} /> },
          known.reportedAt !== undefined && { label: t('card.reportedAt'), value: <Time at={known.reportedAt} /> },
          report ? { label: t('card.report'), value: report } : null,
          known.source !== undefined && { label: t('card.source'), value: known.source },
          known.fixedAt !== undefined && { label: t('card.positionAt'), value: <Time at={known.fixedAt} /> },
          etaBasis !== undefined && { label: t('card.etaBasis'), value: <EtaBasisWords basis={etaBasis} /> },
          norm !== undefined && {
            label: t('norms.why.label'),
            value: normHowWords(norm, format),
            note: staff ? <Link to="/exceptions/norms">{normBookWords(norm, format)}</Link> : normBookWords(norm, format),
          },
          ...more,
        ]}
      />
      {children}
    </details>
  );
}

/** The name, number and mnemonic that stand in the report. */
function railwayWords({ name, code, mnemonic }: ReadOperation): string {
  const codes = [code, mnemonic].filter(Boolean).join(' ');
  return codes === '' ? name : `${name} (${codes})`;
}

function shortId(id: string): string {
  return id.slice(0, 8);
}
