import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { esr4to6, isEsr6, mod11, normaliseEsr } from './esr.ts';

const STATIONS =
  '520901 613608 247206 784500 047308 033004 018409 438506 060500 985609 985702 872504 233608 591907 223803 600102 220006';

describe('station code', () => {
  it.each(STATIONS.split(' '))('%s has a right check digit', (code) => expect(isEsr6(code)).toBe(true));

  it('takes the second pass of weights at 10 and 0 at a second 10', () => {
    expect(mod11('43850')).toBe(6);
    expect(mod11('06050')).toBe(0);
  });

  it.each(['613609', '61360', '6136080', '', 'СЕБРЯК'])('%j is no code', (code) => expect(isEsr6(code)).toBe(false));

  it.each([
    ['2300', '230008'],
    ['3000', '300003'],
    ['9857', '985702'],
    ['8725', '872504'],
    ['0330', '033004'],
  ])('short code %s is %s', (short, code) => expect(esr4to6(short)).toBe(code));

  it('refuses anything but four digits', () => expect(() => esr4to6('23000')).toThrow(RangeError));

  it.each([
    ['613608', '613608'],
    [18409, '018409'],
    ['33004', '033004'],
    ['45510', `45510${mod11('45510')}`],
    ['613608.0', '613608'],
    [' 613 608 ', '613608'],
    ['613609', '613609'],
  ])('%j is normalised to %s', (cell, code) => expect(normaliseEsr(cell)).toBe(code));

  it.each(['', '0', '000000', '-', 'СЕБРЯКОВО', '72265 (устар.)', '6136080', '17'])('%j holds no code', (cell) => {
    expect(normaliseEsr(cell)).toBeUndefined();
  });

  it('gets a dropped leading zero back', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^0[1-9]\d{3}$/), (body) => {
        const code = body + String(mod11(body));
        expect(normaliseEsr(Number(code))).toBe(code);
      }),
    );
  });
});
