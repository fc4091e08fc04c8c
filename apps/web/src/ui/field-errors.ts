import { ApiError } from '../api/client.ts';

/** What the server says is wrong at one of these fields or inside it (`settings.senders` also for `settings.senders.0`). */
export function fieldErrors(error: unknown): (...paths: string[]) => string | undefined {
  const issues = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return (...paths) => issues.find(({ path }) => paths.some((one) => path === one || path.startsWith(`${one}.`)))?.message;
}
