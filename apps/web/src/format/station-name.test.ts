import { expect, test } from 'vitest';
import { stationName } from './station-name.ts';

test.each([
  ['ГРЯЗИ-ВОРОНЕЖСКИЕ', 'Грязи-Воронежские'],
  ['РОСТОВ-НА-ДОНУ', 'Ростов-на-Дону'],
  ['РЯЖСК I', 'Ряжск I'],
  ['ПАВЕЛЕЦ-ТУЛЬСКИЙ (ПЕРЕВ.)', 'Павелец-Тульский (Перев.)'],
  ['Ряжск I', 'Ряжск I'],
])('%s is read as %s', (raw, read) => expect(stationName(raw, 'ru')).toBe(read));

test.each([
  ['РЯЖСК I', 'Ryazhsk I'],
  ['Ростов-на-Дону', 'Rostov-na-Donu'],
])('%s is %s in English', (raw, read) => expect(stationName(raw, 'en')).toBe(read));
