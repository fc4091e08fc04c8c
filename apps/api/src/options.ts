import path from 'node:path';
import type { ApiEnv } from './env.ts';
import type { ApiOptions } from './http/context.ts';

const VERSION = '0.1.0';

export function apiOptions(env: ApiEnv, more: { demo: boolean; companyName: string; webRoot: string }): ApiOptions {
  return {
    demo: more.demo,
    companyName: more.companyName,
    version: VERSION,
    publicUrl: env.PUBLIC_URL ?? null,
    tileUrl: env.TILE_URL ?? null,
    tileAttribution: env.TILE_ATTRIBUTION ?? null,
    sessionDays: env.SESSION_DAYS,
    webRoot: path.resolve(more.webRoot),
  };
}
