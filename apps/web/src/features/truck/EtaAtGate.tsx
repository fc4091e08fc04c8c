import type { Eta } from '@karavan/contracts';
import { type Format, useFormat } from '../../format/use-format.ts';

const MOSCOW = 'Europe/Moscow';

interface EtaAtGateProps {
  eta: Eta;
  /** of the gate: its hours are told in its own time */
  zone: string | undefined;
}

/** When a truck is at the gate, what the gate says to that, and what the driver must rest before; nothing where none of it matters. */
export function EtaAtGate({ eta, zone }: EtaAtGateProps) {
  const format = useFormat();
  const { t } = format;
  const { arrival, gate, stops = [] } = eta;
  if (!arrival && !gate && stops.length === 0) return null;
  const when = tellerOf(format, zone);
  return (
    <section className="kv-card-section" aria-label={t('truck.eta.title')} data-testid="eta-at-gate">
      <h2>{t('truck.eta.title')}</h2>
      {gate && <p className="kv-eta-line">{gateWords(eta, { t, when, now: format.now })}</p>}
      {arrival && (
        <p className="kv-note">
          {t('truck.eta.arrivalRange')}: {rangeWords(arrival, { t, when })}
        </p>
      )}
      <p className="kv-note">
        {t('truck.eta.unloadingRange')}: {rangeWords(eta, { t, when })}
      </p>
      {stops.length > 0 && (
        <>
          <p className="kv-note kv-eta-rests">{t('truck.eta.stops')}:</p>
          <ul className="kv-eta-stops">
            {stops.map((stop) => (
              <li key={stop.at}>
                {t('truck.eta.atTime', {
                  when: when(stop.at),
                  what: t(`truck.eta.${stop.kind}`, { age: format.duration(stop.minutes * 60) }),
                  source: stop.source,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface Teller {
  t: Format['t'];
  when: (at: string) => string;
}

/** `arrives today 19:20, the gate closes today 18:00 → unloading tomorrow 08:00` */
function gateWords({ arrival, gate, p50 }: Eta, { t, when, now }: Teller & { now: number }): string {
  const closed = closedWords(gate?.closedAt, { t, when, now });
  const arrives = t('truck.eta.arrives', { when: when(arrival?.p50 ?? p50) });
  return `${arrives}, ${closed} → ${t('truck.eta.unloading', { when: when(gate?.opensAt ?? p50) })}`;
}

function closedWords(closedAt: string | undefined, { t, when, now }: Teller & { now: number }): string {
  if (closedAt === undefined) return t('truck.eta.closed');
  return t(Date.parse(closedAt) > now ? 'truck.eta.closes' : 'truck.eta.closedSince', { when: when(closedAt) });
}

function rangeWords({ p10, p90 }: Pick<Eta, 'p10' | 'p90'>, { t, when }: Teller): string {
  const [from, to] = [when(p10), when(p90)];
  return from === to ? from : t('truck.eta.range', { from, to });
}

const tellerOf =
  ({ dayTime, dayTimeIn }: Format, zone: string | undefined) =>
  (at: string): string =>
    zone === undefined || zone === MOSCOW ? dayTime(at) : dayTimeIn(at, zone);
