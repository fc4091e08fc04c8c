import { type AxleLoadsReply, AxleLoadsRequest, type LoadVerdict, ROAD_CLASSES } from '@karavan/contracts';
import { explainLoading, InputError, type InputIssue, type Known, type LoadingWords, planAxleLoads } from '@karavan/planner';
import { useEffect, useMemo, useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { useKnown } from './known.ts';
import { type LoadingPlan, requestOf, shapeOf, verdictKeyOf } from './model.ts';

export interface Reply {
  reply: AxleLoadsReply | null;
  /** of the stage and the road that are shown */
  verdict: LoadVerdict | undefined;
  errors: readonly InputIssue[];
  request: AxleLoadsRequest;
}

/** The planner's answer for every road, computed here so that bars follow the hand. */
export function useReply(plan: LoadingPlan): Reply {
  const { t } = useFormat();
  const known = useKnown();
  const shape = useMemo(() => shapeOf(plan.vehicle), [plan.vehicle]);
  return useMemo(() => {
    const stageName = (index: number) => (index === 0 ? t('plan.loading.departure') : t('plan.loading.drop', { number: index }));
    const request = requestOf({ plan, shape, roadClasses: [...ROAD_CLASSES], stageName });
    const { reply, errors } = answer(request, known);
    const verdict = reply?.stages[plan.at]?.verdicts[verdictKeyOf(plan.rules)];
    return { reply, verdict, errors, request: { ...request, roadClasses: [plan.rules.road] } };
  }, [plan, shape, known, t]);
}

function answer(request: AxleLoadsRequest, known: Known): { reply: AxleLoadsReply | null; errors: readonly InputIssue[] } {
  const parsed = AxleLoadsRequest.safeParse(request);
  if (!parsed.success)
    return { reply: null, errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
  try {
    return { reply: planAxleLoads(request, known), errors: [] };
  } catch (error) {
    if (error instanceof InputError) return { reply: null, errors: error.errors };
    throw error;
  }
}

/** Repairs are searched for by trying hundreds of places: only when the hand rests. */
const RESTS_MS = 160;

/** The answer in words, and whether it still speaks of the plan as it stands. */
export function useWords({ reply, request }: Reply): { words: LoadingWords | null; isStale: boolean } {
  const { language } = useFormat();
  const known = useKnown();
  const [told, setTold] = useState<{ words: LoadingWords | null; request: AxleLoadsRequest | null }>({
    words: null,
    request: null,
  });
  useEffect(() => {
    const timer = setTimeout(() => {
      setTold({
        words: reply === null ? null : explainLoading(request, planAxleLoads(request, known), language, known),
        request,
      });
    }, RESTS_MS);
    return () => clearTimeout(timer);
  }, [reply, request, known, language]);
  return { words: reply === null ? null : told.words, isStale: told.request !== request };
}
