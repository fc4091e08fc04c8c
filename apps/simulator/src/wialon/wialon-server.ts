/** A stand-in for the Remote API of Wialon: token, session, units by pages, messages by intervals; errors under HTTP 200. */
import {
  type Answer,
  type Asked,
  type Fleet,
  startTrackingService,
  type TrackedFix,
  type TrackingService,
} from '../tracking-service.ts';

export interface WialonServerOptions {
  token: string;
  port?: number;
}

const INVALID_SESSION = { error: 1 };
const BAD_TOKEN = { error: 8, reason: 'INVALID_AUTH_TOKEN' };
const NO_MESSAGES = { error: 1001 };

/** The ids of units are numbers written as text. */
export function startWialonServer(options: WialonServerOptions): Promise<TrackingService> {
  const sessions = new Set<string>();
  let opened = 0;
  const services: Readonly<Record<string, (params: Params, fleet: Fleet) => unknown>> = {
    'core/search_items': searchItems,
    'messages/load_interval': loadInterval,
  };

  function answer({ path, form }: Asked, fleet: Fleet): Answer {
    if (path !== '/wialon/ajax.html') return { status: 404, json: {} };
    const service = form.get('svc') ?? '';
    const params = JSON.parse(form.get('params') ?? '{}') as Params;
    if (service === 'token/login') {
      if (params['token'] !== options.token) return { json: BAD_TOKEN };
      opened += 1;
      sessions.add(`sid${opened}`);
      return { json: { eid: `sid${opened}`, host: '127.0.0.1', tm: 0, user: { nm: 'carrier' } } };
    }
    if (!sessions.has(form.get('sid') ?? '')) return { json: INVALID_SESSION };
    return { json: services[service]?.(params, fleet) ?? { error: 2 } };
  }

  return startTrackingService({
    ...(options.port === undefined ? {} : { port: options.port }),
    describe({ form }) {
      const params = JSON.parse(form.get('params') ?? '{}') as Params;
      return [form.get('svc'), params['itemId'] ?? params['from'] ?? ''].join(' ').trim();
    },
    endSessions: () => sessions.clear(),
    answer,
  });
}

type Params = Readonly<Record<string, unknown>>;

function searchItems({ from, to }: Params, fleet: Fleet): unknown {
  const page = fleet.units.slice(Number(from), Number(to) + 1);
  const items = page.map(({ id, name }) => {
    const last = fleet.lastOf(id);
    if (last === undefined) return { nm: name, cls: 2, id: Number(id), pos: null, lmsg: null };
    return { nm: name, cls: 2, id: Number(id), pos: { t: last.at, ...posOf(last) }, lmsg: messageOf(last) };
  });
  return { totalItemsCount: fleet.units.length, indexFrom: from, indexTo: to, items };
}

function loadInterval({ itemId, timeFrom, timeTo, loadCount }: Params, fleet: Fleet): unknown {
  const all = fleet.fixesOf(String(itemId)).filter(({ at }) => at >= Number(timeFrom) && at <= Number(timeTo));
  if (all.length === 0) return NO_MESSAGES;
  return { count: all.length, messages: all.slice(0, Number(loadCount)).map(messageOf) };
}

const posOf = ({ lat, lon, speedKmh = 0, courseDeg = 0 }: TrackedFix) => ({
  y: lat,
  x: lon,
  z: 150,
  s: speedKmh,
  c: courseDeg,
  sc: 11,
});
const messageOf = (fix: TrackedFix) => ({
  t: fix.at,
  f: 1,
  tp: 'ud',
  pos: posOf(fix),
  i: 0,
  o: 0,
  p: { pwr_ext: 24.1 },
  rt: fix.at + 2,
});
