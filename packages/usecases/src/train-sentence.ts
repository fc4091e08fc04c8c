import type { Language, RailEvent, TrainView } from '@karavan/contracts';
import { stationWords } from '@karavan/tracking/station-words';

type Facts = Omit<TrainView, 'sentence'>;

const ZONE = 'Europe/Moscow';

interface Words {
  locale: string;
  train: string;
  wagons: Partial<Record<Intl.LDMLPluralRule, string>>;
  tonnes: string;
  departed: string;
  abandoned: string;
  last: string;
  report: string;
  at: string;
  elsewhere: string;
}

const WORDS: Record<Language, Words> = {
  ru: {
    locale: 'ru',
    train: 'Поезд',
    wagons: { one: 'вагон', few: 'вагона', many: 'вагонов', other: 'вагона' },
    tonnes: 'т',
    departed: 'отправлен со ст.',
    abandoned: 'брошен на ст.',
    last: 'последняя операция на ст.',
    report: 'справка',
    at: 'МСК',
    elsewhere: 'Часть вагонов отмечена на других станциях',
  },
  en: {
    locale: 'en-GB',
    train: 'Train',
    wagons: { one: 'wagon', other: 'wagons' },
    tonnes: 't',
    departed: 'left',
    abandoned: 'abandoned at',
    last: 'last reported at',
    report: 'report of',
    at: 'MSK',
    elsewhere: 'Some wagons were reported elsewhere',
  },
};

const verbOf = (event: RailEvent, words: Words): string =>
  event === 'DEPARTED' ? words.departed : event === 'TRAIN_ABANDONED' ? words.abandoned : words.last;

/**
 * Поезд 6136-214-2200 (Себряково – Орехово-Зуево), 38 вагонов, 2 580 т: отправлен со ст. Грязи-Воронежские 20 авг. 06:12 МСК
 * (справка 07:05). Where parts of it were reported at other stations: where the rest was.
 */
export function trainSentence(facts: Facts, input: { event: RailEvent; language: Language }): string {
  const words = WORDS[input.language];
  const name = (station: string) => stationWords(station, input.language);
  const count = countOf(facts.wagons.length, words);
  const mass =
    facts.massKg > 0 ? `${new Intl.NumberFormat(words.locale).format(Math.round(facts.massKg / 1000))} ${words.tonnes}` : '';
  const [first, ...rest] = facts.places;
  const way = facts.from && facts.to ? ` (${name(facts.from)} – ${name(facts.to)})` : '';
  const head = [`${words.train} ${facts.index}${way}`, count, mass].filter(Boolean).join(', ');
  if (first === undefined) return `${head}.`;
  const where = `${verbOf(input.event, words)} ${name(first.station.name)} ${moment(first.at, words)} ${words.at}`;
  const others = rest.map((place) => `${name(place.station.name)} (${countOf(place.wagons, words)})`).join(', ');
  return `${head}: ${where} (${words.report} ${moment(first.reportedAt, words)}).${others ? ` ${words.elsewhere}: ${others}.` : ''}`;
}

function countOf(count: number, words: Words): string {
  return `${count} ${words.wagons[new Intl.PluralRules(words.locale).select(count)] ?? words.wagons.other}`;
}

function moment(at: string, { locale }: Words): string {
  const date = new Date(at);
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: ZONE }).format(date);
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: ZONE }).format(
    date,
  );
  return `${day} ${clock}`;
}
