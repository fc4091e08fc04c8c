import { Link, useParams } from 'react-router';
import { useWhere } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { markerState } from '../../live/marker-state.ts';
import { Facts } from '../../ui/Facts.tsx';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { useTitle } from '../../ui/use-title.ts';
import { useOrderOnMap } from '../shipments/use-order-on-map.ts';
import { AnswerHead } from './AnswerHead.tsx';
import { Dates } from './Dates.tsx';
import { NearAnswers } from './NearAnswers.tsx';
import { ShipmentLinks } from './ShipmentLinks.tsx';
import './card.css';

const NO_IDS: string[] = [];

/** One order, whatever number of shipments it became. */
export default function OrderCard() {
  const { order = '' } = useParams();
  const { t, km } = useFormat();
  const where = useWhere(order, { refetchMs: 20_000 });
  const answers = where.data?.answers ?? [];
  const answer =
    answers.find((one) => one.kind === 'order' && one.id === order) ??
    answers.find((one) => (one.kind === 'order' || one.kind === 'shipment') && one.title === order);
  useOrderOnMap(answer?.shipmentIds ?? NO_IDS);
  useTitle(`${t('kind.order')} ${order}`);
  if (where.isError && !where.data) return <Failure error={where.error} retry={() => void where.refetch()} />;
  if (where.isSuccess && !answer)
    return (
      <>
        <PageState title={t('card.noOrder')} hint={t('card.notFoundHint')} />
        <NearAnswers answers={answers} />
      </>
    );
  const needed = answer?.deadline?.basis === 'order' ? answer.deadline.date : undefined;
  const isCancelled = answer?.status === 'cancelled';
  return (
    <article className="kv-card" data-testid="answer-card">
      <AnswerHead
        what={t('kind.order')}
        title={order}
        sentence={answer?.sentence}
        back="/shipments"
        glyph={
          <MarkerGlyph
            state={markerState({ status: answer?.status ?? 'unknown', position: null })}
            kind="cargo"
            late={answer?.late === true}
            size={28}
          />
        }
      />
      {answer && (
        <>
          {!isCancelled && (
            <Dates norm={needed ? undefined : answer.deadline} eta={answer.eta} needed={needed} late={answer.late} />
          )}
          <section className="kv-card-section">
            <Facts
              facts={[
                { label: t('sources.status'), value: statusWords(t, answer.status) },
                answer.remainingKm !== undefined && { label: t('card.remaining'), value: km(answer.remainingKm) },
              ]}
            />
          </section>
          {!isCancelled && (
            <p className="kv-card-section">
              <Link to={`/o/${encodeURIComponent(order)}/split`}>{t('plan.board.ask.link')}</Link>
            </p>
          )}
          <ShipmentLinks ids={answer.shipmentIds} />
        </>
      )}
    </article>
  );
}
