import i18next, { type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { durationWords } from '../../format/time.ts';
import { en } from '../../i18n/en.ts';
import { ru } from '../../i18n/ru.ts';
import { issueWords, reportProblemWords } from './issue-words.ts';

let t: TFunction;
beforeAll(async () => {
  await i18next.init({
    lng: 'ru',
    resources: { ru: { translation: ru }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  t = i18next.t;
});

const issue = (code: string, extra = {}) => ({
  row: 5,
  code,
  severity: 'warning' as const,
  message: 'as the parser said',
  ...extra,
});

test('a row issue is told by its code with its value and its column', () => {
  expect(issueWords(issue('CHECK_DIGIT', { value: '93123454' }), t)).toBe(
    'Контрольная цифра вагона 93123454 не сходится: возможно, опечатка.',
  );
  expect(issueWords(issue('BAD_VALUE', { column: 'kmLeft', value: 'много' }), t)).toBe(
    'Значение «Осталось, км» не понято; пропущено.',
  );
});

test('a code nobody has words for yet keeps the words of the parser', () => {
  expect(issueWords(issue('NEW_CODE'), t)).toBe('as the parser said');
});

const words = () => ({ t, duration: (seconds: number) => durationWords(seconds, 'ru') });

test('why a report waits is told in the language of the page', () => {
  const held = { status: 'held' as const, problem: '120 of the 300 wagons …', hold: { fleet: 300, lost: 120, wagons: [] } };
  expect(reportProblemWords(held, words())).toBe('В прошлой справке источника было вагонов: 300, в этой из них нет: 120.');
  const ahead = { ...held, hold: { ...held.hold, aheadMinutes: 300 } };
  expect(reportProblemWords(ahead, words())).toContain('через 5 ч после того');
  const unknown = { status: 'quarantined' as const, problem: 'No layout fits.' };
  expect(reportProblemWords({ ...unknown, layout: 'a' }, words())).toContain('Столбцы этой справки');
  expect(reportProblemWords(unknown, words())).toContain('не нашлось таблицы');
  expect(reportProblemWords({ status: 'ingested', problem: null }, words())).toBeUndefined();
});
