import { calendarDays, dayIn, MOSCOW, wallTime } from '../../time.ts';
import { type Age, type Arrival, stationTitle } from '../facts.ts';
import { cargoInEnglish } from './cargo.ts';
import { latin } from './latin.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const number = (digits: number) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits });
const whole = number(0);
const tenth = number(1);
const thousandth = number(3);

export const tonnes = (kg: number): string => `${(kg % 100 === 0 ? tenth : thousandth).format(kg / 1000)} t`;
export const kilometres = (km: number): string => (km < 1 ? 'less than 1 km' : `${(km < 10 ? tenth : whole).format(km)} km`);

export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
/** 3.4 days, 1 day. */
export function days(count: number): string {
  const text = tenth.format(count);
  return `${text} ${text === '1' ? 'day' : 'days'}`;
}

export const station = (name: string): string => latin(stationTitle(name));

export const clock = (at: string, timeZone: string): string => wallTime(at, timeZone).slice(11, 16);

/** 21 Aug; with the year when it is not this one. */
export function date(day: string, now: Date): string {
  const [year = '', month = '1', dayOfMonth = '1'] = day.split('-');
  const text = `${Number(dayOfMonth)} ${MONTHS[Number(month) - 1]}`;
  return year === dayIn(now, MOSCOW).slice(0, 4) ? text : `${text} ${year}`;
}

const dayAndTime = (at: string, now: Date, timeZone: string) => `${date(dayIn(at, timeZone), now)} ${clock(at, timeZone)}`;

/** today at 06:12 MSK, yesterday at 20:05 MSK, on 16 Aug 22:40. */
export function moment(at: string, now: Date, timeZone: string = MOSCOW, zone = ' MSK'): string {
  const day = dayIn(at, timeZone);
  const yesterday = dayIn(new Date(now.getTime() - 86_400_000), timeZone);
  if (day === dayIn(now, timeZone)) return `today at ${clock(at, timeZone)}${zone}`;
  if (day === yesterday) return `yesterday at ${clock(at, timeZone)}${zone}`;
  return `on ${dayAndTime(at, now, timeZone)}${zone}`;
}

export const since = (at: string, now: Date): string => `since ${dayAndTime(at, now, MOSCOW)} MSK`;

/** 14:10–14:40; 21 Aug 10:00 – 22 Aug 04:00; 22–25 Aug; by 16:00. */
export function interval({ from, to, daysOnly }: Arrival, now: Date, timeZone: string): string {
  const [first, last] = [from && dayIn(from, timeZone), dayIn(to, timeZone)];
  const today = dayIn(now, timeZone);
  if (from === undefined || first === undefined) {
    if (daysOnly) return `by ${date(last, now)}`;
    return last === today ? `by ${clock(to, timeZone)}` : `by ${dayAndTime(to, now, timeZone)}`;
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
      return 'just now';
    case 'minute':
      return `${age.count} min ago`;
    case 'hour':
      return `${age.count} h ago`;
    case 'day':
      return `${plural(age.count, 'day', 'days')} ago`;
  }
}

/** 68.5 t of cement, 20 t of cement M500; an unknown Russian name stays as it is, in quotes. */
export function amount(kg: number | undefined, product: string | undefined): string {
  const mass = kg === undefined || kg <= 0 ? '' : tonnes(kg);
  const name = product?.trim() ?? '';
  if (name === '') return mass;
  const known = cargoInEnglish(name);
  if (known !== undefined) return of(mass, known);
  if (/\p{Script=Cyrillic}/u.test(name)) return of(mass, `“${name}”`);
  const [head = ''] = name.split(/\s+/);
  const common = /^[A-Z][a-z]+$/.test(head) && head !== 'Portland';
  return of(mass, common ? name.charAt(0).toLowerCase() + name.slice(1) : name);
}

const of = (mass: string, product: string): string => (mass === '' ? product : `${mass} of ${product}`);

/** From a moment to come: today from 08:00, tomorrow from 08:00, 26 Aug from 08:00. */
export function fromThen(at: string, now: Date, timeZone: string): string {
  const days = calendarDays(dayIn(now, timeZone), dayIn(at, timeZone));
  const named = days === 0 ? 'today' : days === 1 ? 'tomorrow' : date(dayIn(at, timeZone), now);
  return `${named} from ${clock(at, timeZone)}`;
}
