import type { Language } from '@karavan/contracts';
import { en } from '../i18n/en.ts';
import { ru } from '../i18n/ru.ts';

const UNITS = { ru: ru.unit, en: en.unit };
const LOCALE = { ru: 'ru-RU', en: 'en-GB' };

export function numberWords(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: digits }).format(value);
}

/** Kilograms told in tonnes; small masses keep a decimal or two. */
export function tonnes(kg: number, language: Language): string {
  const t = kg / 1000;
  return `${numberWords(t, language, t < 10 ? 2 : t < 1000 ? 1 : 0)} ${UNITS[language].t}`;
}

export function kilometres(km: number, language: Language): string {
  return `${numberWords(km, language, km < 10 ? 1 : 0)} ${UNITS[language].km}`;
}

export function speed(kmh: number, language: Language): string {
  return `${numberWords(kmh, language)} ${UNITS[language].kmh}`;
}

/** `42–70` as `42–70 km/h` */
export function speedRange(kmh: string, language: Language): string {
  return `${kmh} ${UNITS[language].kmh}`;
}

export function degrees(deg: number, language: Language): string {
  return `${numberWords(deg, language)}${UNITS[language].deg}`;
}

export function kilobytes(bytes: number, language: Language): string {
  return `${numberWords(Math.max(1, bytes / 1024), language)} ${UNITS[language].kb}`;
}

/** Hundredths of a currency in whole and hundredths: `4 406 ₽`, `150,25 ₽`. */
export function money(minor: number, currency: string, language: Language): string {
  const digits = minor % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat(LOCALE[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minor / 100);
}
