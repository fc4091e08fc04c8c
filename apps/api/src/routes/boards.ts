import type { BoardPlan, Language, Problem } from '@karavan/contracts';
import { InputError } from '@karavan/planner';
import { AppError, toProblem } from '@karavan/runtime';
import { roadNetworks } from '@karavan/store';
import {
  askOrderSplit,
  cancelPlanSearch,
  changePlan,
  createPlan,
  deletePlan,
  editPlan,
  endPlanOutage,
  getOrderSplit,
  getPlan,
  getPlanSearch,
  listPlans,
  notePlanOutage,
  PlanMoved,
  planIn,
  proposalIn,
  publishPlan,
  replanPlan,
  scopeOf,
  searchIn,
  solvePlan,
  startPlanSearch,
  takePlanProposal,
  undoPlan,
  unpublishPlan,
} from '@karavan/usecases';
import type { Request, Response } from 'express';
import type { Handlers } from '../http/context.ts';

type Names =
  | 'getRoadNetwork'
  | 'saveRoadNetwork'
  | 'listPlans'
  | 'createPlan'
  | 'getPlan'
  | 'changePlan'
  | 'deletePlan'
  | 'solvePlan'
  | 'editPlan'
  | 'undoPlan'
  | 'replanPlan'
  | 'takePlanProposal'
  | 'notePlanOutage'
  | 'endPlanOutage'
  | 'startPlanSearch'
  | 'getPlanSearch'
  | 'cancelPlanSearch'
  | 'publishPlan'
  | 'unpublishPlan'
  | 'getOrderSplit'
  | 'askOrderSplit';

type Conflict = { status: 409; body: Problem & { plan: BoardPlan } };

/** Whoever comes second hears of it with the plan as it is now; what the planner cannot understand is bad input. */
async function answered<T>(
  { req, res, language }: { req: Request; res: Response; language: Language },
  work: () => Promise<T>,
): Promise<{ status: 200; body: T } | Conflict> {
  try {
    return { status: 200, body: await work() };
  } catch (error) {
    if (error instanceof PlanMoved) {
      res.type('application/problem+json');
      const { errors: _, ...problem } = toProblem(error, req.originalUrl.split('?')[0] ?? '/');
      return { status: 409, body: { ...problem, plan: planIn(error.plan, language) } };
    }
    throw plain(error);
  }
}

/** A plan is answered in the reader's language, whoever calculated it in which. */
const plan = (context: { req: Request; res: Response; language: Language }, work: () => Promise<BoardPlan>) =>
  answered(context, async () => planIn(await work(), context.language));

const plain = (error: unknown): unknown =>
  error instanceof InputError ? new AppError('BAD_INPUT', error.message, { cause: error, errors: error.errors }) : error;

export const boardHandlers: Handlers<Names> = {
  getRoadNetwork: async ({ deps, actor }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => roadNetworks.loadRoadNetwork(tx)),
  }),
  async saveRoadNetwork({ deps, actor, body }) {
    const saved = await deps.db.scoped(scopeOf(actor), async (tx) => {
      await roadNetworks.saveRoadNetwork(tx, {
        companyId: actor.companyId,
        savedBy: actor.name,
        now: deps.clock(),
        network: body,
      });
      return roadNetworks.loadRoadNetwork(tx);
    });
    return { status: 201, body: saved };
  },

  listPlans: async ({ deps, actor, query }) => ({ status: 200, body: await listPlans(deps, { actor, ...query }) }),
  createPlan: async ({ deps, actor, body, language }) => ({
    status: 201,
    body: planIn(await createPlan(deps, { actor, plan: body, language }), language),
  }),
  getPlan: async ({ deps, actor, params, language }) => ({
    status: 200,
    body: planIn(await getPlan(deps, { actor, id: params['id'] ?? '' }), language),
  }),
  changePlan: (context) =>
    plan(context, () => changePlan(context.deps, { actor: context.actor, id: context.params['id'] ?? '', change: context.body })),
  async deletePlan({ deps, actor, params }) {
    await deletePlan(deps, { actor, id: params['id'] ?? '' });
    return { status: 200, body: { ok: true } };
  },
  solvePlan: (context) => plan(context, () => solvePlan(context.deps, asked(context))),
  editPlan: (context) => plan(context, () => editPlan(context.deps, asked(context))),
  undoPlan: (context) => plan(context, () => undoPlan(context.deps, asked(context))),
  replanPlan: (context) =>
    answered(context, async () => proposalIn(await replanPlan(context.deps, asked(context)), context.language)),
  takePlanProposal: (context) => plan(context, () => takePlanProposal(context.deps, asked(context))),
  notePlanOutage: (context) => plan(context, () => notePlanOutage(context.deps, asked(context))),
  endPlanOutage: (context) =>
    plan(context, () => endPlanOutage(context.deps, { ...asked(context), outageId: context.params['outageId'] ?? '' })),
  async startPlanSearch(context) {
    const started = await answered(context, () => startPlanSearch(context.deps, asked(context)));
    return started.status === 200 ? { status: 201, body: started.body } : started;
  },
  getPlanSearch: async ({ deps, actor, params, language }) => {
    const { search } = await getPlanSearch(deps, { actor, id: params['id'] ?? '' });
    return { status: 200, body: { search: searchIn(search, language) } };
  },
  cancelPlanSearch: async ({ deps, actor, params, language }) => {
    const { search } = await cancelPlanSearch(deps, { actor, id: params['id'] ?? '' });
    return { status: 200, body: { search: searchIn(search, language) } };
  },
  publishPlan: (context) => plan(context, () => publishPlan(context.deps, asked(context))),
  unpublishPlan: (context) => plan(context, () => unpublishPlan(context.deps, asked(context))),

  getOrderSplit: async ({ deps, actor, params, query }) => ({
    status: 200,
    body: await getOrderSplit(deps, { actor, orderNumber: params['number'] ?? '', unloadingMode: query.unloadingMode }),
  }),
  async askOrderSplit({ deps, actor, params, body, language }) {
    const { ask, created } = await askOrderSplit(deps, { actor, orderNumber: params['number'] ?? '', ask: body, language });
    return created ? { status: 201, body: ask } : { status: 200, body: ask };
  },
};

function asked<A, B extends object, L>(context: { actor: A; params: Record<string, string>; body: B; language: L }) {
  return { actor: context.actor, id: context.params['id'] ?? '', language: context.language, ...context.body };
}
