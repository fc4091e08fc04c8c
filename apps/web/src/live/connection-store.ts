/** How the live connection is doing; `since` is when it got so, local clock. */
export interface ConnectionState {
  phase: 'connecting' | 'live' | 'lost';
  since: number;
  /** when anything last came, local clock */
  dataAt: number | null;
}

/** A connection lost for less than this is nobody's business: no flicker. */
const GRACE_MS = 2000;
/** After this we stop promising to be back in a moment. */
const OFFLINE_MS = 30_000;

export type PillState =
  | { kind: 'live' }
  | { kind: 'connecting' }
  | { kind: 'reconnecting'; seconds: number }
  | { kind: 'offline' };

/** What the pill says at a moment: it keeps saying `live` through the first two seconds of a loss. */
export function pillState(state: ConnectionState, now: number, online: boolean): PillState {
  const lostFor = now - state.since;
  if (state.phase === 'live') return { kind: 'live' };
  if (state.phase === 'connecting' && online && lostFor < OFFLINE_MS) return { kind: 'connecting' };
  if (lostFor < GRACE_MS) return { kind: 'live' };
  if (!online || lostFor >= OFFLINE_MS) return { kind: 'offline' };
  return { kind: 'reconnecting', seconds: Math.round(lostFor / 1000) };
}

export class ConnectionStore {
  #state: ConnectionState = { phase: 'connecting', since: Date.now(), dataAt: null };
  readonly #listeners = new Set<() => void>();

  get state(): ConnectionState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  is(phase: ConnectionState['phase']): void {
    if (this.#state.phase === phase) return;
    this.#state = { ...this.#state, phase, since: Date.now() };
    for (const notify of this.#listeners) notify();
  }

  /** Noted in place: nobody re-renders because data came. */
  heard(): void {
    this.#state.dataAt = Date.now();
  }
}
