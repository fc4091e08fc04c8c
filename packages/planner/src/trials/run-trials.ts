import {
  type AxleLoadsReply,
  BANDS,
  type LargestPayload,
  type LoadVerdict,
  type MaxPayloadReply,
  type Trial,
  type TrialDifference,
  type TrialExpected,
  type TrialOutcome,
  type TrialResult,
  type VerdictKey,
} from '@karavan/contracts';
import { InputError, type InputIssue } from '../input-error.ts';
import { type Known, largestPayload, planAxleLoads } from '../load/index.ts';

export type Question = Pick<Trial, 'plan' | 'request'>;
type OnRoad = NonNullable<TrialOutcome[VerdictKey]>;
type Outcome = { outcome: TrialOutcome; problem?: never } | { outcome: null; problem: readonly InputIssue[] };

/** A truck tried on a day (LW20): the verdict in short, or why there is none. `on` is the day where the request names none. */
export function tryTruck({ plan, request }: Question, known: Known, on: string): Outcome {
  try {
    const asked = { on, ...request };
    if (plan === 'axle-loads') return { outcome: ofLoads(planAxleLoads(asked as never, known)) };
    return { outcome: ofPayload(largestPayload(asked as never, known)) };
  } catch (error) {
    if (error instanceof InputError) return { outcome: null, problem: error.errors };
    throw error;
  }
}

const entries = <T>(record: Partial<Record<VerdictKey, T>>): [VerdictKey, T][] => Object.entries(record) as [VerdictKey, T][];

/** Of several stages the worst: lawful only if every one is, the highest band, the fullest limit of the law. */
function ofLoads({ stages }: AxleLoadsReply): TrialOutcome {
  const outcome: TrialOutcome = {};
  for (const { verdicts } of stages)
    for (const [key, verdict] of entries(verdicts)) outcome[key] = worseOf(outcome[key], onRoad(verdict));
  return outcome;
}

function onRoad({ ok, band, worst, worstUtilisationPct, checks }: LoadVerdict): OnRoad {
  const [failing] = checks.filter((check) => !check.ok).sort((a, b) => b.utilisationPct - a.utilisationPct);
  const unsure = checks.some((check) => check.unconfirmed === true);
  return {
    ok: ok && checks.every((check) => check.ok),
    band,
    worst,
    worstUtilisationPct,
    ...(failing === undefined || failing.layer === 'law'
      ? {}
      : { failing: { what: failing.what, layer: failing.layer, utilisationPct: failing.utilisationPct } }),
    ...(unsure ? { unconfirmed: true as const } : {}),
  };
}

function worseOf(before: OnRoad | undefined, next: OnRoad): OnRoad {
  if (before === undefined) return next;
  const [low, high] = (before.worstUtilisationPct ?? 0) >= (next.worstUtilisationPct ?? 0) ? [next, before] : [before, next];
  const bands = [before.band ?? 'ok', next.band ?? 'ok'];
  return {
    ...high,
    ...(high.failing === undefined && low.failing !== undefined ? { failing: low.failing } : {}),
    ok: before.ok && next.ok,
    band: BANDS[Math.max(...bands.map((band) => BANDS.indexOf(band)))] ?? 'ok',
    ...(low.unconfirmed === true ? { unconfirmed: true as const } : {}),
  };
}

const ofPayload = (reply: MaxPayloadReply): TrialOutcome =>
  Object.fromEntries(entries(reply).map(([key, largest]) => [key, payloadOn(largest)]));

const payloadOn = ({ maxPayloadKg, boundBy, infeasibleEmpty, unconfirmed }: LargestPayload): OnRoad => ({
  ok: infeasibleEmpty === undefined,
  maxPayloadKg,
  boundBy,
  ...(unconfirmed === true ? { unconfirmed } : {}),
});

const COMPARED = ['ok', 'band', 'worst', 'maxPayloadKg', 'boundBy'] as const;

/** Where an outcome is not what was expected; what the expectation leaves out is not compared. */
export function differences(expected: TrialExpected, outcome: TrialOutcome | null): TrialDifference[] {
  return entries(expected).flatMap(([key, wanted]) =>
    COMPARED.flatMap((field) => {
      const value = wanted?.[field];
      if (value === undefined) return [];
      const actual = outcome?.[key]?.[field] ?? null;
      const same =
        typeof value === 'number' && typeof actual === 'number'
          ? Math.abs(value - actual) <= (wanted?.toleranceKg ?? 0) + 1e-9
          : value === actual;
      return same ? [] : [{ key, field, expected: value, actual }];
    }),
  );
}

/** What is kept of an outcome as the expectation of a new example. */
export const expectationOf = (outcome: TrialOutcome): TrialExpected =>
  Object.fromEntries(
    entries(outcome).map(([key, { ok, band, worst, maxPayloadKg, boundBy }]) => [
      key,
      Object.fromEntries(Object.entries({ ok, band, worst, maxPayloadKg, boundBy }).filter(([, value]) => value !== undefined)),
    ]),
  );

/** Runs examples under a book, and under a proposed one beside it: which verdicts change (LW20). */
export function runTrials(
  trials: readonly Trial[],
  { now, proposed, on }: { now: Known; proposed?: Known; on: string },
): TrialResult[] {
  return trials.map((trial) => {
    const today = tryTruck(trial, now, on);
    const result = {
      id: trial.id,
      name: trial.name,
      plan: trial.plan,
      now: today.outcome,
      ...(today.problem === undefined ? {} : { problem: [...today.problem] }),
      differs: differences(trial.expected, today.outcome),
    };
    if (proposed === undefined) return { ...result, changes: false };
    const then = tryTruck(trial, proposed, on);
    return {
      ...result,
      after: then.outcome,
      ...(then.problem === undefined ? {} : { afterProblem: [...then.problem] }),
      changes: !isSame(today.outcome, then.outcome),
    };
  });
}

/** The same verdict: what people act on, not which axle is fullest. */
function isSame(a: TrialOutcome | null, b: TrialOutcome | null): boolean {
  const acted = (outcome: TrialOutcome | null) =>
    outcome && entries(outcome).map(([key, { ok, band, maxPayloadKg, boundBy }]) => [key, ok, band, maxPayloadKg, boundBy]);
  return JSON.stringify(acted(a)) === JSON.stringify(acted(b));
}
