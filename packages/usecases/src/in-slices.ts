import { setImmediate as breathe } from 'node:timers/promises';

/** The event loop gets its turn this often. */
const SLICE_MS = 10;

/** `flatMap` over thousands of things that lets others work in between. */
export async function inSlices<T, R>(items: readonly T[], work: (item: T) => R[]): Promise<R[]> {
  const done: R[] = [];
  let sliceEnds = performance.now() + SLICE_MS;
  for (const item of items) {
    done.push(...work(item));
    if (performance.now() < sliceEnds) continue;
    await breathe();
    sliceEnds = performance.now() + SLICE_MS;
  }
  return done;
}
