import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { ApiError } from '../../api/client.ts';
import { queryClient, useShared } from '../../api/queries.ts';
import { exposeDiagnostics } from '../../diagnostics.ts';
import { useFormat } from '../../format/use-format.ts';
import { Live } from '../../live/connect.ts';
import { ConnectionStore } from '../../live/connection-store.ts';
import { FleetStore } from '../../live/fleet-store.ts';
import { LiveContext, useLive } from '../../live/live-context.tsx';
import MapStage from '../../map/MapStage.tsx';
import { MapController } from '../../map/map-controller.ts';
import { ConnectionPill } from '../../shell/ConnectionPill.tsx';
import { Panel } from '../../shell/Panel.tsx';
import { LanguageSwitch, ThemeSwitch } from '../../shell/Switches.tsx';
import { Wordmark } from '../../shell/Wordmark.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { LiveRegion } from '../../ui/LiveRegion.tsx';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { Events } from '../shipments/Events.tsx';
import { ShipmentFacts } from '../shipments/ShipmentFacts.tsx';
import { shipmentTitle } from '../shipments/shipment-title.ts';
import { Units } from '../shipments/Units.tsx';
import { useShipmentOnMap } from '../shipments/use-shipment-on-map.ts';
import '../../shell/shell.css';
import '../card/card.css';
import '../fleet/fleet.css';
import '../shipments/shipments.css';
import './share.css';

/** What a link shows to whoever has it: one shipment, live, and nothing that leads further. */
export default function SharePage() {
  const { token = '' } = useParams();
  const shared = useShared(token);
  useNoIndex();
  if (shared.data)
    return (
      <SharedLive token={token}>
        <SharedShipment token={token} />
      </SharedLive>
    );
  return (
    <div className="kv-shell kv-share-shell">
      <ShareBar />
      <main className="kv-centre">
        {shared.isError ? <NotOpen error={shared.error} retry={() => void shared.refetch()} /> : <Waiting />}
      </main>
    </div>
  );
}

/** The frame of everything a link may lead to. */
function ShareBar({ from, children }: { from?: string; children?: React.ReactNode }) {
  return (
    <>
      <header className="kv-bar">
        <Wordmark />
        <span className="kv-share-from">{from}</span>
        <div className="kv-bar-tools">
          {children}
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <div className="kv-share-line" />
    </>
  );
}

function SharedLive({ token, children }: { token: string; children: React.ReactNode }) {
  const [parts] = useState(() => {
    const fleet = new FleetStore();
    const connection = new ConnectionStore();
    const refresh = () => void queryClient.invalidateQueries({ queryKey: ['shared', token] });
    const live = new Live({
      fleet,
      connection,
      topic: 'share',
      auth: () => ({ share: token }),
      onShipment: refresh,
      onEvent: refresh,
      onRefused: refresh,
    });
    return { fleet, connection, live, controller: new MapController() };
  });
  useEffect(() => {
    exposeDiagnostics(parts.fleet, parts.controller);
    parts.live.open();
    return () => parts.live.close();
  }, [parts]);
  return <LiveContext value={parts}>{children}</LiveContext>;
}

const NO_TRACK: Record<string, unknown>[] = [];

function SharedShipment({ token }: { token: string }) {
  const { t, dayTime } = useFormat();
  const { fleet } = useLive();
  const shared = useShared(token);
  const data = shared.data;
  const shipment = data?.shipment;
  const units = shipment?.legs.flatMap((leg) => leg.units) ?? [];
  const title = shipment ? shipmentTitle(shipment, t) : '';
  useTitle(t('share.title', { number: title }), data?.company);
  // until the live connection speaks, the page shows what came with it
  useEffect(() => {
    if (data && !fleet.isLoaded) fleet.applySnapshot({ cursor: '', assets: data.assets });
  }, [data, fleet]);
  useShipmentOnMap({ units, ends: shipment ? [shipment.origin, shipment.destination] : [], track: NO_TRACK, staysPut: false });
  if (!data || !shipment) return null;
  return (
    <div className="kv-shell kv-share-shell">
      <ShareBar from={t('share.from', { company: data.company })}>
        <ConnectionPill />
      </ShareBar>
      <div className="kv-body">
        <div className="kv-stage">
          <MapStage viewInAddress={false} />
        </div>
        <Panel>
          <article className="kv-card" data-testid="answer-card">
            <header className="kv-answer-head">
              <h1>
                <span className="kv-answer-what kv-share-company">{data.company}</span>
                {t('share.title', { number: title })}
              </h1>
              <p className="kv-answer-sentence">
                <span data-testid="answer-sentence">{shipment.sentence}</span>{' '}
                <CopyButton value={shipment.sentence} label={t('card.copySentence')} />
              </p>
              <LiveRegion text={shipment.sentence} />
            </header>
            {shared.isError && <NotOpen error={shared.error} retry={() => void shared.refetch()} />}
            <ShipmentFacts shipment={shipment} />
            {shipment.status !== 'cancelled' && <Units units={units} linked={false} />}
            <Events events={data.events} units={units} isLoaded />
            {data.expiresAt && (
              <p className="kv-card-section kv-note">
                <Time at={data.expiresAt}>{t('share.validUntil', { time: dayTime(data.expiresAt) })}</Time>
              </p>
            )}
          </article>
        </Panel>
      </div>
    </div>
  );
}

/** A link that has ended, that is not active yet, or that never was. */
function NotOpen({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useFormat();
  const status = error instanceof ApiError ? error.status : 0;
  const words = error instanceof ApiError ? `${error.problem?.type} ${error.message}` : '';
  const reason = /not.?active|not.?yet/i.test(words)
    ? 'notActive'
    : status === 410 || /ended|expired|revoked/i.test(words)
      ? 'ended'
      : 'unknown';
  useTitle(status === 0 ? undefined : t(`share.${reason}`));
  if (![401, 403, 404, 410].includes(status)) return <Failure error={error} retry={retry} />;
  return <PageState title={t(`share.${reason}`)} hint={t(`share.${reason}Hint`)} />;
}

function useNoIndex(): void {
  useEffect(() => {
    const tags = [
      ['robots', 'noindex, nofollow'],
      ['referrer', 'no-referrer'],
    ].map(([name = '', content = '']) => {
      const tag = document.createElement('meta');
      tag.name = name;
      tag.content = content;
      return document.head.appendChild(tag);
    });
    return () => {
      for (const tag of tags) tag.remove();
    };
  }, []);
}
