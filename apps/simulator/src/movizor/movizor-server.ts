/** A stand-in for Movizor, version 2: phones found by their cells, numbers written as text or as numbers as it comes. */
import { type Answer, type Fleet, startTrackingService, type TrackedFix, type TrackingService } from '../tracking-service.ts';

export interface MovizorServerOptions {
  project: string;
  key: string;
  port?: number;
}

const success = (data: unknown): Answer => ({ json: { result: 'success', code: 'OK', message: '', data } });
const refusal = (error_code: string, error_text: string): Answer => ({
  json: { result: 'error', error_code, error_text, error_text_ru: '' },
});

/** The ids of units are phones. A key has no session, so ending sessions withdraws the key until the next call. */
export function startMovizorServer(options: MovizorServerOptions): Promise<TrackingService> {
  let isRateLimited = false;
  return startTrackingService({
    ...(options.port === undefined ? {} : { port: options.port }),
    describe: ({ path, form }) => [path.split('/')[2] ?? '', form.get('phone') ?? '', form.get('offset') ?? ''].join(' ').trim(),
    endSessions: () => {
      isRateLimited = true;
    },
    answer({ path, form }, fleet) {
      const [, project, method = ''] = path.split('/');
      if (isRateLimited) {
        isRateLimited = false;
        return refusal('ACCESS_DENIED', 'Auth rate limit exceeded');
      }
      if (project !== options.project || form.get('key') !== options.key) return refusal('ACCESS_DENIED', 'Wrong key or project');
      return METHODS[method]?.(fleet, form) ?? refusal('METHOD', `There is no method ${method}`);
    },
  });
}

const METHODS: Readonly<Record<string, (fleet: Fleet, form: URLSearchParams) => Answer>> = {
  pos_objects: (fleet) =>
    success(
      fleet.units.map(({ id }) => ({ phone: id, ...item(fleet.lastOf(id)), distance: null, distance_forecast_time: null })),
    ),
  pos_list(fleet, form) {
    const [from, to, offset, limit] = ['date_start', 'date_end', 'offset', 'req_limit'].map((name) => Number(form.get(name)));
    const all = fleet.fixesOf(form.get('phone') ?? '').filter(({ at }) => at >= (from ?? 0) && at <= (to ?? 0));
    // newest first, as such lists are shown
    return success(
      all
        .reverse()
        .slice(offset, (offset ?? 0) + (limit ?? 1000))
        .map(item),
    );
  },
  object_get(fleet, form) {
    const unit = fleet.units.find(({ id }) => id === form.get('phone'));
    if (unit === undefined) return refusal('OBJECT_NOT_FOUND', 'No such object');
    return success({ phone: unit.id, title: unit.name, status: 'ok', confirmed: '1', tariff: 'manual', metadata: [] });
  },
};

function item(fix: TrackedFix | undefined): object {
  if (fix === undefined) return { lon: null, lat: null, timestamp: null, radius: null, place: null };
  const { at, lat, lon, radiusM = 500 } = fix;
  const isOdd = at % 2 === 1;
  return {
    lon: isOdd ? lon.toFixed(6) : lon,
    lat: isOdd ? lat.toFixed(6) : lat,
    timestamp: isOdd ? String(at) : at,
    radius: isOdd ? radiusM : String(radiusM),
    place: 'Москва',
  };
}
