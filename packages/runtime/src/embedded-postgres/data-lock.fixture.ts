/** A program for data-lock.test.ts: holds the directory of its argument until it is killed. */
import { holdDirectory } from './data-lock.ts';

await holdDirectory(process.argv[2] ?? '');
setInterval(() => {}, 1_000);
console.log('held');
