import type { TruckStop } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';
import { useLive } from '../../live/live-context.tsx';
import { Time } from '../../ui/Time.tsx';

/** Where it stood, newest first, by the numbers the map shows: the place, how long, and whether it kept sending. */
export function Stops({ stops }: { stops: readonly TruckStop[] }) {
  const { t, duration } = useFormat();
  const { controller } = useLive();
  return (
    <section className="kv-card-section" data-testid="stops">
      <h2>
        {t('truck.stops.title')} <span className="kv-count">{stops.length}</span>
      </h2>
      {stops.length === 0 && <p className="kv-note">{t('truck.stops.none')}</p>}
      <ol className="kv-stops">
        {stops
          .map((stop, index) => ({ stop, n: index + 1 }))
          .reverse()
          .map(({ stop, n }) => (
            <li key={stop.from}>
              <button
                type="button"
                className="kv-stop-number"
                aria-label={t('truck.stops.show', { n })}
                title={t('truck.stops.show', { n })}
                onClick={() => controller.show(stop, 13)}
              >
                {n}
              </button>
              <div>
                <strong>{stop.place?.name ?? `${stop.lat.toFixed(4)}, ${stop.lon.toFixed(4)}`}</strong>
                <span className="kv-note">
                  <Time at={stop.from} /> – {stop.ongoing ? t('truck.stops.ongoing') : <Time at={stop.to} />}
                </span>
              </div>
              <div className="kv-stop-side">
                {duration((Date.parse(stop.to) - Date.parse(stop.from)) / 1000)}
                <span className={stop.silentMinutes > 0 ? 'kv-note kv-stop-silent' : 'kv-note'}>
                  {stop.silentMinutes > 0
                    ? t('truck.stops.silent', { age: duration(stop.silentMinutes * 60) })
                    : t('truck.stops.pinging')}
                </span>
              </div>
            </li>
          ))}
      </ol>
    </section>
  );
}
