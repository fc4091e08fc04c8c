/**
 * Sends the positions of one device as a tracker does: one at a time, the oldest first, again and again until the
 * server says 2xx. What it cannot send yet waits in its memory; when that is full the oldest positions are lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TruckFix } from './fix.ts';

export interface SenderOptions {
  /** where Karavan listens, without a path */
  ingestUrl: string;
  /** positions kept while there is no connection; a tracker keeps some hours */
  memory?: number;
  /** first wait after a failure, ms; doubled up to the longest */
  retryMs?: number;
  longestRetryMs?: number;
  /** one request may take this long, ms */
  timeoutMs?: number;
}

export interface SenderState {
  sent: number;
  failed: number;
  lost: number;
  waiting: number;
  /** what the last failure was, while the connection is failing */
  problem: string | undefined;
}

export interface TruckSender {
  push(fix: TruckFix, at: Date): void;
  state(): SenderState;
  /** resolves when everything pushed so far has been accepted */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const KMH_PER_KNOT = 1.852;

export function createTruckSender(options: SenderOptions): TruckSender {
  const { ingestUrl, memory = 2_000, retryMs = 500, longestRetryMs = 15_000, timeoutMs = 10_000 } = options;
  const queue: string[] = [];
  const stopping = new AbortController();
  const state: Omit<SenderState, 'waiting'> = { sent: 0, failed: 0, lost: 0, problem: undefined };
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;

  async function drain(): Promise<void> {
    let waitMs = retryMs;
    for (let url = queue[0]; url !== undefined && !stopping.signal.aborted; url = queue[0]) {
      const problem = await send(url);
      if (stopping.signal.aborted) break;
      state.problem = problem;
      if (problem === undefined) {
        // it may have been pushed out of a full memory meanwhile
        if (queue[0] === url) queue.shift();
        state.sent += 1;
        waitMs = retryMs;
      } else {
        state.failed += 1;
        await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        waitMs = Math.min(waitMs * 2, longestRetryMs);
      }
    }
    isRunning = false;
  }

  /** Undefined when the server took it. */
  async function send(url: string): Promise<string | undefined> {
    try {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url, { signal });
      await response.arrayBuffer();
      return response.ok ? undefined : `HTTP ${response.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    push(fix, at) {
      queue.push(osmandUrl(ingestUrl, fix, at));
      if (queue.length > memory) {
        queue.shift();
        state.lost += 1;
      }
      if (isRunning || stopping.signal.aborted) return;
      isRunning = true;
      running = drain();
    },
    state: () => ({ ...state, waiting: queue.length }),
    idle: () => running,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** The OsmAnd form: seconds since 1970, **knots**, degrees, metres, per cent. */
export function osmandUrl(ingestUrl: string, fix: TruckFix, at: Date): string {
  const query = new URLSearchParams({
    id: fix.deviceId,
    lat: String(fix.lat),
    lon: String(fix.lon),
    timestamp: String(Math.floor(at.getTime() / 1000)),
    speed: (fix.speedKmh / KMH_PER_KNOT).toFixed(2),
    bearing: String(fix.courseDeg),
    accuracy: String(fix.accuracyM),
    batt: String(fix.batteryPct),
  });
  return `${ingestUrl.replace(/\/$/, '')}/api/v1/ingest/osmand?${query}`;
}
