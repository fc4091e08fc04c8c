import type { Language } from '@karavan/contracts';
import { placingEn } from './placing-en.ts';
import { placingRu } from './placing-ru.ts';
import type { PlacingSpeaker } from './placing-speaker.ts';

const SPEAKERS: Record<Language, PlacingSpeaker> = { ru: placingRu, en: placingEn };
export const placingSpeaker = (language: Language = 'ru'): PlacingSpeaker => SPEAKERS[language];
