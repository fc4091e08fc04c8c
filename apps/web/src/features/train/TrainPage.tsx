import type { TrainView, User } from '@karavan/contracts';
import { useParams } from 'react-router';
import { useTrain } from '../../api/queries.ts';
import { operationName } from '../../format/operation-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { useFleetVersion, useLive } from '../../live/live-context.tsx';
import { markerState } from '../../live/marker-state.ts';
import { isStaff } from '../../session/session.ts';
import { Facts } from '../../ui/Facts.tsx';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { Failure } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AnswerHead } from '../card/AnswerHead.tsx';
import { useCardOnMap } from '../card/use-card-on-map.ts';
import { useRefreshOnNews } from '../card/use-refresh-on-news.ts';
import { TrainWagons } from './TrainWagons.tsx';
import '../card/card.css';
import '../sources/sources.css';
import './train.css';

/** A train: where it is in one sentence, then its wagons. A customer sees those that carry his cargo. */
export default function TrainPage({ user }: { user: User }) {
  const { index = '' } = useParams();
  return <Train key={index} index={index} user={user} />;
}

function Train({ index, user }: { index: string; user: User }) {
  const { t } = useFormat();
  const train = useTrain(index);
  const { data } = train;
  const asset = useAssetOfTrain(data?.index ?? index);
  const station = data?.places[0]?.station;
  const place = station?.lat !== undefined && station.lon !== undefined ? { lat: station.lat, lon: station.lon } : undefined;
  useTitle(t('train.title', { train: index }));
  useCardOnMap(asset, place);
  useRefreshOnNews(asset, [['train']]);
  if (train.isError && !data)
    return (
      <Failure
        error={train.error}
        retry={() => void train.refetch()}
        notFound={{ title: t('train.none'), hint: t('train.noneHint') }}
      />
    );
  const status = asset?.status ?? data?.wagons[0]?.status ?? 'unknown';
  return (
    <article className="kv-card" data-testid="train-card">
      <AnswerHead
        what={t('train.what')}
        title={data?.index ?? index}
        sentence={data?.sentence}
        asset={asset}
        place={place}
        back="/"
        glyph={
          <MarkerGlyph
            state={markerState({ status, position: null })}
            kind="train"
            freshness={asset?.freshness ?? 'fresh'}
            approximate={asset?.position?.approximate === true}
            size={32}
          />
        }
      />
      {data && (
        <>
          {asset?.position?.approximate && <p className="kv-train-about">≈ {t('card.approximate')}</p>}
          <TrainFacts train={data} />
          {!isStaff(user) && <p className="kv-note kv-train-note">{t('train.yoursOnly')}</p>}
          <TrainWagons wagons={data.wagons} />
        </>
      )}
    </article>
  );
}

/** Any of its wagons: they are at one marker. The one reported last, where reports of different hours speak of it. */
function useAssetOfTrain(index: string) {
  const { fleet } = useLive();
  useFleetVersion();
  const wagons = fleet.all().filter((asset) => asset.train === index && asset.position !== null);
  return wagons.reduce<(typeof wagons)[number] | undefined>(
    (newest, asset) => ((newest?.position?.at ?? '') >= (asset.position?.at ?? '') ? newest : asset),
    undefined,
  );
}

function TrainFacts({ train }: { train: TrainView }) {
  const { t, tonnes, number } = useFormat();
  const { from, to, wagons, loaded, massKg } = train;
  const [first, ...others] = train.places;
  return (
    <section className="kv-card-section" aria-label={t('card.details')}>
      <Facts
        facts={[
          from !== undefined && to !== undefined && { label: t('train.way'), value: `${stationName(from)} – ${stationName(to)}` },
          {
            label: t('train.size'),
            value: t('train.wagons', { count: wagons.length }),
            note: t('train.loaded', { loaded: number(loaded), empty: number(wagons.length - loaded) }),
          },
          massKg > 0 && { label: t('card.mass'), value: tonnes(massKg) },
          first && {
            label: t('card.place'),
            value: stationName(first.station.name),
            note: <Happened place={first} wagons={wagons} />,
          },
          ...others.map((place) => ({
            label: t('train.also', { station: stationName(place.station.name) }),
            value: t('train.wagons', { count: place.wagons }),
            note: <Happened place={place} wagons={wagons} />,
          })),
        ]}
      />
    </section>
  );
}

function Happened({ place, wagons }: { place: TrainView['places'][number]; wagons: TrainView['wagons'] }) {
  const seen = wagons.find(({ lastOperation }) => lastOperation.name === place.operation && lastOperation.at === place.at);
  return (
    <>
      <span title={place.operation}>{seen ? operationName(seen.lastOperation) : place.operation}</span> · <Time at={place.at} />
    </>
  );
}
