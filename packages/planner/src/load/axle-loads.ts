import type { AxleLoadsReply, AxleLoadsRequest } from '@karavan/contracts';
import { stagesOf } from './frame.ts';
import { judgeStage } from './judge-stage.ts';
import { stateOf } from './load-state.ts';
import { type Known, readQuestion, SHIPPED } from './question.ts';
import { markChecks } from './unconfirmed.ts';

/**
 * Loads of every axle after every drop, each judged by every limit (AX, LW). Pure; metres and kilograms.
 * @throws InputError naming the field: an unknown preset, a load off the deck, a support with all axles up, a day without rules
 */
export function planAxleLoads(request: AxleLoadsRequest, known: Known = SHIPPED): AxleLoadsReply {
  const question = readQuestion(request, known);
  const judged = stagesOf(question, request.stages, stateOf).map(({ frame, at }, i) =>
    judgeStage(request.stages[i]?.name ?? '', { frame, at, tolerancePct: request.tolerancePct }),
  );
  const [first] = judged;
  let [worst, ok] = [first, true];
  for (const stage of judged) {
    if (worst === undefined || stage.worstPct > worst.worstPct) worst = stage;
    ok &&= stage.ok;
  }
  const stages = judged.map(({ reply }) => reply);
  markChecks(stages, question);
  return {
    stages,
    worstStage: worst?.reply.name ?? '',
    ok,
    seasonalActs: question.acts.map(({ id }) => id),
  };
}
