import type { Model, TripType } from './model.ts';
import { type CountValue, fixedCost, keptTrips, openUnits } from './plan-value.ts';
import { type LinearProgramme, type LinearResult, type LinearRow, solveLinear } from './simplex.ts';
import type { CapacityCut } from './spans.ts';

/** Bounds of the counts at one place of the search. */
export interface Box {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

interface Part {
  variable: number;
  demand: number;
  lateDays: number;
}

/** Levels in the order they are decided; the last is only asked where cost comes before trips. */
export const LEVELS = [0, 1, 2, 3] as const;
export type Level = (typeof LEVELS)[number];

/** Slack, in units, under a level already decided: far less than one unit, more than rounding. */
const HELD = 0.01;
const CELLS_A_STEP = 7_000;

function supplyKeyOf({ group, load }: TripType): string {
  return load.date === undefined ? '' : `${group.plant.index} ${load.date}`;
}

function widestOf(types: readonly TripType[], cuts: readonly CapacityCut[]): number[] {
  const widest = types.map(() => Number.POSITIVE_INFINITY);
  for (const { types: some, atMost, weight } of cuts)
    for (const type of some) {
      const own = Math.floor(atMost / (weight?.(type) ?? 1) + 1e-9);
      if (own < (widest[type.index] ?? 0)) widest[type.index] = own;
    }
  return widest;
}

/**
 * The linear relaxation of "how many trips of which type, and what they carry". Masses are in loads of the largest truck,
 * so that all numbers are near 1.
 */
export class CountProgramme {
  private readonly model: Model;
  private readonly types: readonly TripType[];
  private readonly rows: LinearRow[] = [];
  private readonly parts: Part[] = [];
  private readonly scale: number;
  private variables: number;
  /** what the cuts alone allow of each type: such bounds need no row of their own */
  readonly widest: readonly number[];

  constructor(model: Model, types: readonly TripType[], cuts: readonly CapacityCut[]) {
    this.model = model;
    this.types = types;
    this.scale = Math.max(1, ...types.map(({ group, date }) => group.cap[date] ?? 1));
    this.variables = types.length;
    this.widest = widestOf(types, cuts);
    this.addLoadRows();
    this.addKeptRows();
    this.addDemandRows();
    for (const { types: some, atMost, weight } of cuts)
      this.rows.push({ terms: some.map((type) => [type.index, weight?.(type) ?? 1] as const), sense: '<=', rhs: atMost });
  }

  /** Steps of work one solution costs: pivots grow with the rows, a pivot touches every cell. */
  get steps(): number {
    const rows = this.rows.length;
    return 1 + Math.ceil((rows * rows * (rows + this.variables)) / CELLS_A_STEP);
  }

  /** The least possible value of a level where the levels before are held; `unserved` counts from the open demand. */
  solve(level: Level, held: CountValue | undefined, box: Box): LinearResult {
    const rows = [...this.rows, ...this.boxRows(box), ...this.heldRows(level, held)];
    const programme: LinearProgramme = { variables: this.variables, objective: this.objective(level), rows };
    const result = solveLinear(programme);
    if (typeof result === 'string') return result;
    return { x: result.x, value: this.fromScaled(level, result.value) };
  }

  /** Trips of one date from one supply may exchange what they carry: together they hold between all smallest and all largest loads. */
  private addLoadRows(): void {
    const pools = new Map<string, TripType[]>();
    for (const type of this.types) {
      const key = `${supplyKeyOf(type)}|${type.date}`;
      pools.set(key, [...(pools.get(key) ?? []), type]);
    }
    const supplies = new Map<string, { terms: [number, number][]; supply: number }>();
    for (const pool of pools.values()) {
      const [first] = pool;
      if (!first) continue;
      const own = this.addParts(first.date).map(({ variable }): [number, number] => [variable, 1]);
      const most = pool.map(({ index, group, date }) => [index, -(group.cap[date] ?? 0) / this.scale] as const);
      const least = pool.map(({ index, group }) => [index, -group.min / this.scale] as const);
      this.rows.push({ terms: [...own, ...most], sense: '<=', rhs: 0 }, { terms: [...own, ...least], sense: '>=', rhs: 0 });
      const key = supplyKeyOf(first);
      if (key === '') continue;
      const entry = supplies.get(key) ?? { terms: [], supply: first.load.supply };
      entry.terms.push(...own);
      supplies.set(key, entry);
    }
    for (const { terms, supply } of supplies.values()) this.rows.push({ terms, sense: '<=', rhs: supply / this.scale });
  }

  private addKeptRows(): void {
    for (const { date, units } of keptTrips(this.model)) {
      const terms = this.addParts(date).map(({ variable }) => [variable, 1] as const);
      this.rows.push({ terms, sense: '=', rhs: units / this.scale });
    }
  }

  private addParts(date: number): Part[] {
    const serves = this.model.dates[date]?.serves ?? [];
    const own = serves.map(({ demand, lateDays }) => ({ variable: this.variables++, demand, lateDays }));
    this.parts.push(...own);
    return own;
  }

  private addDemandRows(): void {
    for (const [demand, open] of this.model.open.entries()) {
      const terms = this.parts.filter((part) => part.demand === demand).map(({ variable }) => [variable, 1] as const);
      if (terms.length > 0) this.rows.push({ terms, sense: '<=', rhs: open / this.scale });
    }
  }

  private boxRows({ low, high }: Box): LinearRow[] {
    return this.types.flatMap(({ index }): LinearRow[] => {
      const terms = [[index, 1] as const];
      const rows: LinearRow[] = [];
      if ((low[index] ?? 0) > 0) rows.push({ terms, sense: '>=', rhs: low[index] ?? 0 });
      if ((high[index] ?? 0) < (this.widest[index] ?? 0)) rows.push({ terms, sense: '<=', rhs: high[index] ?? 0 });
      return rows;
    });
  }

  private heldRows(level: Level, held: CountValue | undefined): LinearRow[] {
    if (!held) return [];
    return LEVELS.filter((before) => before < level).map((before) => {
      const slack = before < 2 ? HELD : 1e-6 * Math.max(1, Math.abs(held[before]));
      return { terms: this.objective(before), sense: '<=', rhs: this.toScaled(before, held[before] + slack) };
    });
  }

  private objective(level: Level): [number, number][] {
    if (level === 0) return this.parts.map(({ variable }) => [variable, -1]);
    if (level === 1) return this.parts.filter(({ lateDays }) => lateDays > 0).map((part) => [part.variable, part.lateDays]);
    const byCost = level === 2 && this.model.request.objective === 'cheapest';
    return this.types.map(({ index, group }) => [index, byCost ? group.tripCost : 1]);
  }

  private keptEffort(level: Level): number {
    const kept = keptTrips(this.model);
    if (level === 2 && this.model.request.objective === 'cheapest')
      return kept.reduce((sum, trip) => sum + fixedCost(this.model, trip), 0);
    return kept.length;
  }

  private toScaled(level: Level, value: number): number {
    if (level === 0) return (value - openUnits(this.model)) / this.scale;
    if (level === 1) return value / this.scale;
    return value - this.keptEffort(level);
  }

  private fromScaled(level: Level, value: number): number {
    if (level === 0) return openUnits(this.model) + value * this.scale;
    if (level === 1) return value * this.scale;
    return value + this.keptEffort(level);
  }
}
