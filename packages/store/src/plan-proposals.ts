import type { PlanProposal } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** The last one proposed for a plan is kept; what was proposed before is forgotten. */
export async function saveProposal(
  tx: Tx,
  input: { companyId: string; planId: string; id: string; at: string; proposal: PlanProposal },
): Promise<void> {
  await tx.one(
    `INSERT INTO plan_proposals (id, company_id, plan_id, proposal, made_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (plan_id) DO UPDATE SET id = excluded.id, proposal = excluded.proposal, made_at = excluded.made_at`,
    [input.id, input.companyId, input.planId, JSON.stringify(input.proposal), input.at],
  );
}

/** What is proposed for a plan beside its draft: by its last replanning and by its last long search. */
export function listProposals(tx: Tx, planId: string): Promise<{ id: string; proposal: PlanProposal }[]> {
  return tx.many(
    `SELECT id, proposal FROM plan_proposals WHERE plan_id = $1
     UNION ALL SELECT id, proposal FROM plan_searches WHERE plan_id = $1 AND proposal IS NOT NULL`,
    [planId],
  );
}
