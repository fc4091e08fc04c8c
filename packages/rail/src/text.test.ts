import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collapseSpaces, isMissing, isZeroCode, nameKey, removeSpaces, toCyrillic } from './text.ts';

describe('text of reports', () => {
  it('mends Latin letters inside Cyrillic words', () => {
    expect(toCyrillic('ЭX077532')).toBe('ЭХ077532');
    expect(nameKey('осталоcь расстояние')).toBe(nameKey('Осталось  расстояние'));
    expect(nameKey('ОКПO')).toBe('ОКПО');
  });

  it('compares names without blanks, case and ё', () => {
    expect(nameKey('СДАЧА П О МЕЖДОРОЖНОМУ СТЫКУ ')).toBe(nameKey('Сдача по междорожному стыку'));
    expect(nameKey('Тёплое Озеро')).toBe('ТЕПЛОЕОЗЕРО');
  });

  it.each([
    ['Номер\nвагона', 'Номер вагона'],
    [' 68\u00a0500 ', '68 500'],
    ['a\u200bb', 'a b'],
    ['РЯЖСК I', 'РЯЖСК I'],
  ])('blanks of %j', (text, collapsed) => expect(collapseSpaces(text)).toBe(collapsed));

  it('removes every blank', () => expect(removeSpaces('1\u00a0234\u202f567 ')).toBe('1234567'));

  it.each(['', ' ', '-', '—', '\u00a0', '&nbsp;', 'None', 'null', 'NaN', 'б/и'])('%j is nothing', (text) =>
    expect(isMissing(text)).toBe(true),
  );
  it.each(['0', 'РЫБНОЕ', '--1'])('%j is something', (text) => expect(isMissing(text)).toBe(false));

  it.each(['0', '000000000000', '0000-000-0000', '0000 000 0000'])('%j is a code for none', (text) =>
    expect(isZeroCode(text)).toBe(true),
  );
  it.each(['', '-', '10', '033004'])('%j is no code for none', (text) => expect(isZeroCode(text)).toBe(false));

  it('keys and collapsed texts are stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(nameKey(nameKey(text))).toBe(nameKey(text));
        expect(collapseSpaces(collapseSpaces(text))).toBe(collapseSpaces(text));
      }),
    );
  });
});
