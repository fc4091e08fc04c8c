import { Skeleton } from '@mantine/core';
import { useParams } from 'react-router';
import { useShipment, useShipmentEvents, useShipmentTrack } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { markerState } from '../../live/marker-state.ts';
import { isStaff, useSession } from '../../session/session.ts';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { Failure } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AnswerHead } from '../card/AnswerHead.tsx';
import { useBringsOwnView } from '../card/use-card-on-map.ts';
import { CancelButton } from './CancelButton.tsx';
import { CancelledNote } from './CancelEffects.tsx';
import { Events } from './Events.tsx';
import { ShareButton } from './ShareButton.tsx';
import { ShipmentFacts } from './ShipmentFacts.tsx';
import { shipmentTitle } from './shipment-title.ts';
import { Units } from './Units.tsx';
import { useShipmentOnMap } from './use-shipment-on-map.ts';
import '../card/card.css';
import '../fleet/fleet.css';
import './shipments.css';

export default function ShipmentCard() {
  const { id = '' } = useParams();
  return <Shipment key={id} id={id} />;
}

function Shipment({ id }: { id: string }) {
  const { t } = useFormat();
  const session = useSession();
  const staff = session.status === 'in' && isStaff(session.user);
  const shipment = useShipment(id);
  const state = shipment.data;
  const events = useShipmentEvents(id, state !== undefined);
  const track = useShipmentTrack(id, state !== undefined);
  const units = state?.legs.flatMap((leg) => leg.units) ?? [];
  const title = state ? shipmentTitle(state, t) : '';
  useTitle(`${t('kind.shipment')} ${title}`);
  useShipmentOnMap({
    units,
    ends: state ? [state.origin, state.destination] : [],
    track: track.data?.features ?? (track.isError ? [] : undefined),
    staysPut: useBringsOwnView(),
  });

  if (shipment.isError && !state) return <Failure error={shipment.error} retry={() => void shipment.refetch()} />;
  return (
    <article className="kv-card" data-testid="answer-card">
      <AnswerHead
        what={t('kind.shipment')}
        title={title}
        sentence={state?.sentence}
        back="/shipments"
        glyph={
          <MarkerGlyph
            state={markerState({ status: state?.status ?? 'unknown', position: null })}
            kind="cargo"
            late={state?.late === true}
            size={28}
          />
        }
        tools={
          <>
            {state?.status === 'planned' && staff && <CancelButton id={id} number={state.number} />}
            <ShareButton shipmentId={id} />
          </>
        }
      />
      {state ? (
        <>
          {state.cancelled && <CancelledNote cancelled={state.cancelled} />}
          <ShipmentFacts shipment={state} customer={state.customer.name} />
          {state.status !== 'cancelled' && <Units units={units} linked />}
          <Events events={events.data?.pages.flatMap((page) => page.items) ?? []} units={units} isLoaded={events.isSuccess}>
            {events.hasNextPage && (
              <button type="button" className="kv-more" onClick={() => void events.fetchNextPage()}>
                {t('card.loadMore')}
              </button>
            )}
          </Events>
        </>
      ) : (
        <div className="kv-loading-rows" aria-hidden="true">
          <Skeleton height={60} />
          <Skeleton height={120} />
        </div>
      )}
    </article>
  );
}
