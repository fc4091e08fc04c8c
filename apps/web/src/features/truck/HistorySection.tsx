import type { TruckHistory, User } from '@karavan/contracts';
import { Skeleton } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type Format, useFormat } from '../../format/use-format.ts';
import { useLive } from '../../live/live-context.tsx';
import { formatAt, placeOnTrail, type ReplaySubject, replay, replaySubject } from '../../live/replay.ts';
import { isStaff } from '../../session/session.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Aside } from './Aside.tsx';
import { PastWords } from './PastWords.tsx';
import { SpeedChart } from './SpeedChart.tsx';
import { Stops } from './Stops.tsx';
import { countBySource, sourceWords } from './source-words.ts';
import { Trips } from './Trips.tsx';
import { trailFeatures } from './trail-features.ts';
import { useTrailPointer } from './use-trail-pointer.ts';
import { type Asked, HOURS, type useTruckHistory } from './use-truck-history.ts';
import './truck.css';

interface HistorySectionProps {
  name: string;
  user: User | undefined;
  asked: Asked;
  query: ReturnType<typeof useTruckHistory>;
}

/** The past of a truck: its trail on the map, and beside it how far, how fast, where it stood, what it carried, what was not believed. */
export function HistorySection({ name, user, asked, query }: HistorySectionProps) {
  const format = useFormat();
  const { t } = format;
  const [, setSearch] = useSearchParams();
  const history = query.data;
  const subject = useSubject(query);
  useTrail(history);
  usePlaceInSight(subject);
  const look = (atMs: number) =>
    setSearch(
      (before) => {
        before.set('at', formatAt(atMs));
        return before;
      },
      { replace: true },
    );
  useTrailPointer(history, look);
  return (
    <>
      {subject && <PastWords subject={subject} />}
      <section className="kv-card-section" data-testid="truck-history">
        <h2>{t('truck.history')}</h2>
        <fieldset className="kv-chips" aria-label={t('truck.stretch')}>
          {HOURS.map((hours) => (
            <button
              key={hours}
              type="button"
              className="kv-chip"
              aria-pressed={asked.hours === hours}
              onClick={() => asked.setHours(hours)}
            >
              {t(`truck.hours.h${hours}`)}
            </button>
          ))}
        </fieldset>
        {query.isPending && <Skeleton height={96} mt={10} />}
        {query.isError && !history && <Failure error={query.error} retry={() => void query.refetch()} />}
        {history && history.points.length === 0 && <PageState title={t('truck.none')} hint={t('truck.noneHint')} />}
        {history && history.points.length > 0 && (
          <>
            <Facts facts={factsOf(history, format)} />
            {history.truncated && <p className="kv-note kv-late">{t('truck.truncated')}</p>}
            <SpeedChart history={history} onPick={look} />
          </>
        )}
      </section>
      {history && history.points.length > 0 && <Stops stops={history.stops} />}
      {history && <Trips trips={history.trips} />}
      {history && user && isStaff(user) && <Aside name={name} history={history} />}
    </>
  );
}

function factsOf(history: TruckHistory, { t, km, number }: Format) {
  const { counts, sources, gapKm } = history;
  const given = countBySource(history.points, sources.length);
  const names = sources.map((source, index) => {
    const words = sourceWords(source, { t });
    return <div key={words}>{t('truck.sourceCount', { source: words, points: number(given[index] ?? 0) })}</div>;
  });
  return [
    {
      label: t('truck.distance'),
      value: km(history.distanceKm),
      note: gapKm >= 1 && t('truck.gapKm', { km: km(gapKm) }),
    },
    {
      label: t('truck.positions'),
      value: number(counts.shown),
      note: counts.otherSource > 0 && t('truck.otherSource', { count: counts.otherSource }),
    },
    { label: t('truck.sources'), value: names },
  ];
}

/** Gives the trail to the replay for as long as the page is open. */
function useSubject({ data, isPending }: HistorySectionProps['query']): ReplaySubject | null {
  const subject = useMemo(() => (data && data.points.length > 0 ? subjectOf(data) : null), [data]);
  useEffect(() => replaySubject.set(subject ?? (isPending ? 'loading' : null)), [subject, isPending]);
  useEffect(() => () => replaySubject.set(null), []);
  return subject;
}

function subjectOf(history: TruckHistory): ReplaySubject {
  return {
    assetId: history.assetId,
    kind: history.assetId.startsWith('truck:') ? 'truck' : 'device',
    label: history.label,
    points: history.points,
    sources: history.sources,
    gaps: history.gaps.map(({ from, to }) => [Date.parse(from) / 1000, Date.parse(to) / 1000]),
    fromMs: (history.points[0]?.[0] ?? 0) * 1000,
    toMs: Date.parse(history.to),
    shipmentIds: history.trips.map(({ shipmentId }) => shipmentId),
  };
}

function useTrail(history: TruckHistory | undefined): void {
  const { controller } = useLive();
  const features = useMemo(() => (history ? trailFeatures(history) : null), [history]);
  useEffect(() => {
    controller.track.set(features);
    return () => controller.track.set(null);
  }, [controller, features]);
}

/** Whoever looks at a moment of the past sees where the truck was then; who drags the map away from it is left alone. */
function usePlaceInSight(subject: ReplaySubject | null): void {
  const { controller } = useLive();
  const isPast = useSearchParams()[0].has('at');
  useEffect(() => {
    if (!isPast || subject === null) return;
    let isLeft = false;
    const leave = () => {
      isLeft = true;
    };
    const follow = (minZoom: number) => {
      const state = replay.get();
      const place = state && placeOnTrail(subject, state.atMs);
      if (place && !isLeft) controller.show(place, minZoom);
    };
    follow(10);
    const { map } = controller;
    map?.on('dragstart', leave);
    const stop = replay.subscribe(() => follow(0));
    return () => {
      map?.off('dragstart', leave);
      stop();
    };
  }, [isPast, subject, controller]);
}
