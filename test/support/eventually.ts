import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is there: for the state of another process, which sends no event. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined | false>, limitMs = 15_000): Promise<T> {
  const until = performance.now() + limitMs;
  let last: unknown;
  while (performance.now() < until) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await pause(25);
  }
  throw new Error(`waited ${limitMs} ms in vain for ${what}`, { cause: last });
}
