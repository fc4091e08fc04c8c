import { InputError, LAW, PLANS, type PlanName, RIGIDS, SEMITRAILERS, TRACTORS } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import type { Context, Handlers } from '../http/context.ts';

type PlanEndpoint = (typeof PLANS)[PlanName]['endpoint'];

/** A plan is a pure function of its request: nothing is read, nothing is kept. */
function answer(run: (request: never) => unknown, request: unknown): unknown {
  try {
    return run(request as never);
  } catch (error) {
    if (error instanceof InputError) throw new AppError('BAD_INPUT', error.message, { cause: error, errors: error.errors });
    throw error;
  }
}

/** One handler a plan. The map is typed name by name; the body of each has just been read by that plan's own schema. */
const served = Object.fromEntries(
  Object.values(PLANS).map(({ endpoint, run }) => [
    endpoint,
    async ({ body }: Context<PlanEndpoint>) => ({ status: 200, body: answer(run, body) }),
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
