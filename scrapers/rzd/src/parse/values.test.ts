import { describe, expect, it } from 'vitest';
import { cellText } from './table.ts';
import { namedTextOf, textOf } from './values.ts';

describe('text of a cell', () => {
  it('has no NUL and no half of a surrogate pair', () => {
    expect(textOf('Це\0мент')).toBe('Цемент');
    expect(textOf('a\ud800b')).toBe('a\ufffdb');
    expect(textOf('wagon 🚃')).toBe('wagon 🚃');
    expect(cellText('\0')).toBe('');
    expect(namedTextOf('\0' + '0')).toBeUndefined();
  });
});
