import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';

interface RouteProgressProps {
  from?: string | undefined;
  to?: string | undefined;
  at?: string | undefined;
  remainingKm?: number | undefined;
  totalKm?: number | undefined;
  /** said below the line */
  note?: string | undefined;
}

/** The way as a line: passed, where it is now, what is left. */
export function RouteProgress({ from, to, at, remainingKm, totalKm, note }: RouteProgressProps) {
  const { t, km, number } = useFormat();
  const share = totalKm && remainingKm !== undefined ? Math.min(1, Math.max(0, 1 - remainingKm / totalKm)) : null;
  if (share === null && !from && !to) return null;
  return (
    <section className="kv-card-section" aria-label={t('card.route')}>
      <div className="kv-route-ends">
        <span>{from ? stationName(from) : '—'}</span>
        <span>{to ? stationName(to) : '—'}</span>
      </div>
      {share !== null && (
        <div
          className="kv-route-line"
          role="progressbar"
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-label={t('card.passed')}
        >
          <span className="kv-route-passed" style={{ width: `${share * 100}%` }} />
          <span className="kv-route-here" style={{ left: `${share * 100}%` }} title={at} />
        </div>
      )}
      <div className="kv-route-ends kv-note">
        <span>
          {share !== null &&
            totalKm &&
            remainingKm !== undefined &&
            `${t('card.passed')} ${km(totalKm - remainingKm)} · ${number(share * 100)} %`}
        </span>
        <span>{remainingKm !== undefined && `${t('card.remaining')} ${km(remainingKm)}`}</span>
      </div>
      {note && <p className="kv-note">{note}</p>}
    </section>
  );
}
