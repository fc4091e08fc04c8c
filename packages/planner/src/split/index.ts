export { INTERACTIVE_STEPS, type SplitBudget } from './budget.ts';
export { diffTrips, type TripChange } from './diff-trips.ts';
export { planSplit, type SplitOptions } from './plan-split.ts';
export { type SearchOptions, type SearchProgress, searchSplit } from './search-on.ts';
export { type Violation, validateSplit } from './validate/index.ts';
export { reasonIn } from './why/facts.ts';
