import { expect, test } from 'vitest';
import { dayStart, openIntervals } from '../calendar/index.ts';
import { withoutTimes } from './without-times.ts';

const timeZone = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const MINUTE = 60_000;

/** Cut on that day from one instant to another, in a calendar that never closes. */
const openAfter = (day: string, from: string, to: string) =>
  withoutTimes(undefined, { timeZone, times: [[at(from), at(to)]], untilMs: 0 }).open?.[day];

test('BD12: on days of 23 and 25 hours what is cut lies where the clock shows it', () => {
  // from 25 October 03:00 summer time the clock is UTC+1: 10:00 there is 09:00 UTC
  expect(openAfter('2026-10-25', '2026-10-25T10:00:00+01:00', '2026-10-25T11:00:00+01:00')).toEqual([
    ['00:00', '10:00'],
    ['11:00', '24:00'],
  ]);
  expect(openAfter('2026-10-25', '2026-10-25T01:00:00+02:00', '2026-10-25T01:30:00+02:00')).toEqual([
    ['00:00', '01:00'],
    ['01:30', '24:00'],
  ]);
  // from 29 March 02:00 winter time the clock is UTC+2
  expect(openAfter('2026-03-29', '2026-03-29T10:00:00+02:00', '2026-03-29T11:00:00+02:00')).toEqual([
    ['00:00', '10:00'],
    ['11:00', '24:00'],
  ]);
});

test('BD12: minute by minute nothing that was cut is open, and all else is, but in an hour that comes twice', () => {
  const wrong: string[] = [];
  for (const day of ['2026-03-29', '2026-10-25'])
    for (let from = dayStart(day, timeZone); from < dayStart(day, timeZone) + 6 * 60 * MINUTE; from += 25 * MINUTE) {
      const to = from + 40 * MINUTE;
      const calendar = withoutTimes(undefined, { timeZone, times: [[from, to]], untilMs: 0 });
      const open = openIntervals(calendar, from - 120 * MINUTE, to + 120 * MINUTE);
      for (let minute = from - 120 * MINUTE; minute < to + 120 * MINUTE; minute += MINUTE) {
        const isOpen = open.some(([start, end]) => start <= minute && minute < end);
        const isCut = from <= minute && minute < to;
        if (isCut ? isOpen : !isOpen && !comesTwice(minute)) wrong.push(`${new Date(from).toISOString()} ${minute}`);
      }
    }
  expect(wrong).toEqual([]);
});

/** 25 October 02:00 to 03:00, both times. */
const comesTwice = (atMs: number) => at('2026-10-25T00:00:00Z') <= atMs && atMs < at('2026-10-25T02:00:00Z');
