import { InputError, LAW, PLANS, type PlanName, RIGIDS, SEMITRAILERS, TRACTORS } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { answerFromStore, type PromiseQuestion } from '@karavan/usecases';
import type { Context, Handlers } from '../http/context.ts';

type PlanEndpoint = (typeof PLANS)[PlanName]['endpoint'];

/** A plan is a pure function of its request; only a promise without a network of its own is made over the stored one. */
async function answer(name: PlanName, { deps, actor, body, language }: Context<PlanEndpoint>): Promise<unknown> {
  try {
    if (name === 'promise' && !('network' in body && body.network !== undefined))
      return await answerFromStore(deps, { actor, question: body as PromiseQuestion, language });
    return await deps.plan({ name, request: body as never, language });
  } catch (error) {
    if (error instanceof InputError) throw new AppError('BAD_INPUT', error.message, { cause: error, errors: error.errors });
    throw error;
  }
}

/** One handler a plan. The map is typed name by name; the body of each has just been read by that plan's own schema. */
const served = Object.fromEntries(
  (Object.keys(PLANS) as PlanName[]).map((name) => [
    PLANS[name].endpoint,
    async (context: Context<PlanEndpoint>) => ({ status: 200, body: await answer(name, context) }),
  ]),
) as unknown as Handlers<PlanEndpoint>;

export const planHandlers: Handlers<PlanEndpoint | 'listPlanPresets' | 'getPlanRules'> = {
  ...served,
  listPlanPresets: async () => ({
    status: 200,
    body: {
      tractors: [...TRACTORS],
      semitrailers: [...SEMITRAILERS],
      rigids: [...RIGIDS],
    },
  }),
  getPlanRules: async () => ({
    status: 200,
    body: {
      ruleSets: LAW.ruleSets.map((rules) => ({ ...rules })),
      seasons: LAW.seasons.map((act) => ({ ...act, regions: [...act.regions] })),
      fines: LAW.fines.map((fine) => ({ ...fine })),
      loaderFine: { ...LAW.loaderFine },
    },
  }),
};
