import type { TFunction } from 'i18next';
import { fieldEn, problemEn } from '../i18n/problem-en.ts';
import { ApiError } from './client.ts';

const PREFIX = 'urn:karavan:problem:';

/** What went wrong in the reader's language; a problem we have no words for is shown as the server told it. */
export function problemWords(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.kind === 'offline') return t('signIn.unreachable');
  if (error.kind === 'contract') return t('page.contract');
  const name = error.problem?.type.startsWith(PREFIX) ? error.problem.type.slice(PREFIX.length) : '';
  if (!isKnown(name)) return error.message;
  if (name !== 'bad-input') return t(`problem.${name}`);
  const fields = [...new Set((error.problem?.errors ?? []).map(({ path }) => fieldWords(path, t)).filter(Boolean))];
  return fields.length === 0 ? error.message : t('problem.bad-input', { fields: fields.join(', ') });
}

function isKnown(name: string): name is keyof typeof problemEn {
  return Object.hasOwn(problemEn, name);
}

/** `legs.0.trips.1.plate` is the plate; a field without a word keeps its name. */
function fieldWords(path: string, t: TFunction): string {
  const name = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
  return Object.hasOwn(fieldEn, name) ? t(`field.${name as keyof typeof fieldEn}`) : name;
}
