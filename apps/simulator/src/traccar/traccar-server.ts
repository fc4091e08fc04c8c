/** A stand-in for Traccar's REST interface: a cookie for an e-mail and a password, or a bearer token. */
import {
  type Answer,
  type Asked,
  type Fleet,
  startTrackingService,
  type TrackedFix,
  type TrackingService,
} from '../tracking-service.ts';

export interface TraccarServerOptions {
  login: string;
  password: string;
  token?: string;
  port?: number;
}

const KNOT_KMH = 1.852;
const PROBLEM = (status: number, json: unknown = 'HTTP 401 Unauthorized'): Answer => ({ status, json });

/** The ids of units are numbers written as text. */
export function startTraccarServer(options: TraccarServerOptions): Promise<TrackingService> {
  const sessions = new Set<string>();
  let opened = 0;

  function isSignedIn({ headers }: Asked): boolean {
    const cookie = /JSESSIONID=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
    return sessions.has(cookie) || (options.token !== undefined && headers.authorization === `Bearer ${options.token}`);
  }

  function answer(asked: Asked, fleet: Fleet): Answer {
    const { method, path, form, query } = asked;
    if (path === '/api/session' && method === 'POST') {
      if (form.get('email') !== options.login || form.get('password') !== options.password) return PROBLEM(401);
      opened += 1;
      sessions.add(`s${opened}`);
      return { json: { id: 1, email: options.login }, headers: { 'set-cookie': `JSESSIONID=s${opened}; Path=/; HttpOnly` } };
    }
    if (!isSignedIn(asked)) return PROBLEM(401);
    if (path === '/api/devices') return { json: fleet.units.map(deviceOf) };
    if (path === '/api/positions') return { json: positions(fleet, query) };
    return PROBLEM(404, 'HTTP 404 Not Found');
  }

  return startTrackingService({
    ...(options.port === undefined ? {} : { port: options.port }),
    describe: ({ path, query }) => [path, query.get('deviceId') ?? ''].join(' ').trim(),
    endSessions: () => sessions.clear(),
    answer,
  });
}

function positions(fleet: Fleet, query: URLSearchParams): unknown[] {
  const deviceId = query.get('deviceId');
  if (deviceId === null)
    return fleet.units.flatMap(({ id }) => {
      const last = fleet.lastOf(id);
      return last === undefined ? [] : [positionOf(last)];
    });
  const [from, to] = [query.get('from'), query.get('to')].map((text) => Date.parse(text ?? '') / 1000);
  return fleet
    .fixesOf(deviceId)
    .filter(({ at }) => at >= (from ?? 0) && at <= (to ?? 0))
    .map(positionOf);
}

const deviceOf = ({ id, name }: { id: string; name: string }) => ({
  id: Number(id),
  name,
  uniqueId: `86000000000${id}`,
  status: 'online',
  disabled: false,
  phone: '',
  model: '',
  contact: '',
  category: 'truck',
  attributes: {},
});

function positionOf({ unitId, at, lat, lon, speedKmh = 0, courseDeg = 0 }: TrackedFix) {
  const time = new Date(at * 1000).toISOString().replace('Z', '+00:00');
  return {
    id: at,
    deviceId: Number(unitId),
    protocol: 'teltonika',
    deviceTime: time,
    fixTime: time,
    serverTime: time,
    outdated: false,
    valid: true,
    latitude: lat,
    longitude: lon,
    altitude: 150,
    speed: speedKmh / KNOT_KMH,
    course: courseDeg,
    accuracy: 0,
    address: null,
    network: null,
    geofenceIds: null,
    attributes: { ignition: true, motion: speedKmh > 0 },
  };
}
