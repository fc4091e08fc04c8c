import type { Work } from './budget.ts';
import { type Box, CountProgramme, type Level } from './count-programme.ts';
import { scheduleByRule } from './list-schedule.ts';
import type { Model, Placed, TripType } from './model.ts';
import { type Counts, type CountValue, compareValues, countValue, type Solution } from './plan-value.ts';
import { type ScheduleAnswer, ScheduleSearch } from './schedule-search.ts';
import type { CapacityCut } from './spans.ts';

const WHOLE = 1e-6;
const SCHEDULE_NODES = 4_000;
const CONFLICT_NODES = 600;
/** Stands for no bound where a type has none. */
const MOST_TRIPS = 10_000;

/** Counts of which no schedule has room for all. Every larger set is impossible too. */
type Conflict = ReadonlyMap<number, number>;

export interface LevelResult {
  /** nothing better than `bound` exists on this level */
  readonly bound: number;
  readonly proven: boolean;
}

/**
 * Which counts to make: branch and bound over the linear relaxation, every whole answer tried as a schedule. Counts with
 * no schedule are cut down to a smallest conflict, which from then on is excluded wherever the search goes (SP16).
 */
export class CountSearch {
  best: Solution | undefined;
  private readonly model: Model;
  private readonly types: readonly TripType[];
  private readonly cuts: readonly CapacityCut[];
  private readonly programme: CountProgramme;
  private readonly work: Work;
  private readonly conflicts: Conflict[];
  private readonly feasible: { counts: Counts; placed: readonly Placed[] }[] = [];
  private unsure = false;
  /** how often a schedule may still be searched at length in vain */
  private longSearches = 3;

  constructor(input: {
    model: Model;
    types: readonly TripType[];
    cuts: readonly CapacityCut[];
    work: Work;
    /** known from a wider world: what was impossible there is here */
    conflicts?: readonly Conflict[];
  }) {
    this.model = input.model;
    this.types = input.types;
    this.cuts = input.cuts;
    this.work = input.work;
    this.conflicts = [...(input.conflicts ?? [])];
    this.programme = new CountProgramme(input.model, input.types, input.cuts);
  }

  get known(): readonly Conflict[] {
    return this.conflicts;
  }

  offer(solution: Solution): void {
    if (this.best && compareValues(solution.value, this.best.value) >= 0) return;
    this.best = solution;
  }

  /** Makes one level as small as it can be, the levels before held at the best known. */
  minimise(level: Level): LevelResult {
    const held = this.best?.value;
    this.unsure = false;
    const root = this.openBox();
    const first = this.relax(level, held, root);
    if (first === 'infeasible') return { bound: held?.[level] ?? Number.POSITIVE_INFINITY, proven: true };
    const rootBound = first === 'unfinished' ? 0 : this.roundUp(level, first.value);
    const complete = this.branch({ level, held, box: root });
    const value = this.best?.value[level] ?? Number.POSITIVE_INFINITY;
    const proven = (complete && !this.unsure) || value <= rootBound + WHOLE;
    return { bound: proven ? value : Math.min(rootBound, value), proven };
  }

  /** A plan with these very values, if there is one: for the levels that counts do not decide. */
  reach(target: CountValue, level: Level = 3): { found: Solution | undefined; proven: boolean } {
    this.unsure = false;
    this.best = undefined;
    this.target = target;
    const complete = this.branch({ level, held: target, box: this.openBox() });
    this.target = undefined;
    return { found: this.best, proven: complete && !this.unsure };
  }
  private target: CountValue | undefined;

  /** Whether every open unit can be brought, whatever the trips. */
  servesAll(): boolean {
    if (this.best?.value[0] === 0) return true;
    const anyhow = Number.POSITIVE_INFINITY;
    return this.reach([0, anyhow, anyhow, anyhow], 0).found !== undefined;
  }

  private openBox(): Box {
    const high = this.programme.widest.map((atMost) => Math.min(atMost, MOST_TRIPS));
    return { low: this.types.map(() => 0), high };
  }

  private relax(level: Level, held: CountValue | undefined, box: Box) {
    this.work.spend(this.programme.steps);
    return this.programme.solve(level, held, box);
  }

  private roundUp(level: Level, value: number): number {
    const whole = level !== 2 || this.model.request.objective !== 'cheapest';
    return whole ? Math.ceil(value - 1e-4) : value;
  }

  private isBeaten(level: Level, bound: number): boolean {
    if (this.target) return this.best !== undefined || bound > this.target[level] + 0.5;
    return this.best !== undefined && bound >= this.best.value[level] - WHOLE * Math.max(1, Math.abs(bound));
  }

  /** False when the search had to stop before its end. */
  private branch(node: { level: Level; held: CountValue | undefined; box: Box }): boolean {
    if (this.work.over()) return false;
    const { level, held, box } = node;
    if (box.low.some((low, index) => low > (box.high[index] ?? 0) + WHOLE)) return true;
    const relaxed = this.relax(level, held, box);
    if (relaxed === 'infeasible') return true;
    if (relaxed === 'unfinished') return false;
    if (this.isBeaten(level, this.roundUp(level, relaxed.value))) return true;
    const counts = this.types.map(({ index }) => relaxed.x[index] ?? 0);
    const split = mostFractional(counts);
    if (split < 0)
      return this.tryCounts(
        node,
        counts.map((count) => Math.round(count)),
      );
    this.tryRounded(counts, box);
    if (this.isBeaten(level, this.roundUp(level, relaxed.value))) return true;
    const value = counts[split] ?? 0;
    const up = { low: replaced(box.low, split, Math.ceil(value)), high: box.high };
    const down = { low: box.low, high: replaced(box.high, split, Math.floor(value)) };
    const upDone = this.branch({ ...node, box: up });
    return this.branch({ ...node, box: down }) && upDone;
  }

