/** Traccar by its REST interface: two requests tell which devices have news, and those are read day by day. */
import { type PolledPage, type PollLook, type PositionReader, SourceError } from '@karavan/contracts';
import { historyFrom } from '@karavan/scraper-http';
import { parseDevices, parsePositions } from './parse.ts';
import { createTraccarSession, type TraccarSession } from './session.ts';

export interface TraccarOptions {
  baseUrl: string;
  /** empty: the password is a token */
  login: string;
  password: string;
  historyHours: number;
  overlapMinutes: number;
  pauseMs: number;
  retryMs?: number;
  timeoutMs?: number;
}

/** the service gives an interval as a whole, so it is kept short */
const WINDOW_MS = 12 * 3_600_000;

export function createTraccarReader(options: TraccarOptions): PositionReader {
  const session = createTraccarSession(options);
  return {
    async *poll(look) {
      const devices = parseDevices(listed(await session.get('api/devices', {}, look.signal)));
      const latest = parsePositions(listed(await session.get('api/positions', {}, look.signal)));
      yield { vehicles: devices.items, positions: [], rejects: [...devices.rejects, ...latest.rejects] };
      for (const newest of latest.items)
        if (Date.parse(newest.fixedAt) > (look.newestMs(newest.uniqueId) ?? 0))
          yield* readDevice(session, { newest, look, options });
    },
  };
}

interface Reading {
  newest: PolledPage['positions'][number];
  look: PollLook;
  options: TraccarOptions;
}

async function* readDevice(session: TraccarSession, { newest, look, options }: Reading): AsyncGenerator<PolledPage> {
  const deviceId = newest.uniqueId;
  const toMs = Date.parse(newest.fixedAt);
  const fromMs = historyFrom(look.newestMs(deviceId), { ...options, nowMs: look.now.getTime() });
  for (let atMs = fromMs; atMs < toMs; atMs += WINDOW_MS) {
    const to = new Date(Math.min(toMs, atMs + WINDOW_MS)).toISOString();
    const query = { deviceId, from: new Date(atMs).toISOString(), to };
    const { items, rejects } = parsePositions(listed(await session.get('api/positions', query, look.signal)));
    yield { vehicles: [], positions: items.filter(({ uniqueId }) => uniqueId === deviceId), rejects };
  }
  yield { vehicles: [], positions: [newest], rejects: [] };
}

function listed(json: unknown): unknown {
  if (Array.isArray(json)) return json;
  throw new SourceError('BAD_REPLY', 'The service answered with something that is no list.');
}
