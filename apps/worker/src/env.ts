import { z } from 'zod';
import type { RzdSettings } from './start.ts';

/** What the worker reads from its environment; the all-in-one program reads the same. */
export const WorkerEnv = z.object({
  RZD_BASE_URL: z.url().optional().describe('the address of the railway client account, such as https://cargolk.rzd.ru'),
  RZD_LOGIN: z.string().optional().describe('the login of the account; needed with RZD_BASE_URL'),
  RZD_PASSWORD: z.string().optional().describe('its password; needed with RZD_BASE_URL'),
  RZD_POLL_SECONDS: z.coerce.number().min(1).max(86_400).default(900).describe('how often a report is ordered there'),
});
export type WorkerEnv = z.infer<typeof WorkerEnv>;

/** The client account to read, if one is configured. @throws Error when only a part of it is */
export function rzdSettings(env: WorkerEnv): RzdSettings | undefined {
  const { RZD_BASE_URL: baseUrl, RZD_LOGIN: login, RZD_PASSWORD: password } = env;
  if (baseUrl === undefined) return undefined;
  if (login === undefined || password === undefined) throw new Error('RZD_BASE_URL needs RZD_LOGIN and RZD_PASSWORD beside it');
  return { baseUrl, login, password, everySeconds: env.RZD_POLL_SECONDS };
}