  /** Rounding up is free where only the truck's time limits it. */
  private tryRounded(counts: readonly number[], box: Box): void {
    const rounded = counts.map((count, index) => Math.min(Math.ceil(count - WHOLE), box.high[index] ?? 0));
    for (const cut of this.cuts) {
      const sum = cut.types.reduce((total, type) => total + (rounded[type.index] ?? 0) * (cut.weight?.(type) ?? 1), 0);
      if (sum > cut.atMost + WHOLE) return;
    }
    this.consider(rounded);
  }

  /** Takes the counts if they are better than the best and can be made. */
  private consider(counts: Counts): ScheduleAnswer | 'worse' {
    const value = countValue(this.model, this.types, counts);
    if (!value) return 'worse';
    if (this.target ? compareValues(value, this.target) > 0 : this.best && compareValues(value, this.best.value) >= 0)
      return 'worse';
    const placed = this.schedule(counts);
    if (typeof placed !== 'string') this.offer({ counts, value, placed });
    return placed;
  }

  private tryCounts(node: { level: Level; held: CountValue | undefined; box: Box }, counts: number[]): boolean {
    const answer = this.consider(counts);
    if (answer === 'worse') return true; // the relaxation's optimum here, and no better than what we have
    if (typeof answer !== 'string') return true;
    if (answer === 'unknown') this.unsure = true;
    const conflict = answer === 'unknown' ? conflictOf(counts) : (this.brokenBy(counts) ?? conflictOf(counts));
    let [complete, box] = [true, node.box];
    for (const [index, count] of conflict) {
      const child = { low: box.low, high: replaced(box.high, index, count - 1) };
      complete = this.branch({ ...node, box: child }) && complete;
      box = { low: replaced(box.low, index, Math.max(count, box.low[index] ?? 0)), high: box.high };
    }
    return complete;
  }

  private brokenBy(counts: Counts): Conflict | undefined {
    return this.conflicts.find((conflict) => [...conflict].every(([index, count]) => (counts[index] ?? 0) >= count));
  }

  private schedule(counts: Counts): ScheduleAnswer {
    if (this.brokenBy(counts)) return 'impossible';
    const wider = this.feasible.find((known) => counts.every((count, index) => count <= (known.counts[index] ?? 0)));
    if (wider) return dropSurplus(counts, wider.placed);
    const quick = scheduleByRule(this.model, this.wanted(counts), this.work);
    let answer: ScheduleAnswer = quick ?? this.search(counts, CONFLICT_NODES);
    if (answer === 'unknown') {
      const part = datesApart(this.types, counts).find((some) => this.search(some, CONFLICT_NODES) === 'impossible');
      if (part) return this.learn(part);
      answer = this.longSearches > 0 ? this.search(counts, SCHEDULE_NODES) : answer;
      if (answer === 'unknown') this.longSearches -= 1;
    }
    if (answer === 'impossible') return this.learn(counts);
    if (answer !== 'unknown') this.feasible.push({ counts, placed: answer });
    return answer;
  }

  /** Takes trips away one by one while the rest stays impossible: the fewer, the more the conflict excludes. */
  private learn(counts: Counts): 'impossible' {
    const least = [
      ...(datesApart(this.types, counts).find((some) => this.search(some, CONFLICT_NODES) === 'impossible') ?? counts),
    ];
    for (const [index, count] of [...least].entries()) {
      for (let fewer = count - 1; fewer >= 0; fewer -= 1) {
        const tried = replaced(least, index, fewer);
        if (this.search(tried, CONFLICT_NODES) !== 'impossible') break;
        least[index] = fewer;
      }
    }
    this.conflicts.push(conflictOf(least));
    return 'impossible';
  }

  private search(counts: Counts, nodes: number): ScheduleAnswer {
    return new ScheduleSearch(this.model, this.wanted(counts), { work: this.work, nodes }).run();
  }

  private wanted(counts: Counts): Map<TripType, number> {
    return new Map(this.types.map((type) => [type, counts[type.index] ?? 0]));
  }
}

function mostFractional(counts: readonly number[]): number {
  let [best, bestDistance] = [-1, WHOLE];
  for (const [index, count] of counts.entries()) {
    const distance = Math.abs(count - Math.round(count));
    if (distance > bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}

const replaced = (list: readonly number[], index: number, value: number): number[] =>
  list.map((old, at) => (at === index ? value : old));

const conflictOf = (counts: Counts): Conflict => new Map([...counts.entries()].filter(([, count]) => count > 0));

function dropSurplus(counts: Counts, placed: readonly Placed[]): Placed[] {
  const left = [...counts];
  return placed.filter(({ type }) => {
    left[type.index] = (left[type.index] ?? 0) - 1;
    return (left[type.index] ?? -1) >= 0;
  });
}

/** The trips of each date alone: a conflict is mostly one of a single day. */
function datesApart(types: readonly TripType[], counts: Counts): number[][] {
  const dates = new Set(types.filter(({ index }) => (counts[index] ?? 0) > 0).map(({ date }) => date));
  if (dates.size < 2) return [];
  return [...dates].map((date) => types.map((type) => (type.date === date ? (counts[type.index] ?? 0) : 0)));
}
