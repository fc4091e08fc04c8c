/** How much work a call may do: counted in steps, so the same request gives the same plan on every machine; a clock may be given beside. */
export interface SplitBudget {
  /** about 100 000 steps a second */
  readonly steps?: number;
  /** milliseconds, any origin; the plan of a call cut short by it depends on the machine */
  readonly now?: () => number;
  readonly limitMs?: number;
  /** asked now and then: true ends the search with the best plan it has */
  readonly isStopped?: () => boolean;
}

/** Under two seconds; a job of half a minute may have fifteen times as many. */
export const INTERACTIVE_STEPS = 110_000;

/** Steps left; shared by everything one call does. */
export class Work {
  private readonly budget: SplitBudget;
  private readonly whole: Work | undefined;
  private readonly endMs: number;
  private left: number;

  constructor(budget: SplitBudget = {}, whole?: Work) {
    const { steps = INTERACTIVE_STEPS, now, limitMs } = budget;
    this.budget = { ...budget, steps };
    this.whole = whole;
    this.left = steps;
    this.endMs = now !== undefined && limitMs !== undefined ? now() + limitMs : Number.POSITIVE_INFINITY;
  }

  get stepsLeft(): number {
    return this.over() ? 0 : this.left;
  }

  /** Steps for a part of the work, taken from the whole; it ends at the latest when the whole does. */
  part(steps: number): Work {
    return new Work({ steps }, this);
  }

  /** False when nothing is left. */
  spend(steps = 1): boolean {
    this.left -= steps;
    this.whole?.spend(steps);
    return !this.over();
  }

  over(): boolean {
    const { now, isStopped } = this.budget;
    if (this.left <= 0 || (now !== undefined && now() > this.endMs)) return true;
    return isStopped?.() === true || this.whole?.over() === true;
  }
}
