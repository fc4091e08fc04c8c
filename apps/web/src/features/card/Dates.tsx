import type { Deadline, Eta } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { Time } from '../../ui/Time.tsx';
import { normBookWords } from './norm-words.ts';

interface DatesProps {
  /** by the waybill or computed from the norm of the railway */
  norm?: Deadline | undefined;
  /** a road owes no norm: without one the column is left out */
  byRail?: boolean;
  eta?: Eta | undefined;
  /** what the order needs; an ISO day or instant */
  needed?: string | undefined;
  late: boolean | null;
  /** nobody knows when it goes on: a lower bound is said, not an interval, as in the sentence */
  held?: boolean;
}

/** The three dates of a delivery side by side: what the railway owes, what we expect, what the customer needs. */
export function Dates({ norm, byRail = true, eta, needed, late, held = false }: DatesProps) {
  const format = useFormat();
  const { t } = format;
  const none = (key: 'unknownNorm' | 'unknownForecast' | 'unknownNeeded') => <span className="kv-note">{t(`card.${key}`)}</span>;
  const why = (key: 'noNorm' | 'noForecast' | 'noNeeded') => byRail && t(`exceptions.wagon.${key}`);
  const interval = eta && format.eta(eta, byRail ? 'rail' : 'road');
  const forecast = eta && held ? t('card.notBefore', { from: format.dayOf(eta.p10) }) : interval;
  const normNote = ({ basis, norm: by }: Deadline) => {
    if (basis !== 'computed') return t('card.normReport');
    return by === undefined ? t('card.normComputed') : normBookWords(by, format);
  };
  const verdict =
    late === null ? undefined : <span className={late ? 'kv-late' : 'kv-on-time'}>{t(late ? 'card.late' : 'card.onTime')}</span>;
  const facts: (Fact | false)[] = [
    (byRail || norm !== undefined) && {
      label: t('card.norm'),
      value: norm ? format.day(norm.date) : none('unknownNorm'),
      note: norm ? normNote(norm) : why('noNorm'),
    },
    {
      label: t('card.forecast'),
      value: eta && forecast ? <Time at={eta.p50}>{forecast}</Time> : none('unknownForecast'),
      note: verdict ?? (eta === undefined && why('noForecast')),
    },
    {
      label: t('card.needed'),
      value: needed ? needed.length > 10 ? <Time at={needed} /> : format.day(needed) : none('unknownNeeded'),
      note: needed === undefined && why('noNeeded'),
    },
  ];
  return (
    <section className="kv-card-section" aria-label={t('card.dates')}>
      <Facts columns facts={facts} />
    </section>
  );
}
