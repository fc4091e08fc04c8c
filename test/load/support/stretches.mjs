// Preloaded into a program that is measured: notes every stretch of work of its main thread between two turns of the event loop,
// in processor time, so that whatever else the machine does is not counted. One line each: when it ended (epoch ms), how long (ms).
import { appendFileSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const NOTED_MS = 10;
const LOOK_MS = 5;
const file = process.env.STRETCHES;

if (isMainThread && file !== undefined && process.platform === 'linux') {
  const usedMs = () => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
  let before = usedMs();
  setInterval(() => {
    const now = usedMs();
    if (now - before > NOTED_MS) appendFileSync(file, `${Date.now()} ${(now - before).toFixed(1)}\n`);
    before = usedMs();
  }, LOOK_MS).unref();
}
