import { useState } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { MonthField } from '../../ui/DateFields.tsx';
import { useIdleMonth } from './use-queue.ts';

/** The month in Moscow, which keeps UTC+3. */
const monthOf = (now: number): string => new Date(now + 3 * 3_600_000).toISOString().slice(0, 7);

/** What standing at destinations has cost in a month, wagons that have gone since included. */
export function MonthCost() {
  const { t, now, money } = useFormat();
  const [month, setMonth] = useState(() => monthOf(now));
  const cost = useIdleMonth(month);
  const { totalMinor, currency, stays, unconfirmed } = cost.data ?? {};
  const words = totalMinor === undefined || !currency ? '…' : money(totalMinor, currency);
  return (
    <p className="kv-month-cost">
      <MonthField size="xs" aria-label={t('exceptions.month')} value={month} latest={monthOf(now)} onValue={setMonth} />
      <strong>{unconfirmed ? t('exceptions.approx', { money: words }) : words}</strong>
      <span className="kv-note">
        {stays && t('exceptions.monthStays', { count: new Set(stays.map(({ wagon }) => wagon)).size })}
        {unconfirmed && ` · ${t('exceptions.unconfirmed')}`}
      </span>
    </p>
  );
}
