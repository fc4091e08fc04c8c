/** How much work a call may do: counted in steps, so the same request gives the same plan on every machine; a clock may be given beside. */
export interface SplitBudget {
  /** about 100 000 steps a second */
  readonly steps?: number;
  /** milliseconds, any origin; the plan of a call cut short by it depends on the machine */
  readonly now?: () => number;
  readonly limitMs?: number;
}

/** Under two seconds; a job of half a minute may have fifteen times as many. */
export const INTERACTIVE_STEPS = 110_000;

/** Steps left; shared by everything one call does. */
export class Work {
  private left: number;
  private readonly now: (() => number) | undefined;
  private readonly endMs: number;

  constructor({ steps = INTERACTIVE_STEPS, now, limitMs }: SplitBudget = {}) {
    this.left = steps;
    this.now = now;
    this.endMs = now !== undefined && limitMs !== undefined ? now() + limitMs : Number.POSITIVE_INFINITY;
  }

  get stepsLeft(): number {
    return this.over() ? 0 : this.left;
  }

  /** False when nothing is left. */
  spend(steps = 1): boolean {
    this.left -= steps;
    return !this.over();
  }

  over(): boolean {
    return this.left <= 0 || (this.now !== undefined && this.now() > this.endMs);
  }
}
