import type { LawItem, LawValuesOf, LawVersion } from '@karavan/contracts';
import { useLawWords } from './law-words.ts';
import { Source } from './Source.tsx';

/** Everything an item has been, the newest first; who set it, checked it, withdrew it. */
export function History({ item }: { item: LawItem }) {
  const { t } = useLawWords();
  return (
    <section aria-label={t('law.item.history')}>
      <h3>{t('law.item.history')}</h3>
      <ol className="kv-law-history">
        {item.history.map((version) => (
          <Version key={version.version} item={item} version={version} />
        ))}
      </ol>
    </section>
  );
}

function Version({ item, version }: { item: LawItem; version: LawVersion }) {
  const { t, days, amount, actLimits, dayTime } = useLawWords();
  const { values, withdrawnBy, withdrawnAt, confirmedBy, confirmedAt, editedBy, editedAt, note } = version;
  const said =
    item.kind === 'season' && values !== null ? actLimits(values as LawValuesOf<'season'>).join('; ') : amount(item.kind, values);
  const marks = [
    ...(editedBy !== null && editedAt !== null ? [t('law.item.edited', { who: editedBy, when: dayTime(editedAt) })] : []),
    ...(confirmedBy !== null && confirmedAt !== null
      ? [t('law.item.confirmed', { who: confirmedBy, when: dayTime(confirmedAt) })]
      : []),
    ...(withdrawnBy !== null && withdrawnAt !== null
      ? [t('law.item.withdrawn', { who: withdrawnBy, when: dayTime(withdrawnAt) })]
      : []),
  ];
  return (
    <li className={withdrawnAt === null ? undefined : 'kv-law-withdrawn'}>
      <b>{version.version === 0 ? t('law.item.shipped') : t('law.item.version', { version: version.version })}</b>
      <span>
        {days(version)}: {said}
      </span>
      <span className="kv-note">
        <Source text={version.source} />
        {note !== undefined && ` · ${note}`}
      </span>
      {marks.map((mark) => (
        <span key={mark} className="kv-note">
          {mark}
        </span>
      ))}
    </li>
  );
}
