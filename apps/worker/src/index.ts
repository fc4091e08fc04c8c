export { rzdSettings, WorkerEnv } from './env.ts';
export { type RzdSettings, startWorker } from './start.ts';
