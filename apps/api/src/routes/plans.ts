import { PLANS, type PlanName, RIGIDS, SEMITRAILERS, TRACTORS, TRAILERS } from '@karavan/planner';
import { answerFromStore, knownOf, lawOf, type PromiseQuestion, refuse, spellOutUnits } from '@karavan/usecases';
import type { Context, Handlers } from '../http/context.ts';

type PlanEndpoint = (typeof PLANS)[PlanName]['endpoint'];

/** Judged by the law as the company has it. */
const LAWFUL: readonly PlanName[] = [
  'axle-loads',
  'max-payload',
  'placement',
  'compartments',
  'split',
  'split-repairs',
  'day-capacity',
];

/** A plan is a pure function of its request; only a promise without a network of its own and ids of own units ask the store. */
async function answer(name: PlanName, { deps, actor, body, language }: Context<PlanEndpoint>): Promise<unknown> {
  try {
    if (name === 'promise' && !('network' in body && body.network !== undefined))
      return await answerFromStore(deps, { actor, question: body as PromiseQuestion, language });
    const known = LAWFUL.includes(name) ? { known: await knownOf(deps, actor) } : {};
    const request = await spellOutUnits(deps, { actor, request: body });
    return await deps.plan({ name, request: request as never, language, ...known });
  } catch (error) {
    return refuse(error);
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
      trailers: [...TRAILERS],
    },
  }),
  async getPlanRules({ deps, actor }) {
    const { ruleSets, seasons, fines, loaderFine, cargoWords } = await lawOf(deps, actor);
    return {
      status: 200,
      body: {
        ruleSets: ruleSets.map((rules) => ({ ...rules })),
        seasons: seasons.map((act) => ({ ...act, regions: [...act.regions] })),
        fines: fines.map((fine) => ({ ...fine })),
        loaderFine: { ...loaderFine },
        cargoWords: Object.fromEntries(Object.entries(cargoWords).map(([kind, words]) => [kind, [...words]])),
      },
    };
  },
};
