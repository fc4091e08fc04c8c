export { differences, expectationOf, runTrials, tryTruck } from './run-trials.ts';
export { shippedTrials } from './shipped.ts';
