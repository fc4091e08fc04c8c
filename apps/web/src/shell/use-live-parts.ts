import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, takeShipmentNews } from '../api/queries.ts';
import { exposeDiagnostics } from '../diagnostics.ts';
import { takeAlertNews } from '../features/alerts/queries.ts';
import { Live } from '../live/connect.ts';
import { ConnectionStore } from '../live/connection-store.ts';
import { FleetStore } from '../live/fleet-store.ts';
import type { LiveParts } from '../live/live-context.tsx';
import { MapController } from '../map/map-controller.ts';
import { liveToken, resumeSession } from '../session/session.ts';
import { retryParts } from '../ui/lazy-page.ts';

/** The live connection of a signed-in page, from its first breath to its sign-out. */
export function useLiveParts(): LiveParts {
  const { t } = useTranslation();
  const [parts] = useState(() => {
    const fleet = new FleetStore();
    const connection = new ConnectionStore();
    const controller = new MapController();
    const live = new Live({
      fleet,
      connection,
      topic: 'fleet',
      auth: () => {
        const token = liveToken();
        return token ? { token } : {};
      },
      onShipment: takeShipmentNews,
      onEvent: (event) => {
        const alert = takeAlertNews(event);
        if (alert)
          notifications.show({
            message: t('alerts.toast', { kind: t(`alerts.kind.${alert.kind}`), label: alert.label }),
            withBorder: true,
          });
        if (event.shipmentId) void queryClient.invalidateQueries({ queryKey: ['shipment', event.shipmentId, 'events'] });
      },
      onCaughtUp: (count, isWhole) => {
        if (!isWhole) void queryClient.invalidateQueries();
        notifications.show({
          message: count > 0 ? t('connection.caughtUp', { count }) : t('connection.upToDate'),
          withBorder: true,
        });
      },
      onRefused: () => void resumeSession(),
    });
    return { fleet, connection, controller, live };
  });
  useEffect(() => {
    exposeDiagnostics(parts.fleet, parts.controller);
    parts.live.open();
    // what failed while the server was away is asked for again when it speaks
    let wasLive = true;
    const stop = parts.connection.subscribe(() => {
      const isLive = parts.connection.state.phase === 'live';
      if (isLive && !wasLive) {
        retryParts();
        void queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
      }
      wasLive = isLive;
    });
    return () => {
      stop();
      parts.live.close();
    };
  }, [parts]);
  return parts;
}
