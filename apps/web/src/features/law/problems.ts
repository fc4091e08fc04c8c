import type { TFunction } from 'i18next';
import { ApiError } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';

/** What is wrong with a field, in the reader’s language; undefined while nothing is. */
export type ErrorOf = (...paths: string[]) => string | undefined;

export function errorsOf(error: unknown, t: TFunction): ErrorOf {
  const issues = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return (...paths) => {
    const issue = issues.find(({ path }) => paths.includes(path));
    return issue === undefined ? undefined : fieldWords(issue.path, issue.message, t);
  };
}

/** All that is wrong, in a line. */
export function allWords(error: unknown, t: TFunction): string {
  const issues = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  if (issues.length === 0) return problemWords(error, t);
  return [...new Set(issues.map(({ path, message }) => fieldWords(path, message, t)))].join(' ');
}

const WORDS = [
  [/allowGap/, 'gap'],
  [/^values\.(band|loM|hiM|axles|driven)/, 'band'],
  [/^values\.(from|to)$|^ends$/, 'day'],
  [/^valid(From|To)$/, 'days'],
  [/^ifVersion$/, 'changed'],
  [/^source$/, 'source'],
  [/^values\.regions/, 'regions'],
  [/^values\.exemptCargo/, 'cargo'],
  [/^values\.aboveC$/, 'heat'],
  [/^values\.hours/, 'hours'],
  [/^values\.limits\.\d+\.axleKg$/, 'limit'],
  [/^values\./, 'number'],
] as const;

function fieldWords(path: string, message: string, t: TFunction): string {
  const known = WORDS.find(([pattern]) => pattern.test(path) || (pattern.source === 'allowGap' && message.includes('allowGap')));
  return known === undefined ? message : t(`law.wrong.${known[1]}`);
}
