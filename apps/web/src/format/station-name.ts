import type { Language } from '@karavan/contracts';
import { stationWords } from '@karavan/tracking/station-words';
import { currentLanguage } from '../i18n/index.ts';

/** A station as the reader has it. */
export const stationName = (name: string, language: Language = currentLanguage()): string => stationWords(name, language);
