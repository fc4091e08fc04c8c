/** `a · t <= b` */
export interface Row {
  a: readonly number[];
  b: number;
}

const EPSILON = 1e-9;

/**
 * The largest `gain · t` over all `t >= 0` that keep every row; undefined when no `t` does, Infinity never (whoever asks
 * bounds his variables). Exact up to rounding: the simplex method, with Bland's rule so that it always ends.
 */
export function maximise(gain: readonly number[], rows: readonly Row[]): { value: number; t: number[] } | undefined {
  const tableau = new Tableau(gain, rows);
  if (!tableau.makeFeasible()) return undefined;
  tableau.climb(tableau.goal);
  return tableau.solution(gain);
}

/**
 * Slack form: basic variables on the left, the others on the right. Variables 0..n-1 are asked for, n..n+m-1 are the
 * slacks of the rows, -1 is the helper of the first phase.
 */
class Tableau {
  readonly goal: number;
  private readonly n: number;
  private readonly m: number;
  /** m rows, then the goal, then the goal of the first phase; columns: n variables, the helper, the right side */
  private readonly d: number[][];
  private readonly basic: number[];
  private readonly free: number[];

  constructor(gain: readonly number[], rows: readonly Row[]) {
    this.n = gain.length;
    this.m = rows.length;
    this.goal = this.m;
    this.basic = rows.map((_, i) => this.n + i);
    this.free = [...gain.map((_, j) => j), -1];
    this.d = [...rows.map(({ a, b }) => [...a, -1, b]), [...gain.map((value) => -value), 0, 0], [...gain.map(() => 0), 1, 0]];
  }

  /** First phase: lower the helper to zero, if that can be done. */
  makeFeasible(): boolean {
    let lowest = 0;
    for (let i = 1; i < this.m; i++) if (this.right(i) < this.right(lowest)) lowest = i;
    if (this.m === 0 || this.right(lowest) >= -EPSILON) return true;
    this.pivot(lowest, this.n);
    this.climb(this.m + 1);
    if (this.right(this.m + 1) < -EPSILON) return false;
    const helper = this.basic.indexOf(-1);
    if (helper >= 0) this.pivot(helper, this.largestIn(helper));
    return true;
  }

  /** Steps uphill while there is one; the smallest index first (Bland). */
  climb(goal: number): void {
    for (;;) {
      const column = this.entering(goal);
      const row = column === undefined ? undefined : this.leaving(column);
      if (column === undefined || row === undefined) return;
      this.pivot(row, column);
    }
  }

  solution(gain: readonly number[]): { value: number; t: number[] } {
    const t = gain.map(() => 0);
    this.basic.forEach((variable, i) => {
      if (variable >= 0 && variable < this.n) t[variable] = Math.max(0, this.right(i));
    });
    return { value: t.reduce((total, part, j) => total + part * (gain[j] ?? 0), 0), t };
  }

  private at(i: number, j: number): number {
    return this.d[i]?.[j] ?? 0;
  }
  private right(i: number): number {
    return this.at(i, this.n + 1);
  }

  private entering(goal: number): number | undefined {
    let best: number | undefined;
    for (let j = 0; j <= this.n; j++) {
      if (goal === this.goal && this.free[j] === -1) continue;
      if (this.at(goal, j) < -EPSILON && (best === undefined || (this.free[j] ?? 0) < (this.free[best] ?? 0))) best = j;
    }
    return best;
  }

  private leaving(column: number): number | undefined {
    let best: number | undefined;
    for (let i = 0; i < this.m; i++) {
      if (this.at(i, column) <= EPSILON) continue;
      if (best === undefined) best = i;
      else {
        const lead = this.right(i) / this.at(i, column) - this.right(best) / this.at(best, column);
        if (lead < 0 || (lead === 0 && (this.basic[i] ?? 0) < (this.basic[best] ?? 0))) best = i;
      }
    }
    return best;
  }

  private largestIn(row: number): number {
    let best = 0;
    for (let j = 1; j <= this.n; j++) if (Math.abs(this.at(row, j)) > Math.abs(this.at(row, best))) best = j;
    return best;
  }

  private pivot(row: number, column: number): void {
    const inverse = 1 / this.at(row, column);
    const source = this.d[row] ?? [];
    for (let i = 0; i < this.d.length; i++) {
      const target = this.d[i];
      if (target === undefined || i === row) continue;
      const factor = (target[column] ?? 0) * inverse;
      target[column] = 0;
      if (factor === 0) continue;
      for (let j = 0; j < target.length; j++) if (j !== column) target[j] = (target[j] ?? 0) - (source[j] ?? 0) * factor;
      target[column] = -factor;
    }
    for (let j = 0; j < source.length; j++) source[j] = j === column ? inverse : (source[j] ?? 0) * inverse;
    const [leaves, enters] = [this.basic[row] ?? 0, this.free[column] ?? 0];
    this.basic[row] = enters;
    this.free[column] = leaves;
  }
}
