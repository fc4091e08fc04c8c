/** Dates as people and foreign programs write them → the plain spellings that are read. */

const LONGEST = 48;
const MONTHS = [
  'янв|jan',
  'фев|feb',
  'мар|mar',
  'апр|apr',
  'ма[йя]|may',
  'июн|jun',
  'июл|jul',
  'авг|aug',
  'сен|sep',
  'окт|oct',
  'ноя|nov',
  'дек|dec',
];
const WORD_MONTHS = MONTHS.map((names) => new RegExp(`^(\\d{1,2})[ .-]*(?:${names})\\p{L}*\\.?[ .,-]*(?=\\d|$)`, 'iu'));
const SERIAL = /^\d{5}[.,]\d{2,}$/;
/** Moscow time, or hours away from it; the second group is hours away from Greenwich */
const ZONE_WORDS =
  /\s*\(?(?:(?:по )?(?:мск|msk|моск\p{L}*)\.?(?: ?вр(?:\.|ем\p{L}*)?)?(?: ?([+-]\d{1,2}))?|(?:utc|gmt) ?([+-]\d{1,2})(?::?00)?)\)?\.?$/iu;
const MOSCOW_HOURS = 3;

/**
 * Month words, `г.`, `в`, `ч.`, a leading apostrophe, AM and PM, Moscow time in words and hours from Moscow or Greenwich
 * become plain digits; a serial day kept as text becomes the number. Undefined where there is nothing to tidy.
 */
export function tidyTime(text: string): string | number | undefined {
  if (text.length > LONGEST || !/^['’]?\d/.test(text)) return undefined;
  const bare = text.replace(/^['’]/, '');
  if (SERIAL.test(bare)) return Number(bare.replace(',', '.'));
  const { rest, zone } = withoutZone(bare);
  const plain = withClock(
    withMonth(rest)
      .replace(/(?<=\d) ?(?:года|год|г\.?)(?=[ ,]|$)/iu, '')
      .replace(/(?<=\d) ?(?:в|во|at|\/) ?(?=\d{1,2}[:.-]\d\d(?!\d))/iu, ' '),
  );
  const tidied = `${plain.trim()}${zone}`;
  return tidied === text ? undefined : tidied;
}

function withoutZone(text: string): { rest: string; zone: string } {
  const found = ZONE_WORDS.exec(text);
  if (!found) return { rest: text, zone: '' };
  const rest = text.slice(0, found.index);
  const hours =
    found[1] === undefined ? (found[2] === undefined ? MOSCOW_HOURS : Number(found[2])) : MOSCOW_HOURS + Number(found[1]);
  if (hours === MOSCOW_HOURS) return { rest, zone: '' };
  return { rest, zone: `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00` };
}

function withMonth(text: string): string {
  const month = WORD_MONTHS.findIndex((words) => words.test(text));
  if (month < 0) return text;
  return text.replace(WORD_MONTHS[month] ?? '', (_, day: string) => `${day}.${String(month + 1).padStart(2, '0')}.`);
}

/** `6:12:00 PM` → `18:12:00`, `06 ч. 12 мин.` → `06:12` */
function withClock(text: string): string {
  const spoken = text
    .replace(/(?<=\d) ?ч(?:ас\p{L}*)?\.? ?(\d{2})(?: ?м(?:ин\p{L}*)?\.?)?$/iu, ':$1')
    .replace(/(?<=:\d{2}) ?ч(?:ас\p{L}*)?\.?$/iu, '');
  return spoken.replace(/(\d{1,2})(:\d{2}(?::\d{2})?) ?([ap])\.?m\.?$/i, (all, hour: string, rest: string, half: string) => {
    const hours = Number(hour);
    if (hours < 1 || hours > 12) return all;
    return `${(hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0)}${rest}`;
  });
}
