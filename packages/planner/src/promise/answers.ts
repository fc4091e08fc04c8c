import type { Budget } from './budget.ts';
import type { Cargo } from './cargo.ts';
import type { Standing } from './descent.ts';
import type { Found } from './found.ts';
import type { Model } from './model.ts';
import type { Levels } from './search.ts';
import type { Atlas } from './sketch.ts';

/** All answers to one order, by deadline (an index into `deadlines`) and number of shipments; worked out as they are asked for. */
export interface Solver {
  model: Model;
  cargo: Cargo;
  deadlines: number[];
  most: number;
  solved: Map<number, Levels>;
  /** index of the first deadline worth looking at */
  first: number;
  budget: Budget;
  /** of an order of very many lines; made when first asked for */
  atlas?: Atlas;
  /** of such an order, by deadline: what is open in the cheapest plan known */
  standings?: Map<number, Standing>;
  /** of such an order: up to that deadline no plan is cheaper, and whatever the deadline */
  floor?: { index: number; cost: number };
  rootFloor?: number;
}

export interface Point {
  index: number;
  found: Found;
}

/** What no plan can beat, whatever was left unlooked at. */
export interface Bound {
  deliveredMs: number;
  cost: number;
  shipments: number;
}
