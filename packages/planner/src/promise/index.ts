export { diffPromise, type PromiseNow, type PromiseThen } from './diff-promise.ts';
export { type PromiseOptions, planPromise } from './plan-promise.ts';
