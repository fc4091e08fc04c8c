import { ApiError } from '../api/client.ts';

/** What the server says is wrong at one of these fields or inside it (`settings.senders` also for `settings.senders.0`). */
export function fieldErrors(error: unknown): (...paths: string[]) => string | undefined {
  const issues = issuesOf(error);
  return (...paths) => issues.find(({ path }) => paths.some((one) => path === one || path.startsWith(`${one}.`)))?.message;
}

/** The same of a list as a whole, whose rows say themselves what is wrong in them. */
export const listError = (error: unknown, path: string): string | undefined =>
  issuesOf(error).find((issue) => issue.path === path)?.message;

const issuesOf = (error: unknown) => (error instanceof ApiError ? (error.problem?.errors ?? []) : []);
