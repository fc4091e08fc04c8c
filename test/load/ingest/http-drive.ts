import { setTimeout as sleep } from 'node:timers/promises';
import { openHttp } from '../support/http.ts';
import { trackerId } from './devices.ts';

/** So many devices over HTTP, each with one request under way: requests answered with 200 a second. */
export async function driveHttp(input: {
  url: string;
  path: string;
  devices: number;
  seconds: number;
  beganAt: number;
}): Promise<number> {
  const client = openHttp({ url: input.url, connections: input.devices });
  let isOver = false;
  let answered = 0;
  const from = performance.now();
  const device = async (index: number) => {
    for (let n = 1; !isOver; n += 1) {
      const second = input.beganAt + n;
      const query = `id=${trackerId(index)}&lat=${48 + (index % 600) * 0.01}&lon=${(30 + n * 0.000_25).toFixed(5)}&timestamp=${second}&speed=31&bearing=90&batt=87`;
      const { status, body } = await client.get(`${input.path}?${query}`);
      if (status !== 200) throw new Error(`${status} ${body}`);
      answered += 1;
    }
  };
  const devices = Array.from({ length: input.devices }, (_, index) => device(index));
  await sleep(input.seconds * 1000);
  isOver = true;
  await Promise.all(devices);
  const seconds = (performance.now() - from) / 1000;
  client.close();
  return answered / seconds;
}
