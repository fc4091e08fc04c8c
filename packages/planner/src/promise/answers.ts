import type { Budget } from './budget.ts';
import type { Cargo } from './cargo.ts';
import type { Found } from './found.ts';
import type { Model } from './model.ts';
import type { Levels } from './search.ts';

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
