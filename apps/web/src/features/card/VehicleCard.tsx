import type { AssetState, WhereAnswer } from '@karavan/contracts';
import { useParams, useSearchParams } from 'react-router';
import { useWhere } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { useAsset, useLive } from '../../live/live-context.tsx';
import { MOVING_KMH, markerState } from '../../live/marker-state.ts';
import { useSession } from '../../session/session.ts';
import { Facts } from '../../ui/Facts.tsx';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { EtaAtGate } from '../truck/EtaAtGate.tsx';
import { HistorySection } from '../truck/HistorySection.tsx';
import { useStretch, useTruckHistory } from '../truck/use-truck-history.ts';
import { AnswerHead } from './AnswerHead.tsx';
import { Dates } from './Dates.tsx';
import { isTold } from './is-told.ts';
import { NearAnswers } from './NearAnswers.tsx';
import { ShipmentLinks } from './ShipmentLinks.tsx';
import { useCardOnMap } from './use-card-on-map.ts';
import { useRefreshOnNews } from './use-refresh-on-news.ts';
import { useWayAhead } from './use-way-ahead.ts';
import { Why } from './Why.tsx';
import './card.css';

/** A truck by its plate, or any other device by its id. */
export default function VehicleCard() {
  const { name = '' } = useParams();
  return <Vehicle key={name} name={name} />;
}

function Vehicle({ name }: { name: string }) {
  const format = useFormat();
  const { t } = format;
  const session = useSession();
  const { fleet } = useLive();
  const asset = useAsset(name);
  const where = useWhere(asset?.label ?? name);
  const answer = where.data?.answers.find((one) => one.kind === 'truck' && isSame(one, asset, name));
  const isPast = useSearchParams()[0].has('at');
  const asked = useStretch();
  const history = useTruckHistory(name, asked.stretch, isPast);
  const title = asset?.label ?? answer?.title ?? history.data?.label ?? name;
  const kind = asset?.kind ?? 'truck';
  useTitle(`${t(`kind.${kind}`)} ${title}`);
  useCardOnMap(asset, answer?.position, isPast ? { assetId: history.data?.assetId } : undefined);
  useWayAhead(answer && !isPast && !asset?.position && !answer.position ? answer.shipmentIds[0] : undefined);
  useRefreshOnNews(asset, [['where']], answer && { positionAt: answer.position?.at });

  if (!asset && !answer && !history.data && !history.isPending) {
    if (where.isError) return <Failure error={where.error} retry={() => void where.refetch()} />;
    if (where.isSuccess && fleet.isLoaded)
      return (
        <>
          <PageState title={t('card.noTruck')} hint={t('card.notFoundHint')} />
          <NearAnswers answers={where.data.answers} />
        </>
      );
  }
  const status = asset?.status ?? answer?.status ?? 'unknown';
  const position = asset?.position ?? null;
  const seenAt = position?.at ?? answer?.position?.at;
  // an answer from before the first position is being asked for again: better no sentence than one that is not true
  const isOld = answer !== undefined && !isTold(asset, answer.position?.at);
  // a device without a vehicle has no sentence of its own: its status is one
  const present = (isOld ? undefined : answer?.sentence) ?? (where.isSuccess && asset ? plainSentence(asset, format) : undefined);
  // of the past speak its own words; a truck whose trip is over has none of now
  const sentence = isPast || (where.isSuccess && !asset && !answer) ? null : present;
  const trip = history.data?.trips.find(({ status }) => status === 'moving');
  const needed = answer?.deadline?.basis === 'order' ? answer.deadline.date : undefined;
  return (
    <article className="kv-card" data-testid="answer-card">
      <AnswerHead
        what={t(`kind.${kind}`)}
        title={title}
        sentence={sentence}
        asset={asset}
        place={answer?.position}
        back="/"
        glyph={
          <MarkerGlyph
            state={markerState({ status, position })}
            kind={kind}
            freshness={asset?.freshness ?? 'fresh'}
            late={answer?.late === true}
            size={32}
          />
        }
      />
      {!isPast && (
        <>
          {answer && (answer.eta || answer.deadline) && (
            <Dates
              byRail={false}
              norm={needed ? undefined : answer.deadline}
              eta={answer.eta}
              needed={needed}
              late={answer.late}
            />
          )}
          {answer?.eta && <EtaAtGate eta={answer.eta} zone={trip?.destination.timeZone} />}
          {(asset || answer) && (
            <section className="kv-card-section" aria-label={t('card.details')}>
              <Facts
                facts={[
                  { label: t('sources.status'), value: statusWords(t, status) },
                  answer?.remainingKm !== undefined && { label: t('card.remaining'), value: format.km(answer.remainingKm) },
                  position?.speedKmh != null && { label: t('card.speed'), value: format.speed(position.speedKmh) },
                  position?.courseDeg != null &&
                    (position.speedKmh ?? 0) > MOVING_KMH && {
                      label: t('card.course'),
                      value: format.degrees(position.courseDeg),
                    },
                  seenAt !== undefined && {
                    label: t('card.lastSeen'),
                    value: (
                      <>
                        <Time at={seenAt} as="ago" /> · <Time at={seenAt} />
                      </>
                    ),
                    note: asset && asset.freshness !== 'fresh' && t(`freshness.${asset.freshness}`),
                  },
                  position && { label: t('card.coordinates'), value: `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}` },
                  position?.approximate === true && { label: t('card.place'), value: t('map.approximate') },
                ]}
              />
            </section>
          )}
        </>
      )}
      <HistorySection name={name} user={session.status === 'in' ? session.user : undefined} asked={asked} query={history} />
      {answer && !isPast && (
        <Why
          staff={session.status === 'in' && session.user.role !== 'customer'}
          evidence={answer.evidence}
          etaBasis={answer.eta?.basis}
        />
      )}
      {!isPast && <ShipmentLinks ids={answer?.shipmentIds ?? asset?.shipmentIds ?? []} />}
    </article>
  );
}

function isSame(answer: WhereAnswer, asset: AssetState | undefined, name: string): boolean {
  const plain = (text: string) => text.replace(/\s/g, '').toUpperCase();
  if (asset) return plain(answer.title) === plain(asset.label);
  return answer.id === name || plain(answer.title) === plain(name) || answer.score >= 0.99;
}

function plainSentence(asset: AssetState, { t, ago, speed }: ReturnType<typeof useFormat>): string {
  const { position } = asset;
  const parts = [`${t(`kind.${asset.kind}`)} ${asset.label}: ${statusWords(t, asset.status)}`];
  if (position?.speedKmh) parts.push(speed(position.speedKmh));
  if (position) parts.push(ago(position.at));
  return `${parts.join(', ')}.`;
}
