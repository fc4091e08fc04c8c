/** A program for data-lock.test.ts: tries to hold the directory of its argument and stays until it is killed. */
import { holdDirectory } from './data-lock.ts';

setInterval(() => {}, 1_000);
await holdDirectory(process.argv[2] ?? '').then(
  () => console.log('held'),
  () => console.log('refused'),
);
