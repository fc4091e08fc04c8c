import {
  AssetState,
  type ClientEvents,
  LIVE_NAMESPACE,
  type ServerEvents,
  ShipmentState,
  TrackingEvent,
} from '@karavan/contracts';
import { io, type Socket } from 'socket.io-client';
import type { ConnectionStore } from './connection-store.ts';
import type { FleetStore } from './fleet-store.ts';

export type Bbox = [west: number, south: number, east: number, north: number];
export interface View {
  bbox: Bbox;
  zoom: number;
}

export interface LiveOptions {
  fleet: FleetStore;
  connection: ConnectionStore;
  /** sent with every attempt to connect; empty when the cookie is to speak for us */
  auth: () => { token: string } | { share: string } | Record<string, never>;
  topic: 'fleet' | 'share';
  /** after a reconnect that resumed: how many assets were news, and whether news of anything else may be missing */
  onCaughtUp?: (updates: number, isWhole: boolean) => void;
  onShipment?: (state: ShipmentState) => void;
  onEvent?: (event: TrackingEvent) => void;
  /** the server refuses us: ask who we are again */
  onRefused?: () => void;
}

/** One live connection: says what is watched, puts what comes into the store, resumes where it stopped. */
export class Live {
  readonly #options: LiveOptions;
  readonly #socket: Socket<ServerEvents, ClientEvents>;
  #view: View | null = null;
  /** asked for on this line and not answered yet */
  #unanswered = 0;
  #asked: View | null = null;
  /** what the store holds is of this part of the world */
  #held: View | null = null;
  #resuming = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#socket = io(LIVE_NAMESPACE, {
      auth: (send) => send(options.auth()),
      withCredentials: true,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 400,
      reconnectionDelayMax: 5000,
      forceNew: true,
      autoConnect: false,
    });
    this.#listen();
  }

  open(): void {
    addEventListener('online', this.#hurry);
    this.#socket.connect();
  }

  /** The map shows another part of the world. */
  watch(view: View): void {
    this.#view = view;
    if (this.#socket.connected) this.#send(view);
  }

  close(): void {
    removeEventListener('online', this.#hurry);
    clearTimeout(this.#retry);
    this.#socket.disconnect();
  }

  #hurry = (): void => {
    if (!this.#socket.connected) this.#socket.connect();
  };

  /** What is sent since a cursor fits the box the store holds; another box is asked for once more, whole. */
  #resume(): void {
    const { fleet, topic } = this.#options;
    const { cursor } = fleet;
    this.#unanswered = 0;
    this.#resuming = cursor !== undefined;
    this.#send(this.#view, cursor);
    if (this.#resuming && topic === 'fleet' && this.#held !== this.#view) this.#send(this.#view);
  }

  #send(view: View | null, since?: string): void {
    const { topic } = this.#options;
    const resumed = since === undefined ? {} : { since };
    const request = topic === 'share' ? { topic, ...resumed } : view && { topic, ...view, ...resumed };
    if (!request) return;
    this.#asked = view;
    this.#unanswered += 1;
    this.#socket.emit('watch', request, (reply) => {
      this.#unanswered -= 1;
      if (!reply.ok) console.error('The live watch was refused', reply.problem);
    });
  }

  #listen(): void {
    const { fleet, connection, onCaughtUp, onShipment, onEvent, onRefused } = this.#options;
    const socket = this.#socket;
    socket.on('connect', () => {
      connection.is('live');
      this.#resume();
    });
    socket.on('disconnect', (reason) => {
      connection.is('lost');
      // the server closed it on purpose (a restart, an expired session): the client library then leaves it to us
      if (reason === 'io server disconnect') this.#retry = setTimeout(this.#hurry, 1000);
    });
    socket.on('connect_error', (error) => {
      // the namespace refused us; a lost network keeps the library trying by itself
      if (!socket.active) {
        onRefused?.();
        this.#retry = setTimeout(this.#hurry, 5000);
      }
      if (connection.state.phase === 'live') connection.is('lost');
      console.warn('No live connection', error.message);
    });
    socket.on('snapshot', (snapshot) => {
      connection.heard();
      const news = fleet.applySnapshot({ ...snapshot, assets: readable(snapshot.assets) });
      // each answer comes before its snapshot: with all of them here, it is that of what was asked for last
      if (!snapshot.partial) this.#held = this.#unanswered === 0 ? this.#asked : null;
      if (this.#resuming) onCaughtUp?.(news, snapshot.partial === true);
      this.#resuming = false;
    });
    socket.on('positions', (batch) => {
      connection.heard();
      fleet.applyPositions(batch);
    });
    socket.on('event', (event) => {
      const known = TrackingEvent.safeParse(event);
      if (!known.success) return console.error('An event does not keep the contract', known.error);
      // who comes back may be told once more of what came last
      if (fleet.applyEvent(known.data)) onEvent?.(known.data);
    });
    socket.on('shipment', (state) => {
      const known = ShipmentState.safeParse(state);
      if (!known.success) return console.error('A shipment does not keep the contract', known.error);
      fleet.applyShipment(known.data);
      onShipment?.(known.data);
    });
  }
}

/** Those states that keep the contract; a torn one costs itself and is told. */
function readable(states: readonly unknown[]): AssetState[] {
  const good: AssetState[] = [];
  for (const state of Array.isArray(states) ? states : []) {
    const known = AssetState.safeParse(state);
    if (known.success) good.push(known.data);
    else console.error('An asset does not keep the contract', known.error);
  }
  return good;
}
