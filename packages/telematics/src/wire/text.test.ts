import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digitsIn, isPlain, numberIn } from './text.ts';

const OLD_FORM = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

it('reads every number as JavaScript reads it, to the last bit, and nothing else', () => {
  const written = fc.oneof(
    fc.stringMatching(/^\d{0,12}\.?\d{0,12}$/),
    fc.stringMatching(/^[+-]?\d{0,20}(\.\d{0,20})?(e[+-]?\d{1,3})?$/),
    fc.string({ maxLength: 6 }),
    fc.constantFrom('', '.', '5.', '.5', '..', '0', '00.10', '1 ', ' 7', '0x10', '999999999999999', '99999999999999.9', '-0'),
  );
  fc.assert(
    fc.property(written, (text) => {
      const meant = OLD_FORM.test(text.trim()) && Number.isFinite(Number(text)) ? Number(text) : undefined;
      expect(Object.is(numberIn(text), meant)).toBe(true);
      const plain = digitsIn(`a${text};`, 1, text.length + 1);
      if (!Number.isNaN(plain)) expect(Object.is(plain, Number(text))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('knows a text that a database keeps', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { maxLength: 8 }), (codes) => {
      const text = String.fromCharCode(...codes);
      expect(isPlain(text)).toBe(!text.includes('\0') && text.isWellFormed());
    }),
  );
  for (const text of ['жук', '😀', 'a\u0000', '\ud83d', 'x\udc00y', '\uffff']) {
    expect(isPlain(text)).toBe(!text.includes('\0') && text.isWellFormed());
  }
});
