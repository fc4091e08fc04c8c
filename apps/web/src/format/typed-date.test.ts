import { format } from 'date-fns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayText, momentText, readDay, readMoment } from './typed-date.ts';

const languages = fc.constantFrom('ru' as const, 'en' as const);

describe('a typed day', () => {
  test('is written the way of the language, whatever the browser speaks', () => {
    expect(dayText('2026-11-02', 'ru')).toBe('02.11.2026');
    expect(dayText('2026-11-02', 'en')).toBe('2 Nov 2026');
    expect(momentText('2026-11-02 09:40:00', 'ru')).toBe('02.11.2026 09:40');
  });

  test.each([
    ['2.11.2026', '2026-11-02'],
    [' 02.11.2026 ', '2026-11-02'],
    ['2026-11-02', '2026-11-02'],
    ['29.02.2028', '2028-02-29'],
  ])('%s is understood', (typed, day) => {
    expect(readDay(typed, 'ru')).toBe(day);
    expect(readDay(typed, 'en')).toBe(day);
  });

  test.each(['', '2', '2.11', '2.11.20', '2.11.202', '29.02.2026', '31.04.2026', '11/22/2026', '2026-13-01', 'завтра'])(
    '«%s» is no day yet',
    (typed) => {
      expect(readDay(typed, 'ru')).toBeNull();
    },
  );

  test('what is shown can be typed again', () => {
    const days = fc.date({ min: new Date(1990, 0, 1), max: new Date(2090, 0, 1), noInvalidDate: true });
    fc.assert(
      fc.property(days, languages, (at, language) => {
        const day = format(at, 'yyyy-MM-dd');
        expect(readDay(dayText(day, language), language)).toBe(day);
        const moment = format(at, 'yyyy-MM-dd HH:mm:00');
        expect(readMoment(momentText(moment, language), language)).toBe(moment);
      }),
    );
  });

  test.each([
    ['2.11.2026 9:05', '2026-11-02 09:05:00'],
    ['2026-11-02T23:59', '2026-11-02 23:59:00'],
    ['2.11.2026', '2026-11-02 00:00:00'],
    ['2.11.2026 24:00', null],
    ['2.11.2026 9:60', null],
    ['2.11.2026 9', null],
  ])('the moment %s is %s', (typed, moment) => {
    expect(readMoment(typed, 'ru')).toBe(moment);
  });
});
