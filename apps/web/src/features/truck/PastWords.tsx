import { useSyncExternalStore } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { MOVING_KMH } from '../../live/marker-state.ts';
import { placeOnTrail, type ReplaySubject, replay } from '../../live/replay.ts';
import { sourceWords } from './source-words.ts';

/** What was known of the truck at the moment looked at, in words. */
export function PastWords({ subject }: { subject: ReplaySubject }) {
  const format = useFormat();
  const { t } = format;
  const second = useSyncExternalStore(replay.subscribe, () => {
    const state = replay.get();
    return state && Math.floor(state.atMs / 1000);
  });
  if (second === null) return null;
  const place = placeOnTrail(subject, second * 1000);
  const when = format.dayTime(second * 1000);
  if (!place)
    return (
      <p className="kv-card-section kv-past-words">
        {when}: {t('truck.replay.notYet')}
      </p>
    );
  const { speedKmh, isSilent, fixAt } = place;
  const source = subject.sources[place.source];
  const doing = isSilent
    ? t('truck.replay.silent')
    : (speedKmh ?? 0) > MOVING_KMH
      ? t('truck.replay.driving', { speed: format.speed(speedKmh ?? 0) })
      : t('truck.replay.standing');
  return (
    <p className="kv-card-section kv-past-words" data-testid="past-words">
      {t('truck.replay.there', { label: subject.label, when })}: {doing},{' '}
      {t('truck.replay.fix', { age: format.duration(second - fixAt) })}
      <span className="kv-note">
        {place.lat.toFixed(5)}, {place.lon.toFixed(5)}
        {source && ` · ${t('truck.sourceOf', { source: sourceWords(source, format) })}`}
      </span>
    </p>
  );
}
