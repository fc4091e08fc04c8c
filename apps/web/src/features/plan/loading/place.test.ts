import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deckUnder, dragged, fitted, keyMove, nudged, partAt } from './place.ts';

const deckM = 13.62;
const stretch = fc
  .tuple(fc.integer({ min: 0, max: 1362 }), fc.integer({ min: 0, max: 1362 }))
  .map(([a, b]) => ({ fromM: Math.min(a, b) / 100, toM: Math.max(a, b) / 100 }));
const byM = fc.double({ min: -30, max: 30, noNaN: true });

describe('goods on a deck', () => {
  test('never leave it and never turn inside out, however they are dragged or nudged', () => {
    fc.assert(
      fc.property(stretch, byM, fc.constantFrom('whole', 'from', 'to'), (start, by, part) => {
        if (part !== 'whole' && start.toM - start.fromM < 0.1) return;
        for (const move of [dragged, nudged]) {
          const { fromM, toM } = move(start, part, { byM: by, deckM });
          expect(fromM).toBeGreaterThanOrEqual(0);
          expect(toM).toBeLessThanOrEqual(deckM + 0.05);
          expect(toM).toBeGreaterThanOrEqual(fromM);
          if (part === 'whole') expect(toM - fromM).toBeCloseTo(start.toM - start.fromM, 3);
        }
      }),
    );
  });

  test('a hand puts them down every 5 cm, a key moves them by its step', () => {
    expect(dragged({ fromM: 2, toM: 10 }, 'whole', { byM: 0.33, deckM })).toEqual({ fromM: 2.35, toM: 10.35 });
    expect(nudged({ fromM: 2.02, toM: 10.02 }, 'whole', { byM: 0.1, deckM })).toEqual({ fromM: 2.12, toM: 10.12 });
    expect(dragged({ fromM: 2, toM: 10 }, 'to', { byM: -20, deckM }).toM).toBeCloseTo(2.1);
    expect(nudged({ fromM: 2, toM: 10 }, 'from', { byM: Number.NEGATIVE_INFINITY, deckM })).toEqual({ fromM: 0, toM: 10 });
    expect(nudged({ fromM: 2, toM: 10 }, 'whole', { byM: Number.POSITIVE_INFINITY, deckM }).toM).toBeCloseTo(13.62);
  });

  test('a point stays a point', () => {
    expect(dragged({ fromM: 3, toM: 3 }, 'whole', { byM: 1, deckM })).toEqual({ fromM: 4, toM: 4 });
  });

  test('what is longer than another deck covers all of it', () => {
    expect(fitted({ fromM: 2, toM: 10 }, 6)).toEqual({ fromM: 0, toM: 6 });
    expect(fitted({ fromM: 5, toM: 6 }, 5.5)).toEqual({ fromM: 4.5, toM: 5.5 });
  });
});

test('the ends stretch, the middle moves, and a narrow block keeps a middle', () => {
  expect(partAt({ fromM: 2, toM: 10 }, 2.1, 0.2)).toBe('from');
  expect(partAt({ fromM: 2, toM: 10 }, 9.9, 0.2)).toBe('to');
  expect(partAt({ fromM: 2, toM: 10 }, 6, 0.2)).toBe('whole');
  expect(partAt({ fromM: 2, toM: 2.3 }, 2.15, 1)).toBe('whole');
  expect(partAt({ fromM: 2, toM: 2 }, 2, 1)).toBe('whole');
});

test('arrows move, others do not', () => {
  expect([keyMove('ArrowLeft', false), keyMove('ArrowRight', true), keyMove('a', false)]).toEqual([-0.1, 1, undefined]);
});

test('goods dragged over a coupling come down on the deck their middle is over, or the nearest', () => {
  const truck = { name: 'truck', fromM: 1, lengthM: 6 };
  const trailer = { name: 'trailer', fromM: 9, lengthM: 8 };
  const decks = [truck, trailer];
  const goods = { fromM: 1, toM: 3 };
  // their middle stands at 1 + 2 = 3 m of the set
  expect([0, 4, 4.9, 5.1, 6, 30].map((byM) => deckUnder(goods, truck, { byM, decks }).name)).toEqual([
    'truck',
    'truck',
    'truck',
    'trailer',
    'trailer',
    'trailer',
  ]);
  expect(deckUnder(goods, trailer, { byM: -8, decks }).name).toBe('truck');
  expect(deckUnder(goods, truck, { byM: 3, decks: [truck] }).name).toBe('truck');
});
