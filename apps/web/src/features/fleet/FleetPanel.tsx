import type { AssetState, User } from '@karavan/contracts';
import { ASSET_KINDS } from '@karavan/contracts';
import { Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { assetPath, trainPath } from '../../live/asset-path.ts';
import { useFleetVersion, useLive, useShownFleet } from '../../live/live-context.tsx';
import { usePastMinute } from '../../live/use-past-minute.ts';
import { isStaff } from '../../session/session.ts';
import { MARKER_STATES, type MarkerState } from '../../theme/palette.ts';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { PageState } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { useValue } from '../../ui/value-store.ts';
import { useKnownShipments } from '../shipments/use-known-shipments.ts';
import { TrainRow } from '../train/TrainRow.tsx';
import { withTrains } from '../train/train-rows.ts';
import { AssetRow } from './AssetRow.tsx';
import { countStates, type FleetFilter, fleetRows, parsePlace } from './fleet-list.ts';
import { useFirstFit } from './use-first-fit.ts';
import './fleet.css';

const PAGE = 100;

/** Everything on the map, in words: what is in sight, counted by state, the urgent first. */
export function FleetPanel({ user }: { user: User }) {
  const { t, number, dayTime } = useFormat();
  const { controller } = useLive();
  const fleet = useShownFleet();
  const version = useFleetVersion(fleet);
  const past = usePastMinute();
  const view = useValue(controller.view);
  const [search, setSearch] = useSearchParams();
  const [shown, setShown] = useState(PAGE);
  const filter = useMemo(() => readFilter(search), [search]);
  useTitle(t('map.title'));
  useFirstFit();
  useKnownShipments();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when the fleet changed
  const rows = useMemo(
    () => fleetRows(fleet.all(), { view, isLate: (asset) => fleet.isLate(asset), filter }),
    [fleet, version, view, filter],
  );
  const counts = countStates(rows);
  const listed = filter.state ? rows.filter((row) => row.state === filter.state) : rows;
  const entries = withTrains(listed);

  useEffect(() => {
    const { state, kind } = filter;
    const key = `${state} ${kind}`;
    controller.filter.set(
      state || kind ? { key, isShown: (body) => (!state || body.state === state) && (!kind || body.asset.kind === kind) } : null,
    );
  }, [controller, filter]);
  useEffect(() => () => controller.filter.set(null), [controller]);
  useEffect(
    () =>
      controller.neighbours.set(
        entries.slice(0, shown).map((entry) => ('train' in entry ? trainPath(entry.train) : assetPath(entry.asset))),
      ),
    [controller, entries, shown],
  );

  const set = (key: string, value: string | null) =>
    setSearch(
      (before) => {
        if (value === null || before.get(key) === value) before.delete(key);
        else before.set(key, value);
        return before;
      },
      { replace: true },
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const kinds = useMemo(() => new Set(fleet.all().map((asset) => asset.kind)), [fleet, version]);
  const isFiltered = filter.state !== null || filter.kind !== null;

  return (
    <section className="kv-fleet" aria-label={t('fleet.list')}>
      <header className="kv-panel-head">
        {filter.place ? (
          <>
            <Link to="/" className="kv-back">
              <IconArrowLeft size={15} aria-hidden="true" /> {t('fleet.back')}
            </Link>
            <h1>{t('fleet.place', { count: rows.length })}</h1>
          </>
        ) : (
          <h1>
            {past !== null ? t('truck.replay.fleet', { when: dayTime(past) }) : t('fleet.title')}{' '}
            {fleet.isLoaded && <span className="kv-count">{number(rows.length)}</span>}
          </h1>
        )}
        {kinds.size > 1 && (
          <fieldset className="kv-chips" aria-label={t('fleet.filterKind')}>
            {ASSET_KINDS.filter((kind) => kinds.has(kind)).map((kind) => (
              <button
                key={kind}
                type="button"
                className="kv-chip"
                aria-pressed={filter.kind === kind}
                onClick={() => set('kind', kind)}
              >
                {t(`kinds.${kind}`)}
              </button>
            ))}
          </fieldset>
        )}
        <fieldset className="kv-chips" aria-label={t('fleet.filterState')}>
          {MARKER_STATES.filter((state) => counts[state] > 0 || filter.state === state).map((state) => (
            <button
              key={state}
              type="button"
              className="kv-chip"
              aria-pressed={filter.state === state}
              onClick={() => set('state', state)}
            >
              <MarkerGlyph state={state} size={14} /> {t(`state.${state}`)}{' '}
              <span className="kv-count">{number(counts[state])}</span>
            </button>
          ))}
        </fieldset>
      </header>
      {!fleet.isLoaded && <LoadingRows />}
      {fleet.isLoaded && listed.length === 0 && (
        <Empty
          user={user}
          nothingAtAll={past === null && fleet.all().length === 0}
          filtered={isFiltered}
          onClear={() => setSearch({}, { replace: true })}
        />
      )}
      <ul className="kv-rows">
        {entries
          .slice(0, shown)
          .map((entry) =>
            'train' in entry ? (
              <TrainRow key={entry.key} train={entry.train} rows={entry.rows} />
            ) : (
              <AssetRow key={entry.asset.id} asset={entry.asset} state={entry.state} late={entry.late} />
            ),
          )}
      </ul>
      {entries.length > shown && (
        <button type="button" className="kv-more" onClick={() => setShown(shown + PAGE)}>
          {t('fleet.more', { count: Math.min(PAGE, entries.length - shown) })}
        </button>
      )}
    </section>
  );
}

interface EmptyProps {
  user: User;
  nothingAtAll: boolean;
  filtered: boolean;
  onClear: () => void;
}

function Empty({ user, nothingAtAll, filtered, onClear }: EmptyProps) {
  const { t } = useFormat();
  if (filtered)
    return (
      <PageState title={t('fleet.none')}>
        <button type="button" className="kv-link" onClick={onClear}>
          {t('fleet.clearFilter')}
        </button>
      </PageState>
    );
  if (!nothingAtAll) return <PageState title={t('fleet.empty')} hint={t('fleet.emptyHint')} />;
  if (!isStaff(user)) return <PageState title={t('fleet.emptyAll')} hint={t('fleet.emptyAllCustomer')} />;
  return (
    <PageState title={t('fleet.emptyAll')} hint={t('fleet.emptyAllStaff')}>
      <Link to="/sources">{t('nav.sources')}</Link>
    </PageState>
  );
}

function LoadingRows() {
  return (
    <div className="kv-loading-rows" aria-hidden="true">
      {[1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={44} radius={4} />
      ))}
    </div>
  );
}

function readFilter(search: URLSearchParams): FleetFilter {
  const state = search.get('state') as MarkerState | null;
  const kind = search.get('kind') as AssetState['kind'] | null;
  return {
    state: state && MARKER_STATES.includes(state) ? state : null,
    kind: kind && ASSET_KINDS.includes(kind) ? kind : null,
    place: parsePlace(search.get('place')),
  };
}
