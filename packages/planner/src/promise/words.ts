import type { Language } from '@karavan/contracts';
import type { Speaker } from './speaker.ts';
import { english } from './words-en.ts';
import { russian } from './words-ru.ts';

export function speakerOf(language: Language): Speaker {
  return language === 'ru' ? russian : english;
}
