import { setTimeout as sleep } from 'node:timers/promises';
import { epochNow } from '../support/clock.ts';
import { openHttp } from '../support/http.ts';
import { EVERY_SECONDS, osmandPath, placeAt, RATE, type Truck } from './fleet.ts';

export interface Sent {
  truck: Truck;
  epochSeconds: number;
  lat: number;
  lon: number;
  sentAt: number;
  ackedAt: number | undefined;
}

const TICK_MS = 5;
const CONNECTIONS = 64;

/**
 * Sends `RATE` positions a second for so long, truck after truck, at fixed moments whether or not earlier ones were
 * answered: a slow server does not slow the trucks down.
 */
export async function drive(input: {
  url: string;
  fleet: readonly Truck[];
  seconds: number;
  startedAt: number;
}): Promise<Sent[]> {
  const client = openHttp({ url: input.url, connections: CONNECTIONS });
  const sent: Sent[] = [];
  const answers: Promise<void>[] = [];
  const beganAt = epochNow();
  const total = RATE * input.seconds;
  while (sent.length < total) {
    const due = Math.min(total, Math.floor(((epochNow() - beganAt) / 1000) * RATE) + 1);
    while (sent.length < due) {
      const truck = input.fleet[sent.length % input.fleet.length];
      if (truck === undefined) throw new Error('there is no fleet');
      const sentAt = epochNow();
      const fix = placeAt(truck, (sentAt - input.startedAt) / 1000);
      const one: Sent = { truck, ...fix, epochSeconds: Math.floor(sentAt / 1000), sentAt, ackedAt: undefined };
      sent.push(one);
      answers.push(
        client.get(osmandPath(truck, one)).then(({ status }) => {
          if (status === 200) one.ackedAt = epochNow();
        }),
      );
    }
    await sleep(TICK_MS);
  }
  await Promise.all(answers);
  client.close();
  return sent;
}

/** So long until every truck has sent once. */
export const ONE_ROUND_SECONDS = EVERY_SECONDS;
