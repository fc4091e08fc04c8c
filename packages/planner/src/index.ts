export * from './calendar/index.ts';
export * from './input-error.ts';
export * from './load/index.ts';
export * from './plans.ts';
export * from './promise/index.ts';
export * from './rules/index.ts';
export * from './split/index.ts';
