import type { IdleCost } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';

/** A sum; one by an unconfirmed tariff is only about right and says why. */
export function MoneyWords({ cost }: { cost: Pick<IdleCost, 'costMinor' | 'currency' | 'unconfirmed'> }) {
  const { t, money } = useFormat();
  const words = money(cost.costMinor, cost.currency);
  if (!cost.unconfirmed) return <>{words}</>;
  return <span title={t('exceptions.unconfirmed')}>{t('exceptions.approx', { money: words })}</span>;
}
