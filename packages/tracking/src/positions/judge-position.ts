import type { FilterReason } from '@karavan/contracts';
import type { FilterState, Fix, StepInput } from './fix.ts';
import { FILTER_STEPS, isReachable, motion, odometer, STEPS_BY_ITSELF } from './steps.ts';

/** What the pipeline says of one position. */
export interface Judgement {
  /** why it is set aside; null when it is good */
  filtered: FilterReason | null;
  /** whether the vehicle drives; null: unknown, or set aside */
  moving: boolean | null;
  /** metres since the good place before; null when set aside */
  stepM: number | null;
  /** what the next position in time is judged against */
  state: FilterState;
}

/**
 * Sends one position through all steps (PF1 to PF10), against what is known of the time before it. Positions are judged
 * in the order of their own time (PF6): a late one, and those after it up to the next one whose verdict stands, are judged
 * anew by whoever keeps the history, so that one history follows from one set of positions in whatever order they came.
 */
export function judgePosition(input: StepInput): Judgement {
  const { fix, state } = input;
  const step = FILTER_STEPS.find(({ applies }) => applies(input));
  if (step === undefined) {
    const moving = motion(state.good, fix);
    return { filtered: null, moving, stepM: odometer(state.good, fix, moving), state: { good: fix, suspect: null } };
  }
  const aside = { filtered: step.reason, moving: null, stepM: null };
  return { ...aside, state: step.reason === 'outlier' ? { ...state, suspect: nextSuspect(state, fix) } : state };
}

/** Whether a position takes no part in the order of time: it is set aside whatever came before it. */
export const isAsideByItself = (reason: FilterReason | null): boolean => STEPS_BY_ITSELF.some((step) => step.reason === reason);

function nextSuspect({ suspect }: FilterState, fix: Fix): FilterState['suspect'] {
  const agrees = suspect !== null && isReachable(suspect.fix, fix);
  return { fix, count: agrees ? suspect.count + 1 : 1 };
}

/** The newest moment a state speaks of: a position at or before it is late. */
export const headMs = ({ good, suspect }: FilterState): number =>
  Math.max(good?.atMs ?? -Infinity, suspect?.fix.atMs ?? -Infinity);
