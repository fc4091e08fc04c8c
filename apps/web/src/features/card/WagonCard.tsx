import type { AssetState, Freshness, User, WagonView, WhereAnswer } from '@karavan/contracts';
import { freshness as freshnessOf } from '@karavan/tracking/freshness';
import { Link, useParams } from 'react-router';
import { useWagon, useWhere } from '../../api/queries.ts';
import { cargoName } from '../../format/cargo-name.ts';
import { operationName } from '../../format/operation-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { trainPath } from '../../live/asset-path.ts';
import { useAsset, useLive } from '../../live/live-context.tsx';
import { markerState } from '../../live/marker-state.ts';
import { isStaff } from '../../session/session.ts';
import { Facts } from '../../ui/Facts.tsx';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { Failure } from '../../ui/PageState.tsx';
import { StationTime } from '../../ui/StationTime.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { Time } from '../../ui/Time.tsx';
import { TimeSwitch } from '../../ui/TimeSwitch.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AbandonedBanner, AbandonedList } from './Abandoned.tsx';
import { AnswerHead } from './AnswerHead.tsx';
import { Dates } from './Dates.tsx';
import { IdleClock } from './IdleClock.tsx';
import { idleOf } from './idle.ts';
import { NearAnswers } from './NearAnswers.tsx';
import { RouteProgress } from './RouteProgress.tsx';
import { ShipmentLinks } from './ShipmentLinks.tsx';
import { useCardOnMap } from './use-card-on-map.ts';
import { useRefreshOnNews } from './use-refresh-on-news.ts';
import { useWagonTrack } from './use-wagon-track.ts';
import { WagonHistory } from './WagonHistory.tsx';
import { Why } from './Why.tsx';
import './card.css';

/** Nobody knows when such a wagon goes on. */
const HELD = new Set(['abandoned', 'badOrder']);
const NO_IDLE = { stationDays: undefined, operationDays: undefined };

export default function WagonCard({ user }: { user: User }) {
  const { number = '' } = useParams();
  return <Wagon key={number} number={number} user={user} />;
}

