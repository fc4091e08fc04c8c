import type { Eta } from '@karavan/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../i18n/index.ts';
import { etaWords, type Mode } from './arrival.ts';
import { useNow } from './clock.ts';
import * as quantity from './quantity.ts';
import * as time from './time.ts';

/** All wordings in the chosen language, against a clock that ticks every half minute. Times are Moscow's. */
export function useFormat() {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const language = currentLanguage();
  return useMemo(() => {
    const options = { language, zone: time.MOSCOW, now };
    return {
      t,
      language,
      now,
      tonnes: (kg: number) => quantity.tonnes(kg, language),
      km: (km: number) => quantity.kilometres(km, language),
      speed: (kmh: number) => quantity.speed(kmh, language),
      speedRange: (kmh: string) => quantity.speedRange(kmh, language),
      degrees: (deg: number) => quantity.degrees(deg, language),
      kilobytes: (bytes: number) => quantity.kilobytes(bytes, language),
      number: (value: number, digits = 0) => quantity.numberWords(value, language, digits),
      clock: (at: number | string) => time.clockTime(at, options),
      dayTime: (at: number | string) => time.dayTime(at, options),
      /** in the zone of a station, which is said: `14:02 UTC+5` */
      clockIn: (at: number | string, zone: string) => `${time.clockTime(at, { language, zone })} ${time.utcOffset(at, zone)}`,
      dayTimeIn: (at: number | string, zone: string) => `${time.dayTime(at, { ...options, zone })} ${time.utcOffset(at, zone)}`,
      money: (minor: number, currency: string) => quantity.money(minor, currency, language),
      day: (day: string) => time.calendarDay(day, options),
      dayOf: (at: number | string) => time.dayWords(Math.max(now, new Date(at).getTime()), options),
      days: (days: number) => time.daysWords(days, language),
      duration: (seconds: number) => time.durationWords(seconds, language),
      ago: (at: number | string) => time.agoWords(at, options),
      /** rounded as the sentence rounds it; undefined when it is too wide to say */
      eta: (eta: Eta, mode: Mode) => etaWords(eta, mode, options),
      zoneTitle: (at: number | string, stationZone?: string) =>
        time.zoneTitle(at, language, Intl.DateTimeFormat().resolvedOptions().timeZone, stationZone),
    };
  }, [t, language, now]);
}

export type Format = ReturnType<typeof useFormat>;
