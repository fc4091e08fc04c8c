import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useFormat } from '../../../format/use-format.ts';
import { Failure, PageState } from '../../../ui/PageState.tsx';
import { Time } from '../../../ui/Time.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { dayHead } from './board-days.ts';
import { usePlans } from './use-plans.ts';
import './board.css';

/** Every plan of trips; those a customer waits for stand out. */
export default function BoardListPage() {
  const { t, tonnes, language } = useFormat();
  const plans = usePlans();
  useTitle(t('plan.board.title'));
  const items = plans.data?.items ?? [];
  return (
    <section aria-labelledby="boards-title">
      <div className="kv-board-head">
        <div>
          <h1 id="boards-title">{t('plan.board.title')}</h1>
          <p className="kv-note">{t('plan.board.intro')}</p>
        </div>
        <Button component={Link} to="/plan/split" variant="default">
          {t('plan.board.newPlan')}
        </Button>
      </div>
      {plans.isPending && <Waiting />}
      {plans.isError && <Failure error={plans.error} retry={() => void plans.refetch()} />}
      {plans.isSuccess && items.length === 0 && (
        <PageState title={t('plan.board.empty')} hint={t('plan.board.emptyHint')}>
          <Link to="/plan/split">{t('plan.board.newPlan')}</Link>
        </PageState>
      )}
      <ul className="kv-boards">
        {items.map((plan) => (
          <li key={plan.id}>
            <Link to={`/plan/board/${plan.id}`}>{plan.name}</Link>
            <span>
              {dayHead(plan.from, language)} – {dayHead(plan.to, language)}
            </span>
            <span>{plan.customer ?? ''}</span>
            <span>
              {t('plan.board.brought', { brought: tonnes(plan.demandKg - plan.unmetKg), asked: tonnes(plan.demandKg) })} ·{' '}
              {t('plan.board.trips', { count: plan.tripsCount })}
            </span>
            <span className="kv-note">
              <strong>{t(`plan.board.status.${plan.status}`)}</strong>
              {plan.changes > 0 && ` · ${t('plan.board.changes', { count: plan.changes })}`}
              {plan.outages > 0 && <span className="kv-late"> · {t('plan.board.outage.count', { count: plan.outages })}</span>}
              {plan.askedBy !== null && (
                <span className="kv-risk"> · {t('plan.board.asked', { name: plan.customer ?? plan.askedBy })}</span>
              )}{' '}
              · <Time at={plan.updatedAt} as="ago" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
