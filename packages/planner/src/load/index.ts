export { planAxleLoads } from './axle-loads.ts';
export * from './explain-loading.ts';
export { largestPayload } from './largest-payload.ts';
export { placePieces } from './place-pieces.ts';
export * from './plan-compartments.ts';
export { type Known, SHIPPED } from './question.ts';
export type { Repair, RepairKind } from './repair-types.ts';
export * from './share-truck.ts';
export { type Garage, PRESETS } from './vehicle.ts';
