import type { Budget } from './budget.ts';
import type { Cargo } from './cargo.ts';
import type { Found } from './found.ts';
import type { Model } from './model.ts';
import type { Sets } from './reach.ts';
import type { Levels } from './search.ts';
import type { Atlas, Sketch } from './sketch.ts';
import type { Standing } from './standing.ts';

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
  /** by deadline, those looked at */
  sketches?: Map<number, Sketch>;
  /** of such an order, by deadline: what is open in the cheapest plan known */
  standings?: Map<number, Standing>;
  /** of such an order: up to that deadline no plan is cheaper, and whatever the deadline */
  floor?: { index: number; cost: number };
  rootFloor?: number;
  /** of such an order: the fewest services that reach everything */
  fewest?: Sets;
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
