export { type Condition, type GoingOn, keyOf, type Reconciled, reconcile } from './condition.ts';
export { joins } from './deviation.ts';
export { railConditions, trainsOver } from './rail-conditions.ts';
export { lateShipment } from './shipment-condition.ts';
export type { AlertSignal } from './signal.ts';
export { type Feed, type LastSeen, silenceConditions, TOGETHER_MS } from './silence.ts';
export { advanceStop } from './stop.ts';
export { type TripNow, tripConditions, tripsInTurn } from './trip-conditions.ts';
export { type AssetWatch, advanceWatch, type WatchedFence } from './watch.ts';
