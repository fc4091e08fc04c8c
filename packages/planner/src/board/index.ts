export { type Board, type BoardVerdict, openBoard } from './check-change.ts';
export { planDayCapacity } from './day-capacity.ts';
export { baysShut, trucksOut } from './outages.ts';
export { type OrderProblem, type OrderQuestion, requestOfOrder } from './request-of-order.ts';
export { planSplitRepairs } from './split-repairs.ts';
export { boardTotals } from './totals.ts';
export { withoutTimes } from './without-times.ts';
