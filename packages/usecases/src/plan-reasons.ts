import type { BoardPlan, Language, PlanProposal, PlanSearch, SplitReply } from '@karavan/contracts';
import { reasonIn } from '@karavan/planner';

const worded = (reasons: SplitReply['reasons'], language: Language): SplitReply['reasons'] =>
  reasons.map((reason) => reasonIn(reason, language));

/** A stored plan with the planner's reasons in the language of whoever reads it. */
export function planIn(plan: BoardPlan, language: Language): BoardPlan {
  const { solved } = plan;
  return solved === null ? plan : { ...plan, solved: { ...solved, reasons: worded(solved.reasons, language) } };
}

export const proposalIn = (proposal: PlanProposal, language: Language): PlanProposal => ({
  ...proposal,
  reasons: worded(proposal.reasons, language),
});

export function searchIn(search: PlanSearch | null, language: Language): PlanSearch | null {
  if (search === null || search.proposal === null) return search;
  return { ...search, proposal: proposalIn(search.proposal, language) };
}
