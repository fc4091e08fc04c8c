import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWagonNumber, normaliseWagonNumber, wagonCheckDigit, wagonTypoCandidates } from './wagon-number.ts';

const VALID =
  '21000013 24123457 42345678 54123450 61000014 62987656 73123457 87654323 93000016 93123453 93234565 93333334 93456788 95001236 94567898 59000075 63499578';

/** any eight digits with a right check digit */
const wagon = fc.stringMatching(/^[2-9]\d{6}$/).map((body) => body + String(wagonCheckDigit(body)));

describe('wagon number', () => {
  it.each(VALID.split(' '))('%s has a right check digit', (number) => expect(isWagonNumber(number)).toBe(true));

  it.each(['93123454', '9312345', '931234530', '', '9312345З', '93123453 '])('%j is no wagon number', (text) => {
    expect(isWagonNumber(text)).toBe(false);
  });

  it.each([
    [54326657, '54326657'],
    ['52266772.0', '52266772'],
    ['52266772,00', '52266772'],
    ['52 266 772', '52266772'],
    ['52\u00a0266\u00a0772', '52266772'],
    ['065098634', '65098634'],
    ["'93123453", '93123453'],
    ['№ 93123453', '93123453'],
    ['9.3123453E7', '93123453'],
    ['93123454', '93123454'],
  ])('%j is normalised to %s', (cell, number) => expect(normaliseWagonNumber(cell)).toBe(number));

  it.each([
    '',
    '-',
    '0',
    '9312345',
    '931234530',
    '20.08.2026',
    'ИТОГО вагонов: 7',
    '9312345З',
    'Номер вагона',
    93123453.5,
    Number.NaN,
    -93123453,
  ])('%j holds no wagon number', (cell) => expect(normaliseWagonNumber(cell)).toBeUndefined());

  it('comes back from every messy spelling of it', () => {
    const spellings = wagon.chain((number) =>
      fc.tuple(
        fc.constant(number),
        fc.constantFrom<string | number>(
          number,
          Number(number),
          `${number}.0`,
          `0${number}`,
          ` ${number.slice(0, 2)}\u00a0${number.slice(2, 5)} ${number.slice(5)} `,
        ),
      ),
    );
    fc.assert(fc.property(spellings, ([number, cell]) => normaliseWagonNumber(cell) === number));
  });

  it('one wrong digit is always caught, and the right number is among its candidates', () => {
    fc.assert(
      fc.property(wagon, fc.nat(7), fc.integer({ min: 1, max: 9 }), (number, position, step) => {
        const digit = (Number(number.charAt(position)) + step) % 10;
        const typo = number.slice(0, position) + String(digit) + number.slice(position + 1);
        expect(isWagonNumber(typo)).toBe(false);
        expect(wagonTypoCandidates(typo)).toContain(number);
      }),
    );
  });

  it('a wrong number has eight candidates, one a digit; no candidates without eight digits', () => {
    expect(wagonTypoCandidates('93123454')).toHaveLength(8);
    expect(wagonTypoCandidates('9312345')).toEqual([]);
  });
});
