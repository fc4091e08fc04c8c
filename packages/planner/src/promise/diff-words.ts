import type { PromiseChange } from '@karavan/contracts';

/** What became of a service, a lane or a warehouse. */
type How =
  | { what: 'gone' | 'departures' | 'receiving' | 'terms' | 'price' | 'ships' | 'hours' }
  | { what: 'transit' | 'handling'; before: number; after: number }
  | { what: 'cutOff'; before: string; after: string };

export interface Cause extends Pick<PromiseChange, 'cause' | 'subject'> {
  how?: How | undefined;
  needed?: number;
  free?: number;
  /** of the lot, where it was still to come */
  availableFrom?: string;
}

/** From when to when a delivery moves; without `to` there is none any more. Days are told in `zone`. */
export interface Moved {
  sku: string;
  from: string;
  to?: string;
  zone: string;
}

interface Words {
  locale: string;
  later: (from: string, to: string) => string;
  earlier: (from: string, to: string) => string;
  withinDay: (day: string, from: string, to: string) => string;
  never: (from: string) => string;
  same: (day: string) => string;
  lot: (told: { sku: string; subject: string; needed: number; free: number; arriving?: string }) => string;
  service: (id: string, how?: How) => string;
  lane: (id: string, how?: How) => string;
  place: (id: string, how?: How) => string;
  goods: (sku: string) => string;
  better: (sku: string) => string;
  lost: (sku: string) => string;
}

export function sentencesOf(moved: Moved, cause: Cause): PromiseChange['sentence'] {
  return { ru: sentenceOf(moved, cause, RU), en: sentenceOf(moved, cause, EN) };
}

function sentenceOf(moved: Moved, cause: Cause, words: Words): string {
  const day = (at: string) => format(words, { day: 'numeric', month: 'long', timeZone: moved.zone }, at);
  return `${whenOf(moved, words, day)}: ${reasonOf(moved, cause, words, day)}`;
}

const format = ({ locale }: Words, options: Intl.DateTimeFormatOptions, at: string) =>
  new Intl.DateTimeFormat(locale, options).format(new Date(at));

function whenOf({ from, to, zone }: Moved, words: Words, day: (at: string) => string): string {
  if (to === undefined) return words.never(day(from));
  if (from === to) return words.same(day(to));
  const time = (at: string) => format(words, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }, at);
  if (day(from) === day(to)) return words.withinDay(day(to), time(from), time(to));
  return (Date.parse(to) < Date.parse(from) ? words.earlier : words.later)(day(from), day(to));
}

function reasonOf({ sku, to }: Moved, told: Cause, words: Words, day: (at: string) => string): string {
  const { cause, subject, how, needed = 0, free = 0, availableFrom } = told;
  if (cause === 'stock')
    return words.lot({ sku, subject, needed, free, ...(availableFrom ? { arriving: day(availableFrom) } : {}) });
  if (cause === 'service') return words.service(subject, how);
  if (cause === 'lane') return words.lane(subject, how);
  if (cause === 'calendar') return words.place(subject, how);
  if (cause === 'goods') return words.goods(sku);
  return to === undefined ? words.lost(sku) : words.better(sku);
}

/** 90 → `1 h 30 min` */
function span(minutes: number, [h, min]: readonly [string, string]): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} ${h}` : '', rest > 0 || hours === 0 ? `${rest} ${min}` : ''].filter(Boolean).join(' ');
}
const ru = (minutes: number) => span(minutes, ['ч', 'мин']);
const en = (minutes: number) => span(minutes, ['h', 'min']);

function routeRu(name: string, [gone, changed]: readonly [string, string]) {
  return (id: string, how?: How): string => {
    if (how?.what === 'gone') return `${gone} ${name} ${id}`;
    if (how?.what === 'transit') return `${name} ${id} теперь в пути ${ru(how.after)} вместо ${ru(how.before)}`;
    if (how?.what === 'departures') return `${name} ${id} отправляется по другому расписанию`;
    if (how?.what === 'receiving') return `изменились часы приёма для «${id}»`;
    if (how?.what === 'price') return `изменилась цена: ${name} ${id}`;
    return `${changed} ${name} ${id}`;
  };
}

function routeEn(name: string) {
  return (id: string, how?: How): string => {
    if (how?.what === 'gone') return `${name} ${id} was cancelled`;
    if (how?.what === 'transit') return `${name} ${id} now takes ${en(how.after)} instead of ${en(how.before)}`;
    if (how?.what === 'departures') return `${name} ${id} leaves by another timetable`;
    if (how?.what === 'receiving') return `the receiving hours of ${name} ${id} changed`;
    if (how?.what === 'price') return `the price of ${name} ${id} changed`;
    return `${name} ${id} changed`;
  };
}

const RU: Words = {
  locale: 'ru-RU',
  later: (from, to) => `Доставка ${from} переносится на ${to}`,
  earlier: (from, to) => `Доставка ${from} возможна раньше, ${to}`,
  withinDay: (day, from, to) => `Доставка ${day} переносится с ${from} на ${to}`,
  never: (from) => `Доставка ${from} больше невозможна`,
  same: (day) => `Доставка ${day}, но другим путём`,
  lot: ({ sku, subject, needed, free, arriving }) =>
    `на складе ${subject} товара ${sku}${arriving === undefined ? '' : ` из поступления ${arriving}`} свободно ${free} вместо ${needed}`,
  service: routeRu('рейс', ['отменён', 'изменился']),
  lane: routeRu('плечо', ['отменено', 'изменилось']),
  place: (id, how) => {
    if (how?.what === 'gone') return `склада ${id} больше нет`;
    if (how?.what === 'ships') return `склад ${id} больше не отгружает клиентам`;
    if (how?.what === 'cutOff') return `склад ${id} принимает заказы до ${how.after} вместо ${how.before}`;
    if (how?.what === 'handling') return `обработка на складе ${id} занимает ${ru(how.after)} вместо ${ru(how.before)}`;
    return `изменился режим работы склада ${id}`;
  },
  goods: (sku) => `изменилась масса товара ${sku} или того, что едет с ним`,
  better: (sku) => `для товара ${sku} появился лучший вариант`,
  lost: (sku) => `для товара ${sku} пути больше нет`,
};

const EN: Words = {
  locale: 'en-GB',
  later: (from, to) => `Delivery moves from ${from} to ${to}`,
  earlier: (from, to) => `Delivery can be earlier, on ${to} instead of ${from}`,
  withinDay: (day, from, to) => `Delivery on ${day} moves from ${from} to ${to}`,
  never: (from) => `Delivery on ${from} is no longer possible`,
  same: (day) => `Delivery on ${day}, by another way`,
  lot: ({ sku, subject, needed, free, arriving }) =>
    `at ${subject} ${free} of ${sku}${arriving === undefined ? '' : ` arriving on ${arriving}`} are free instead of ${needed}`,
  service: routeEn('service'),
  lane: routeEn('lane'),
  place: (id, how) => {
    if (how?.what === 'gone') return `warehouse ${id} is gone`;
    if (how?.what === 'ships') return `warehouse ${id} no longer ships to customers`;
    if (how?.what === 'cutOff') return `${id} takes orders until ${how.after} instead of ${how.before}`;
    if (how?.what === 'handling') return `handling at ${id} takes ${en(how.after)} instead of ${en(how.before)}`;
    return `the working time of ${id} changed`;
  },
  goods: (sku) => `the mass of ${sku} or of what travels with it changed`,
  better: (sku) => `there is a better way for ${sku} now`,
  lost: (sku) => `there is no way left for ${sku}`,
};
