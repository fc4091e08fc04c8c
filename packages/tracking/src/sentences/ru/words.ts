import { calendarDays, dayIn, MOSCOW, wallTime } from '../../time.ts';
import { type Age, type Arrival, stationTitle } from '../facts.ts';

const MONTHS = ['янв.', 'февр.', 'мар.', 'апр.', 'мая', 'июн.', 'июл.', 'авг.', 'сент.', 'окт.', 'нояб.', 'дек.'];

const number = (digits: number) => new Intl.NumberFormat('ru-RU', { maximumFractionDigits: digits });
const whole = number(0);
const tenth = number(1);
const thousandth = number(3);

export const tonnes = (kg: number): string => `${(kg % 100 === 0 ? tenth : thousandth).format(kg / 1000)} т`;
export const days = (count: number): string => `${tenth.format(count)} сут.`;
export const kilometres = (km: number): string => (km < 1 ? 'меньше 1 км' : `${(km < 10 ? tenth : whole).format(km)} км`);

/** 1 день, 2 дня, 5 дней, 11 дней, 21 день. */
export function plural(count: number, one: string, few: string, many: string): string {
  const [tens, ones] = [count % 100, count % 10];
  if (tens >= 11 && tens <= 14) return many;
  if (ones === 1) return one;
  return ones >= 2 && ones <= 4 ? few : many;
}
export const wholeDays = (count: number): string => `${whole.format(count)} ${plural(count, 'день', 'дня', 'дней')}`;

export const station = (name: string): string => `ст. ${stationTitle(name)}`;

export const clock = (at: string, timeZone: string): string => wallTime(at, timeZone).slice(11, 16);

/** 21 авг.; with the year when it is not this one. */
export function date(day: string, now: Date): string {
  const [year = '', month = '1', dayOfMonth = '1'] = day.split('-');
  const text = `${Number(dayOfMonth)} ${MONTHS[Number(month) - 1]}`;
  return year === dayIn(now, MOSCOW).slice(0, 4) ? text : `${text} ${year}`;
}

/** A past moment: сегодня в 06:12, вчера в 20:05, 16 авг. в 22:40; `МСК` where the railway speaks. */
export function moment(at: string, now: Date, timeZone: string = MOSCOW, zone = ' МСК'): string {
  const day = dayIn(at, timeZone);
  const yesterday = dayIn(new Date(now.getTime() - 86_400_000), timeZone);
  const named = day === dayIn(now, timeZone) ? 'сегодня' : day === yesterday ? 'вчера' : date(day, now);
  return `${named} в ${clock(at, timeZone)}${zone}`;
}

/** Since when, for stays of days: с 18 авг. 11:00 МСК; «со 2 авг.» as it is spoken. */
export function since(at: string, now: Date): string {
  const day = date(dayIn(at, MOSCOW), now);
  return `${day.startsWith('2 ') ? 'со' : 'с'} ${day} ${clock(at, MOSCOW)} МСК`;
}

const dayAndTime = (at: string, now: Date, timeZone: string) => `${date(dayIn(at, timeZone), now)} ${clock(at, timeZone)}`;

/** 14:10–14:40; 21 авг. 10:00 – 22 авг. 04:00; 22–25 авг.; до 16:00. */
export function interval({ from, to, daysOnly }: Arrival, now: Date, timeZone: string): string {
  const [first, last] = [from && dayIn(from, timeZone), dayIn(to, timeZone)];
  const today = dayIn(now, timeZone);
  if (from === undefined || first === undefined) {
    if (daysOnly) return `до ${date(last, now)}`;
    return last === today ? `до ${clock(to, timeZone)}` : `до ${dayAndTime(to, now, timeZone)}`;
  }
  if (daysOnly) {
    const sameMonth = first.slice(0, 7) === last.slice(0, 7);
    return sameMonth ? `${Number(first.slice(8))}–${date(last, now)}` : `${date(first, now)} – ${date(last, now)}`;
  }
  if (first !== last) return `${dayAndTime(from, now, timeZone)} – ${dayAndTime(to, now, timeZone)}`;
  const times = `${clock(from, timeZone)}–${clock(to, timeZone)}`;
  return first === today ? times : `${date(first, now)} ${times}`;
}

export function ago(age: Age): string {
  switch (age.unit) {
    case 'now':
      return 'только что';
    case 'minute':
      return `${age.count} мин назад`;
    case 'hour':
      return `${age.count} ч назад`;
    case 'day':
      return `${age.count} сут. назад`;
  }
}

/** Genitive of what is carried by the thousand tonnes; anything else keeps its own name in quotes. */
const GENITIVE: Record<string, string> = {
  цемент: 'цемента',
  портландцемент: 'портландцемента',
  клинкер: 'клинкера',
  щебень: 'щебня',
  гравий: 'гравия',
  песок: 'песка',
  известь: 'извести',
  известняк: 'известняка',
  гипс: 'гипса',
  шлак: 'шлака',
  мел: 'мела',
  глина: 'глины',
  уголь: 'угля',
  кокс: 'кокса',
  руда: 'руды',
  зерно: 'зерна',
  пшеница: 'пшеницы',
  кирпич: 'кирпича',
  металл: 'металла',
  арматура: 'арматуры',
  асфальт: 'асфальта',
  бетон: 'бетона',
  битум: 'битума',
  удобрения: 'удобрений',
  лес: 'леса',
  соль: 'соли',
  cement: 'цемента',
};

/** «68 т цемента», «20 т цемента М500»; a name we cannot decline: «20 т, груз «Перчатки нитриловые»». */
export function amount(kg: number | undefined, product: string | undefined): string {
  const mass = kg === undefined || kg <= 0 ? '' : tonnes(kg);
  const name = product?.trim() ?? '';
  if (name === '') return mass;
  const [head = '', ...rest] = name.split(/\s+/);
  const declined = GENITIVE[head.toLowerCase()];
  const grade = rest.every((word) => !/^\p{Ll}{2,}/u.test(word));
  if (mass !== '' && declined !== undefined && grade) return [`${mass} ${declined}`, ...rest].join(' ');
  return `${mass}${mass === '' ? '' : ', '}груз «${name}»`;
}

/** From a moment to come: сегодня с 08:00, завтра с 08:00, 26 авг. с 08:00. */
export function fromThen(at: string, now: Date, timeZone: string): string {
  const days = calendarDays(dayIn(now, timeZone), dayIn(at, timeZone));
  const named = days === 0 ? 'сегодня' : days === 1 ? 'завтра' : date(dayIn(at, timeZone), now);
  return `${named} с ${clock(at, timeZone)}`;
}
