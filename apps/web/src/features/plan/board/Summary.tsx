import type { BoardPlan, PlanSolved, PlanTotals } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';

/** How much of what is asked comes, in how many trips, at what cost. */
export function Totals({ totals }: { totals: PlanTotals }) {
  const { t, tonnes, number } = useFormat();
  const askedKg = totals.days.reduce((sum, { demandKg }) => sum + demandKg, 0);
  const parts = [
    t('plan.board.trips', { count: totals.tripsCount }),
    t('plan.board.cost', { cost: number(totals.cost) }),
    ...(totals.lateKgDays > 0 ? [t('plan.board.late', { value: number(totals.lateKgDays / 1000, 1) })] : []),
  ];
  return (
    <p className="kv-board-totals" data-testid="board-totals">
      <strong>{t('plan.board.brought', { brought: tonnes(askedKg - totals.unmetKg), asked: tonnes(askedKg) })}</strong> ·{' '}
      <span className={totals.unmetKg > 0 ? 'kv-late' : 'kv-on-time'}>
        {totals.unmetKg > 0 ? t('plan.board.unmet', { mass: tonnes(totals.unmetKg) }) : t('plan.board.allMet')}
      </span>{' '}
      · {parts.join(' · ')}
    </p>
  );
}

/** What is known of how good a plan is. */
export function Proof({ proof }: { proof: PlanSolved['proof'] }) {
  const { t, number } = useFormat();
  if (proof === 'optimal') return <>{t('plan.board.proof.optimal')}</>;
  if (proof.gapPct === 0 && proof.bound['openFrom'] === 'lastUnloading') return <>{t('plan.board.proof.last')}</>;
  return <>{t('plan.board.proof.gap', { gap: number(proof.gapPct, 1) })}</>;
}

/** The proof holds for what the planner made; what a hand has made of it is measured against that. */
export function ProofLine({ plan }: { plan: BoardPlan }) {
  const { t, tonnes, number } = useFormat();
  const { solved } = plan;
  if (solved === null)
    return (
      <p className="kv-note" data-testid="proof">
        {t(plan.trips.length === 0 ? 'plan.board.proof.none' : 'plan.board.proof.stale')}
      </p>
    );
  const isAsSolved =
    plan.tripsCount === solved.tripsCount &&
    Math.abs(plan.unmetKg - solved.unmetKg) < 1e-3 &&
    Math.abs(plan.lateKgDays - solved.lateKgDays) < 1e-3 &&
    Math.abs(plan.cost - solved.cost) < 1e-3;
  return (
    <p className="kv-note" data-testid="proof">
      {!isAsSolved &&
        `${t('plan.board.proof.byHand', {
          trips: t('plan.board.trips', { count: solved.tripsCount }),
          unmet: tonnes(solved.unmetKg),
          late: number(solved.lateKgDays / 1000, 1),
        })} `}
      <Proof proof={solved.proof} />
    </p>
  );
}
