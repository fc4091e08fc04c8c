import type { Language } from '@karavan/contracts';
import { latin } from './en/latin.ts';
import { stationTitle } from './facts.ts';

/** Reports shout station names in capitals; people read `Грязи-Воронежские`, `Ростов-на-Дону`, `Ряжск I`, in English `Ryazhsk I`. */
export const stationWords = (name: string, language: Language): string =>
  language === 'en' ? latin(stationTitle(name)) : stationTitle(name);
