import type { IdleCost } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';
import { Facts } from '../../ui/Facts.tsx';
import { StationTime } from '../../ui/StationTime.tsx';
import { BUILT_IN_TARIFF } from '../tariffs/built-in.ts';
import { MoneyWords } from './MoneyWords.tsx';

/** What standing at the destination costs: free time left, the first paid instant, the money so far. */
export function IdleClock({ cost, zone }: { cost: IdleCost; zone?: string | undefined }) {
  const { t, money, duration } = useFormat();
  const rate = cost.rateMinor;
  const paidFrom = cost.state === 'free' ? t('exceptions.clock.freeUntil') : t('exceptions.clock.paidSince');
  const state =
    cost.state === 'free'
      ? t('exceptions.clock.free', { left: duration(cost.freeLeftMinutes * 60) })
      : t(`exceptions.clock.${cost.state}`);
  return (
    <section className="kv-card-section kv-idle-clock" data-state={cost.state} aria-label={t('exceptions.clock.title')}>
      <h2>
        {t('exceptions.clock.title')}: <span className="kv-idle-state">{state}</span>
      </h2>
      <Facts
        facts={[
          {
            label: t('exceptions.clock.sum'),
            value: cost.costMinor === 0 ? t('exceptions.clock.nothing') : <MoneyWords cost={cost} />,
            note:
              cost.paidUnits > 0 &&
              [
                t(`exceptions.clock.units.${cost.unit}`, { count: cost.paidUnits }),
                cost.monthMinor !== cost.costMinor &&
                  t('exceptions.clock.thisMonth', { money: money(cost.monthMinor, cost.currency) }),
              ]
                .filter(Boolean)
                .join(' · '),
          },
          cost.paidFrom > (cost.closedAt ?? '') || cost.state !== 'closed'
            ? { label: paidFrom, value: <StationTime at={cost.paidFrom} zone={zone} /> }
            : null,
          rate !== undefined && {
            label: t('exceptions.clock.next', { unit: t(`exceptions.clock.unit.${cost.unit}`) }),
            value: cost.nextUnitAt ? (
              <StationTime at={cost.nextUnitAt} zone={zone} />
            ) : (
              <StationTime at={cost.paidFrom} zone={zone} />
            ),
            note: t('exceptions.clock.rate', {
              money: money(rate, cost.currency),
              unit: t(`exceptions.clock.unit.${cost.unit}`),
            }),
          },
          {
            label: t('exceptions.clock.opened'),
            value: <StationTime at={cost.openedAt} zone={zone} />,
            note: t(`exceptions.clock.openedBy.${cost.openedBy}`),
          },
          cost.closedAt !== undefined && {
            label: t('exceptions.clock.closedAt'),
            value: <StationTime at={cost.closedAt} zone={zone} />,
          },
          cost.tariffs.length > 0 && {
            label: t('exceptions.clock.by'),
            value: cost.tariffs.map(({ id, name }) => (id === BUILT_IN_TARIFF ? t('exceptions.clock.builtIn') : name)).join(', '),
            note: cost.unconfirmed ? t('exceptions.unconfirmed') : cost.tariffs.map(({ source }) => source).join('; '),
          },
        ]}
      />
    </section>
  );
}
