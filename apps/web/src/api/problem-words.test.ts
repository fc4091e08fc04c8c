import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { ru } from '../i18n/ru.ts';
import { ApiError } from './client.ts';
import { problemWords } from './problem-words.ts';

const made = i18next.createInstance();
beforeAll(async () => {
  await made.init({ lng: 'ru', resources: { ru: { translation: ru }, en: { translation: en } } });
});

const refusal = (type: string, more: object = {}) =>
  new ApiError('http', 422, { type, title: 'x', status: 422, detail: 'The English words.', instance: '/', ...more });

test('a refused report is told in the language of the page', () => {
  const words = (code: string, lng: string) => problemWords(refusal(`urn:karavan:problem:${code}`), made.getFixedT(lng));
  expect(words('report-encrypted', 'ru')).toContain('паролем');
  expect(words('report-encrypted', 'en')).toContain('password');
});

test('what has no words of ours is told as the server told it', () => {
  expect(problemWords(refusal('urn:karavan:problem:moon-in-the-way'), made.t)).toBe('The English words.');
  expect(problemWords(refusal('about:blank'), made.t)).toBe('The English words.');
});

test('bad input names its fields in words, each once', () => {
  const errors = [
    { path: 'legs.0.trips.1.plate', message: 'x' },
    { path: 'plate', message: 'y' },
    { path: 'massKg', message: 'z' },
  ];
  const words = problemWords(refusal('urn:karavan:problem:bad-input', { errors }), made.t);
  expect(words).toContain('госномер, massKg');
  expect(words.match(/госномер/g)).toHaveLength(1);
});

test('no answer at all is not a fault of the file', () => {
  expect(problemWords(new ApiError('offline', 0, null), made.t)).toBe(ru.signIn.unreachable);
});
