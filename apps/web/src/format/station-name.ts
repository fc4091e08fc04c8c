import type { Language } from '@karavan/contracts';
import { latin } from '@karavan/tracking/latin';
import { currentLanguage } from '../i18n/index.ts';

const LOWER = new Set(['на', 'в', 'под', 'при', 'и', 'над', 'у', 'ан']);

/** Reports shout station names in capitals; people read `Грязи-Воронежские`, `Ростов-на-Дону`, `Ряжск I`; in English as the sentences write them, `Ryazhsk I`. */
export function stationName(name: string, language: Language = currentLanguage()): string {
  return language === 'en' ? latin(inSentenceCase(name)) : inSentenceCase(name);
}

function inSentenceCase(name: string): string {
  if (name !== name.toUpperCase()) return name;
  return name.replace(/[\p{L}]+/gu, (word, at: number) => {
    if (/^[IVX]+$/.test(word)) return word;
    const lower = word.toLowerCase();
    if (at > 0 && LOWER.has(lower)) return lower;
    return word.charAt(0) + lower.slice(1);
  });
}
