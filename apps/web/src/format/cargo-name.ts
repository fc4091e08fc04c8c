import type { Language } from '@karavan/contracts';
import { cargoName as inEnglish } from '@karavan/tracking/cargo';
import { currentLanguage } from '../i18n/index.ts';

/** Goods as the reader has it: `ЦЕМЕНТ` is `Цемент`, in English `Cement`; what has no translation stands in Latin letters. */
export function cargoName(name: string, language: Language = currentLanguage()): string {
  const words = language === 'en' && /\p{Script=Cyrillic}/u.test(name) ? inEnglish(name) : name;
  const calm = words === words.toUpperCase() ? words.toLowerCase() : words;
  return calm.charAt(0).toUpperCase() + calm.slice(1);
}
