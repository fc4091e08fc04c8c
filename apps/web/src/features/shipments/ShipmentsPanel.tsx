import { SHIPMENT_STATUSES, type ShipmentState, type ShipmentStatus } from '@karavan/contracts';
import { Skeleton } from '@mantine/core';
import { memo, useEffect, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useShipments } from '../../api/queries.ts';
import { cargoName } from '../../format/cargo-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { useLive } from '../../live/live-context.tsx';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { useFirstFit } from '../fleet/use-first-fit.ts';
import { HeldNote } from './HeldNote.tsx';
import { byUrgency } from './order-shipments.ts';
import { ProgressBar } from './ProgressBar.tsx';
import '../card/card.css';
import '../fleet/fleet.css';
import './shipments.css';

export default function ShipmentsPanel() {
  const { t, number } = useFormat();
  const { controller, fleet } = useLive();
  const [search, setSearch] = useSearchParams();
  const status = readStatus(search.get('status'));
  const shipments = useShipments(status);
  const items = useMemo(() => (shipments.data?.pages.flatMap((page) => page.items) ?? []).toSorted(byUrgency), [shipments.data]);
  useTitle(t('shipments.title'));
  useFirstFit();
  useEffect(() => {
    for (const state of items) fleet.applyShipment(state);
    controller.neighbours.set(items.map((state) => `/s/${state.id}`));
  }, [items, fleet, controller]);
  const choose = (next: ShipmentStatus | undefined) =>
    setSearch(next && next !== status ? { status: next } : {}, { replace: true });

  return (
    <section aria-label={t('shipments.list')}>
      <header className="kv-panel-head">
        <h1>
          {t('shipments.title')}{' '}
          {shipments.isSuccess && (
            <span className="kv-count">
              {number(items.length)}
              {shipments.hasNextPage && '+'}
            </span>
          )}
        </h1>
        <p className="kv-note kv-head-note">{t('shipments.sorted')}</p>
        <fieldset className="kv-chips" aria-label={t('shipments.filter')}>
          <button type="button" className="kv-chip" aria-pressed={status === undefined} onClick={() => choose(undefined)}>
            {t('shipments.all')}
          </button>
          {SHIPMENT_STATUSES.map((one) => (
            <button key={one} type="button" className="kv-chip" aria-pressed={status === one} onClick={() => choose(one)}>
              {t(`status.${one}`)}
            </button>
          ))}
        </fieldset>
      </header>
      {shipments.isPending && (
        <div className="kv-loading-rows" aria-hidden="true">
          {[1, 2, 3, 4].map((row) => (
            <Skeleton key={row} height={72} radius={4} />
          ))}
        </div>
      )}
      {shipments.isError && items.length === 0 && <Failure error={shipments.error} retry={() => void shipments.refetch()} />}
      {shipments.isSuccess && items.length === 0 && (
        <PageState
          title={status ? t('shipments.emptyFiltered') : t('shipments.empty')}
          hint={status ? undefined : t('shipments.emptyHint')}
        />
      )}
      <ul className="kv-rows">
        {items.map((state) => (
          <ShipmentRow key={state.id} state={state} />
        ))}
      </ul>
      {shipments.hasNextPage && (
        <button type="button" className="kv-more" onClick={() => void shipments.fetchNextPage()}>
          {t('shipments.more')}
        </button>
      )}
    </section>
  );
}

const ShipmentRow = memo(function ShipmentRow({ state }: { state: ShipmentState }) {
  const { t, tonnes, eta } = useFormat();
  return (
    <li>
      <Link to={`/s/${state.id}`} className="kv-shipment">
        <span className="kv-shipment-top">
          <span>
            <strong>
              {state.orderNumber === undefined ? state.number : t('shipments.order', { number: state.orderNumber })}
            </strong>{' '}
            {state.orderNumber !== undefined && <span className="kv-note kv-nowrap">{state.number}</span>}
          </span>
          <span className="kv-shipment-due">
            {state.status === 'delivered' || state.status === 'cancelled' ? (
              t(`status.${state.status}`)
            ) : state.eta ? (
              <Time at={state.eta.p50}>{eta(state.eta, state.wagons.length > 0 ? 'rail' : 'road') ?? t('shipments.noEta')}</Time>
            ) : (
              <span className="kv-note">{t('shipments.noEta')}</span>
            )}
          </span>
        </span>
        <span className="kv-shipment-top">
          <span className="kv-shipment-note">
            {tonnes(state.orderedKg)} · {cargoName(state.product)}
          </span>
          {state.status !== 'delivered' && state.late !== null && (
            <span className={state.late ? 'kv-late kv-verdict' : 'kv-on-time kv-verdict'}>
              {state.late ? '▲ ' : ''}
              {t(state.late ? 'shipments.late' : 'shipments.onTime')}
            </span>
          )}
        </span>
        <span className="kv-shipment-note">{state.customer.name}</span>
        <span className="kv-shipment-note">
          {stationName(state.origin.name)} → {stationName(state.destination.name)}
        </span>
        <HeldNote state={state} />
        {state.status !== 'cancelled' && <ProgressBar state={state} thin />}
      </Link>
    </li>
  );
});

function readStatus(text: string | null): ShipmentStatus | undefined {
  return SHIPMENT_STATUSES.find((status) => status === text);
}