function Wagon({ number, user }: { number: string; user: User }) {
  const format = useFormat();
  const { t } = format;
  const { fleet } = useLive();
  const where = useWhere(number);
  const wagon = useWagon(number);
  const asset = useAsset(number);
  const answer = where.data?.answers.find((one) => one.kind === 'wagon' && one.id === number);
  const state = wagon.data;
  useTitle(`${t('kind.wagon')} ${number}`);
  useCardOnMap(asset, answer?.position);
  useRefreshOnNews(asset, [['where'], ['wagon', number]]);
  const hasWay = useWagonTrack(number, state !== undefined);

  if (wagon.isError && !state)
    return (
      <>
        <Failure
          error={wagon.error}
          retry={() => void wagon.refetch()}
          notFound={{ title: t('card.noWagon'), hint: t('card.notFoundHint') }}
        />
        <NearAnswers answers={where.data?.answers ?? []} />
      </>
    );
  const status = state?.status ?? answer?.status ?? 'unknown';
  const freshness = ageOf(asset, state, format.now);
  const isPlaced = asset === undefined || asset.position !== null;
  const idle = state ? idleOf(state) : NO_IDLE;
  const told = (days: number | undefined) => (days === undefined ? t('exceptions.wagon.idleNone') : format.days(days));
  return (
    <article className="kv-card" data-testid="answer-card">
      <AnswerHead
        what={t('kind.wagon')}
        title={number}
        sentence={answer?.sentence}
        asset={asset}
        place={answer?.position}
        back="/"
        glyph={
          <MarkerGlyph
            state={markerState({ status, position: null })}
            kind="wagon"
            freshness={freshness}
            late={answer?.late === true || (asset !== undefined && fleet.isLate(asset))}
            size={32}
          />
        }
      />
      {state && (
        <>
          <AbandonedBanner episodes={state.abandoned ?? []} />
          {!state.checkDigitValid && <p className="kv-warning">{t('card.checkDigit')}</p>}
          <RouteProgress
            from={state.origin?.name}
            to={state.destination?.name}
            at={stationName(state.lastOperation.station.name)}
            remainingKm={state.remainingKm}
            totalKm={state.totalKm}
            note={hasWay ? t('exceptions.wagon.way') : undefined}
          />
          <Dates
            {...datesOf(state.deadline, answer)}
            eta={answer?.eta ?? state.eta}
            late={answer?.late ?? null}
            held={HELD.has(status)}
          />
          {state.idleCost && <IdleClock cost={state.idleCost} zone={state.stationZone} />}
          <section className="kv-card-section" aria-label={t('card.details')}>
            <div className="kv-card-tools">
              <TimeSwitch />
              <button type="button" className="kv-link" onClick={() => window.print()}>
                {t('exceptions.wagon.print')}
              </button>
            </div>
            <Facts
              facts={[
                {
                  label: t('card.place'),
                  value: stationName(state.lastOperation.station.name),
                  note: !isPlaced
                    ? t('card.noPlace', { time: format.dayTime(state.reportedAt) })
                    : asset?.position?.approximate && `≈ ${t('card.approximate')}`,
                },
                {
                  label: t('exceptions.wagon.lastOperation'),
                  value: <StationTime at={state.lastOperation.at} zone={state.stationZone} />,
                  note: <span title={state.lastOperation.name}>{operationName(state.lastOperation)}</span>,
                },
                {
                  label: t('card.idle'),
                  value: `${t('exceptions.wagon.idleStation')}: ${told(idle.stationDays)}`,
                  note: `${t('exceptions.wagon.idleOperation')}: ${told(idle.operationDays)}, ${t('card.asOfReport')}`,
                },
                { label: t('sources.status'), value: `${statusWords(t, status)}, ${t(`card.loadState.${state.loadState}`)}` },
                state.cargo && {
                  label: t('card.cargo'),
                  value: <span title={state.cargo.name}>{cargoName(state.cargo.name)}</span>,
                },
                state.massKg !== undefined && { label: t('card.mass'), value: format.tonnes(state.massKg) },
                state.waybill !== undefined && { label: t('card.waybill'), value: state.waybill },
                state.trainIndex !== undefined && {
                  label: t('card.train'),
                  value: asset?.train === undefined ? state.trainIndex : <Link to={trainPath(asset.train)}>{asset.train}</Link>,
                },
                state.consignee !== undefined && { label: t('card.consignee'), value: state.consignee },
                state.type !== undefined && { label: t('card.type'), value: state.type },
                {
                  label: t('card.reportedAt'),
                  value: (
                    <>
                      <Time at={state.reportedAt} zone={state.stationZone} /> · <Time at={state.reportedAt} as="ago" />
                    </>
                  ),
                  note: freshness !== 'fresh' && t(`freshness.${freshness}`),
                },
              ]}
            />
          </section>
          <Why
            staff={isStaff(user)}
            etaBasis={(answer?.eta ?? state.eta)?.basis}
            norm={state.deadline?.norm}
            evidence={{ ...state.evidence, reportedAt: state.reportedAt, operation: state.lastOperation, ...answer?.evidence }}
          />
          <ShipmentLinks ids={answer?.shipmentIds ?? []} />
        </>
      )}
      {state && <AbandonedList episodes={state.abandoned ?? []} staff={isStaff(user)} />}
      {state && <WagonHistory number={number} user={user} />}
    </article>
  );
}

/** How old what is known is; before the map has told, by the report. */
function ageOf(asset: AssetState | undefined, state: WagonView | undefined, now: number): Freshness {
  if (asset) return asset.freshness;
  return state === undefined ? 'fresh' : freshnessOf('rzd', state.reportedAt, new Date(now));
}

/** The railway's own date stands under “norm”, the order's under “needed”. */
function datesOf(ofWagon: WhereAnswer['deadline'], answer: WhereAnswer | undefined) {
  const ofOrder = answer?.deadline?.basis === 'order' ? answer.deadline.date : undefined;
  return {
    norm: ofWagon?.basis === 'order' ? undefined : ofWagon,
    needed: ofOrder ?? (ofWagon?.basis === 'order' ? ofWagon.date : undefined),
  };
}
