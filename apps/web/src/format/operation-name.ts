import type { Language, RailEvent } from '@karavan/contracts';
import { operationWords } from '@karavan/rail';
import { latin } from '@karavan/tracking/latin';
import { currentLanguage } from '../i18n/index.ts';

/**
 * An operation as the reader has it. In Russian the report's own name in sentence case; in English the words of the operation
 * map, and for an operation nobody knows its name in Latin letters with the original behind it.
 */
export function operationName(
  operation: { code?: string | undefined; event: RailEvent; name: string },
  language: Language = currentLanguage(),
): string {
  if (language === 'ru') return sentenceCase(operation.name);
  return operationWords(operation)?.en ?? `${latin(sentenceCase(operation.name))} (${operation.name})`;
}

/** Reports shout in capitals; a list of them is easier to read in sentence case. */
function sentenceCase(text: string): string {
  return text === text.toUpperCase() ? text.charAt(0) + text.slice(1).toLowerCase() : text;
}
