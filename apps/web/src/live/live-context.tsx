import type { AssetState } from '@karavan/contracts';
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react';
import type { MapController } from '../map/map-controller.ts';
import { useValue } from '../ui/value-store.ts';
import type { Live } from './connect.ts';
import type { ConnectionState, ConnectionStore } from './connection-store.ts';
import type { FleetStore } from './fleet-store.ts';

/** The parts that live as long as the page does and stay out of React's way. */
export interface LiveParts {
  fleet: FleetStore;
  connection: ConnectionStore;
  live: Live;
  controller: MapController;
}

export const LiveContext = createContext<LiveParts | null>(null);

export function useLive(): LiveParts {
  const parts = useContext(LiveContext);
  if (!parts) throw new Error('useLive outside of LiveContext');
  return parts;
}

/** The fleet that the map shows: of now, or of the moment in the past that is looked at. */
export function useShownFleet(): FleetStore {
  const { fleet, controller } = useLive();
  return useValue(controller.past) ?? fleet;
}

/** One asset, by number, plate or id; the component renders when it, and only it, changes. */
export function useAsset(name: string | undefined): AssetState | undefined {
  const { fleet } = useLive();
  const subscribe = useCallback((notify: () => void) => fleet.subscribe(notify), [fleet]);
  return useSyncExternalStore(subscribe, () => (name === undefined ? undefined : fleet.find(name)));
}

/** The fleet's version for lists: renders at most once in `everyMs`, however fast news come. Of the present, unless another is named. */
export function useFleetVersion(of?: FleetStore, everyMs = 1000): number {
  const live = useLive();
  const fleet = of ?? live.fleet;
  const shown = useRef(fleet.version);
  const subscribe = useCallback(
    (notify: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let last = Number.NEGATIVE_INFINITY;
      const tell = () => {
        timer = undefined;
        last = performance.now();
        shown.current = fleet.version;
        notify();
      };
      const stop = fleet.subscribe(() => {
        timer ??= setTimeout(tell, Math.max(0, last + everyMs - performance.now()));
      });
      if (shown.current !== fleet.version) tell();
      return () => {
        stop();
        clearTimeout(timer);
      };
    },
    [fleet, everyMs],
  );
  return useSyncExternalStore(subscribe, () => shown.current);
}

export function useConnection(): ConnectionState {
  const { connection } = useLive();
  return useSyncExternalStore(connection.subscribe, () => connection.state);
}
