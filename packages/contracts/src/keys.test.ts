import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherLayout, phoneKey, queryKeys, searchKey } from './keys.ts';

describe('one key for all ways of writing', () => {
  it.each([
    ['a 123 bc 56', 'А123ВС56'],
    ['А123ВС56', 'А123ВС56'],
    ['эц-228978', 'ЭЦ228978'],
    ['ЭX077532', 'ЭХ077532'],
    ['S-000012', 'S000012'],
    ['ООО «Мещёра-Монолит»', 'ОООМЕЩЕРАМОНОЛИТ'],
  ])('%s → %s', (text, key) => expect(searchKey(text)).toBe(key));

  it('is the same for a key as for what it was made of', () => {
    fc.assert(fc.property(fc.string(), (text) => searchKey(searchKey(text)) === searchKey(text)));
  });

  it('knows what was meant in the other keyboard layout', () => {
    expect(otherLayout("'w228978")).toBe('эц228978');
    expect(queryKeys("'w228978")).toContain('ЭЦ228978');
    expect(queryKeys('   ')).toEqual([]);
  });

  it('reads a phone number however it begins', () => {
    expect(phoneKey('+7 (912) 345-67-89')).toBe('9123456789');
    expect(phoneKey('8 912 345 67 89')).toBe('9123456789');
    expect(phoneKey('93123453')).toBeUndefined();
  });
});
