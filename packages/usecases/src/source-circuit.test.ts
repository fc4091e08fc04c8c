import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterLook, type CircuitState } from './source-circuit.ts';

const CLOSED: CircuitState = { circuit: 'closed', failures: 0 };
function looks(results: ('ok' | 'failed' | 'badLogin')[], everySeconds = 900) {
  let state = CLOSED;
  return results.map((result) => {
    const next = afterLook(state, { result, everySeconds });
    // whoever takes an open source for a look makes it half open
    state = next.circuit === 'open' ? { ...next, circuit: 'halfOpen' } : next;
    return next;
  });
}

it('tries again soon, gives up after three, waits longer each time up to half an hour, and closes at the first success', () => {
  expect(looks(['failed', 'failed', 'failed', 'failed', 'failed', 'ok', 'failed'])).toEqual([
    { circuit: 'closed', failures: 1, waitSeconds: 2 },
    { circuit: 'closed', failures: 2, waitSeconds: 4 },
    { circuit: 'open', failures: 3, waitSeconds: 900 },
    { circuit: 'open', failures: 4, waitSeconds: 1800 },
    { circuit: 'open', failures: 5, waitSeconds: 1800 },
    { circuit: 'closed', failures: 0, waitSeconds: 900 },
    { circuit: 'closed', failures: 1, waitSeconds: 2 },
  ]);
});

it('opens at once for a refused login and waits at least a quarter of an hour, at most six', () => {
  expect(looks(Array(7).fill('badLogin'), 60).map(({ waitSeconds }) => waitSeconds)).toEqual([
    900, 1800, 3600, 7200, 14_400, 21_600, 21_600,
  ]);
  expect(looks(['badLogin'])[0]?.circuit).toBe('open');
});

it('a source looked at every two seconds is tried again within twenty', () => {
  expect(looks(Array(12).fill('failed'), 2).map(({ waitSeconds }) => waitSeconds)).toEqual([
    2, 2, 2, 4, 8, 16, 20, 20, 20, 20, 20, 20,
  ]);
});

it('never waits for ever, never hammers, whatever comes', () => {
  const result = fc.constantFrom('ok' as const, 'failed' as const, 'badLogin' as const);
  fc.assert(
    fc.property(fc.array(result, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 86_400 }), (results, every) => {
      for (const { waitSeconds } of looks(results, every)) {
        expect(waitSeconds).toBeGreaterThanOrEqual(Math.min(every, 2));
        expect(waitSeconds).toBeLessThanOrEqual(Math.max(every, 21_600));
      }
    }),
  );
});
