import { Alert, type Language } from '@karavan/contracts';
import { stationWords } from '@karavan/tracking/station-words';
import type { Leased } from '@karavan/usecases';
import { WORDS } from './letter-words.ts';

/** More than these a letter does not spell out. */
const MOST_LINES = 50;
const DETAIL_MS = 60_000;

export interface Letter {
  subject: string;
  text: string;
}

/** One letter for everything that one person is to hear of now, in his language; times are Moscow's and say so. */
export function writeLetter(messages: readonly Leased[], options: { publicUrl: string | null }): Letter {
  const language = messages[0]?.language ?? 'ru';
  const words = WORDS[language];
  const [first] = messages;
  if (first !== undefined && messages.every(({ change }) => change === 'test'))
    return { subject: `Karavan: ${words.test}`, text: `${words.testText(String(first.payload['askedBy'] ?? ''))}\n` };
  const told = messages.flatMap((message) => {
    const alert = Alert.safeParse(message.payload);
    return alert.success ? [{ alert: alert.data, isOver: message.change === 'ended' }] : [];
  });
  const blocks = told.slice(0, MOST_LINES).map((each) => blockOf(each, { language, ...options }));
  const rest = told.length > MOST_LINES ? [words.more(told.length - MOST_LINES)] : [];
  const [only] = told;
  const title = only !== undefined && told.length === 1 ? titleOf(only, language) : words.many(told.length);
  return { subject: oneLine(`Karavan: ${title}`), text: `${[...blocks, ...rest].join('\n\n')}\n\n-- \n${words.why}\n` };
}

interface Told {
  alert: Alert;
  isOver: boolean;
}

/** A header is one line whatever a name has in it. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

function titleOf({ alert, isOver }: Told, language: Language): string {
  const words = WORDS[language];
  const title = `${words.kind[alert.kind]}: ${labelOf(alert, language)}`;
  return isOver ? `${words.over} — ${title}` : title;
}

/** A train is called by its index where it is known, else by the station it stands at. */
function labelOf({ kind, label, opened }: Alert, language: Language): string {
  const { trainIndex } = opened.evidence;
  if (kind !== 'trainAbandoned') return label;
  return typeof trainIndex === 'string' ? trainIndex : stationWords(label, language);
}

function blockOf(told: Told, { language, publicUrl }: { language: Language; publicUrl: string | null }): string {
  const words = WORDS[language];
  const { alert, isOver } = told;
  const time = (at: string) => momentOf(at, language);
  const lines = [
    `${titleOf(told, language)} (${words.severity[alert.severity]})`,
    alert.place === null ? placeOf(alert, words.where) : `${words.where}: ${stationWords(alert.place, language)}`,
    `${words.since} ${time(alert.opened.at)}`,
    isOver && alert.ended !== null ? `${words.until} ${time(alert.ended.at)}` : undefined,
    ...(isOver ? [] : detailsOf(alert, language)),
    publicUrl === null ? undefined : `${words.open}: ${publicUrl.replace(/\/$/, '')}/alerts?id=${alert.id}`,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

const placeOf = ({ position }: Alert, where: string): string | undefined =>
  position === null ? undefined : `${where}: ${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}`;

function detailsOf({ opened: { evidence }, riskAt }: Alert, language: Language): (string | undefined)[] {
  const words = WORDS[language];
  const { foreseenAt, lateMinutes, wagons, minutes } = evidence;
  return [
    typeof foreseenAt === 'string' ? `${words.foreseen} ${momentOf(foreseenAt, language)}` : undefined,
    typeof lateMinutes === 'number' && lateMinutes > 0 ? words.late(lateMinutes) : undefined,
    typeof minutes === 'number' ? momentDetail(minutes, language) : undefined,
    Array.isArray(wagons) ? words.wagons(wagons.length) : undefined,
    riskAt === null ? undefined : `${words.risk} ${momentOf(riskAt, language)}`,
  ];
}

const momentDetail = (minutes: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes);

function momentOf(at: string, language: Language): string {
  const shown = new Date(Math.floor(Date.parse(at) / DETAIL_MS) * DETAIL_MS);
  const text = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/Moscow',
  }).format(shown);
  return `${text} ${language === 'ru' ? 'МСК' : 'MSK'}`;
}
