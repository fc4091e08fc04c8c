import type { BoardPlan, PlanProposal, PlanSolved, PlanTotals } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { doubtKg } from './outages.ts';

/** What trips and kilometres are paid in. */
const CURRENCY = 'RUB';

export function useCost(): (cost: number) => string {
  const { money } = useFormat();
  return (cost) => money(Math.round(cost * 100), CURRENCY);
}

/** How much of what is asked comes, in how many trips, at what cost; what a truck that is out still has is not counted as brought. */
export function Totals({ totals, inDoubtKg = 0 }: { totals: PlanTotals; inDoubtKg?: number }) {
  const { t, tonnes, number } = useFormat();
  const cost = useCost();
  const askedKg = totals.days.reduce((sum, { demandKg }) => sum + demandKg, 0);
  const parts = [
    t('plan.board.trips', { count: totals.tripsCount }),
    t('plan.board.cost', { cost: cost(totals.cost) }),
    ...(totals.lateKgDays > 0 ? [t('plan.board.late', { value: number(totals.lateKgDays / 1000, 1) })] : []),
  ];
  const missing = [
    ...(totals.unmetKg > 0 ? [t('plan.board.unmet', { mass: tonnes(totals.unmetKg) })] : []),
    ...(inDoubtKg > 0 ? [t('plan.board.inDoubt', { mass: tonnes(inDoubtKg) })] : []),
  ];
  return (
    <p className="kv-board-totals" data-testid="board-totals">
      <strong>
        {t('plan.board.brought', { brought: tonnes(askedKg - totals.unmetKg - inDoubtKg), asked: tonnes(askedKg) })}
      </strong>{' '}
      ·{' '}
      <span className={missing.length > 0 ? 'kv-late' : 'kv-on-time'}>
        {missing.length > 0 ? missing.join(', ') : t('plan.board.allMet')}
      </span>{' '}
      · {parts.join(' · ')}
    </p>
  );
}

/** Kilograms on trips of a proposal that cannot be made. */
export const proposalDoubtKg = ({ trips, stranded = [] }: PlanProposal): number => doubtKg({ trips, stranded, violations: [] });

/** What is known of how good a plan is. */
export function Proof({ proof, replan = false }: { proof: PlanSolved['proof']; replan?: boolean | undefined }) {
  const { t, number } = useFormat();
  if (proof === 'optimal') return <>{t(replan ? 'plan.board.proof.optimalReplan' : 'plan.board.proof.optimal')}</>;
  if (proof.gapPct === 0) {
    const { openFrom } = proof.bound;
    if (openFrom === 'lastUnloading') return <>{t('plan.board.proof.last')}</>;
    if (openFrom === 'changes') return <>{t('plan.board.proof.changes')}</>;
  }
  return <>{t('plan.board.proof.gap', { gap: number(proof.gapPct, 1) })}</>;
}

/** A proof is said of the plan it is of; of what a hand or the world has made of it only what was found before. */
export function ProofLine({ plan }: { plan: BoardPlan }) {
  const { t } = useFormat();
  return (
    <p className="kv-note" data-testid="proof">
      {plan.stranded.length > 0 ? t('plan.board.proof.stranded') : <Standing plan={plan} />}
    </p>
  );
}

function Standing({ plan }: { plan: BoardPlan }) {
  const { t } = useFormat();
  const before = useFound();
  const { solved } = plan;
  if (solved === null) return t(plan.trips.length === 0 ? 'plan.board.proof.none' : 'plan.board.proof.stale');
  if (solved.holds === 'yes') return <Proof proof={solved.proof} replan={solved.replan} />;
  return t(solved.holds === 'changed' ? 'plan.board.proof.byHand' : 'plan.board.proof.conditions', { found: before(solved) });
}

/** `3 trips, 5 t not covered`: what the planner had found. */
function useFound(): (solved: PlanSolved) => string {
  const { t, tonnes, number } = useFormat();
  return ({ tripsCount, unmetKg, lateKgDays }) =>
    [
      t('plan.board.trips', { count: tripsCount }),
      unmetKg > 0 ? t('plan.board.unmet', { mass: tonnes(unmetKg) }) : t('plan.board.allMet'),
      ...(lateKgDays > 0 ? [t('plan.board.late', { value: number(lateKgDays / 1000, 1) })] : []),
    ].join(', ');
}
