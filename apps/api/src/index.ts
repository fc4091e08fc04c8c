export { ApiEnv } from './env.ts';
export type { ApiOptions } from './http/context.ts';
export { apiOptions } from './options.ts';
export { type RunningApi, serveApi } from './serve.ts';
