import { type Calendar, type DayHours, WEEKDAYS } from '@karavan/contracts';
import { dayNumber, wallMinutes, wallText, weekdayIndex } from './days.ts';

export type Confidence = 'high' | 'medium' | 'low';

/** One year of the Russian production calendar: what differs from Saturday and Sunday off. */
export interface ProductionYear {
  year: number;
  version: string;
  source: string;
  confidence: Confidence;
  nonWorking: readonly string[];
  /** the day before a holiday, one hour shorter (Labour Code art. 95) */
  short: readonly string[];
  /** weekend days the government made working days */
  workingWeekendDays: readonly string[];
  /** not decided when this table was made, with what is likely; a person has to confirm */
  undecided: readonly { day: string; likely: 'nonWorking' | 'short'; why: string }[];
}

export const PRODUCTION_CALENDAR_RU: readonly ProductionYear[] = [
  {
    year: 2026,
    version: '2026.1',
    source: 'Government resolution No 1466 of 24.09.2025; Labour Code art. 95, 112',
    confidence: 'high',
    nonWorking: [
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((day) => `2026-01-${day}`),
      ...['2026-02-23', '2026-03-08', '2026-03-09', '2026-05-01', '2026-05-09', '2026-05-11'],
      ...['2026-06-12', '2026-11-04', '2026-12-31'],
    ],
    short: ['2026-04-30', '2026-05-08', '2026-06-11', '2026-11-03'],
    workingWeekendDays: [],
    undecided: [],
  },
  {
    year: 2027,
    version: '2027.0',
    source: 'computed from Labour Code art. 95, 112; the decree that moves 2 and 3 January is not known',
    confidence: 'medium',
    nonWorking: [
      ...['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => `2027-01-${day}`),
      ...['2027-02-23', '2027-03-08', '2027-05-01', '2027-05-03', '2027-05-09', '2027-05-10'],
      ...['2027-06-12', '2027-06-14', '2027-11-04'],
    ],
    short: ['2027-04-30', '2027-06-11', '2027-11-03'],
    workingWeekendDays: [],
    undecided: [
      { day: '2027-02-22', likely: 'short', why: 'short if it is a working day' },
      { day: '2027-11-05', likely: 'nonWorking', why: 'moved from 2 January, as in 2021, which had the same week layout' },
      { day: '2027-12-31', likely: 'nonWorking', why: 'moved from 3 January, as in 2021, which had the same week layout' },
    ],
  },
];

/**
 * A calendar with the holidays of the production calendar closed and the days before them an hour shorter; days the calendar
 * names itself stay as they are. `undecided: 'likely'` (default) takes undecided days as they probably will be, `'ignore'` leaves
 * them alone. Rule CA10.
 */
export function withProductionCalendar(
  calendar: Calendar,
  options: { years?: readonly ProductionYear[]; undecided?: 'likely' | 'ignore' } = {},
): Calendar {
  const closed = new Set(calendar.closed);
  const open: Record<string, DayHours> = {};
  for (const year of options.years ?? PRODUCTION_CALENDAR_RU) {
    const guesses = options.undecided === 'ignore' ? [] : year.undecided;
    const likely = (kind: string) => guesses.flatMap((guess) => (guess.likely === kind ? [guess.day] : []));
    for (const day of year.workingWeekendDays) if (!closed.has(day)) open[day] = calendar.hours.mon ?? [];
    for (const day of [...year.short, ...likely('short')]) {
      if (!closed.has(day)) open[day] = anHourShorter(weeklyHours(calendar, day));
    }
    for (const day of [...year.nonWorking, ...likely('nonWorking')]) closed.add(day);
  }
  return { ...calendar, closed: [...closed].sort(), open: { ...open, ...calendar.open } };
}

function weeklyHours(calendar: Calendar, day: string): DayHours {
  return calendar.hours[WEEKDAYS[weekdayIndex(dayNumber(day))] ?? 'mon'] ?? [];
}

/** An hour of work less, taken from the end: a short last stretch goes altogether, and the one before it ends earlier by the rest. */
function anHourShorter(hours: DayHours): DayHours {
  const stretches: [startMin: number, endMin: number][] = [];
  for (const [from, to] of [...hours].sort((a, b) => a[0].localeCompare(b[0]))) {
    const [startMin, endMin] = [wallMinutes(from), wallMinutes(to)];
    const last = stretches.at(-1);
    if (last && startMin <= last[1]) last[1] = Math.max(last[1], endMin);
    else stretches.push([startMin, endMin]);
  }
  for (let leftMin = 60, last = stretches.at(-1); last && leftMin > 0; last = stretches.at(-1)) {
    const cutMin = Math.min(leftMin, last[1] - last[0]);
    leftMin -= cutMin;
    last[1] -= cutMin;
    if (last[0] === last[1]) stretches.pop();
  }
  return stretches.map(([startMin, endMin]): [string, string] => [wallText(startMin), wallText(endMin)]);
}
