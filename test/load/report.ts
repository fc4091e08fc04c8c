import { setTimeout as sleep } from 'node:timers/promises';
import { type Railway, startRailway, TO, VIEW } from './report/account.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';
import { builtPage, startInstallation, startKaravan } from './support/installation.ts';
import { openPage, type Sight, type WatchingPage } from './support/page.ts';
import { createRandom } from './support/random.ts';

const SAMPLES = 25;
const POLL_SECONDS = 2;
const LIMIT_S = 5;
const PATIENCE_MS = 15_000;
const EMAIL = 'dispatcher@bench.example';

/** From the railway's account to the eye: order, preparation, download, parser, rules, store, socket, marker. */
export async function benchReport(): Promise<Figure[]> {
  builtPage();
  const installation = await startInstallation();
  const railway = await startRailway(SAMPLES);
  try {
    await installation.addPerson({ email: EMAIL, role: 'dispatcher', customerId: null });
    const karavan = await startKaravan(installation, {
      RZD_BASE_URL: railway.account.url,
      RZD_LOGIN: railway.account.login,
      RZD_PASSWORD: railway.account.password,
      RZD_POLL_SECONDS: String(POLL_SECONDS),
    });
    try {
      return await measure(railway, karavan.url);
    } finally {
      await karavan.stop();
    }
  } finally {
    await railway.account.stop();
    await installation.close();
  }
}

async function measure(railway: Railway, url: string): Promise<Figure[]> {
  const page = await openPage({ url, email: EMAIL, view: `${VIEW.zoom}/${VIEW.lat}/${VIEW.lon}` });
  try {
    const assets = railway.waiting.map((wagon) => `wagon:${wagon}`);
    await page.drawn(assets);
    await page.watch(assets);
    const random = createRandom(3);
    const fromKnown: number[] = [];
    const fromServed: number[] = [];
    for (const wagon of railway.waiting) {
      await sleep(500 + random.below(POLL_SECONDS * 1000)); // at any moment between two looks
      const knownAt = railway.arrive(wagon);
      const sight = await arrival(page, `wagon:${wagon}`);
      fromKnown.push((sight?.thereAt ?? Infinity) - knownAt);
      fromServed.push((sight?.thereAt ?? Infinity) - (railway.servedAt() ?? Infinity));
    }
    say(`${SAMPLES} arrivals in a report of 320 wagons, looked for every ${POLL_SECONDS} s`);
    printQuantiles(
      'until the marker stands there',
      new Map([
        ['since the account knows', fromKnown],
        ['since the report went out', fromServed],
      ]),
    );
    return [
      {
        promise: 'report: from the account to the marker, 95 of 100',
        measured: quantile(fromKnown, 0.95) / 1000,
        limit: LIMIT_S,
        unit: 's',
      },
    ];
  } finally {
    await page.close();
  }
}

/** What the page painted when the wagon's marker stood at the station it arrived at. */
async function arrival(page: WatchingPage, assetId: string): Promise<Sight | undefined> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const sights = (await page.sights())[assetId] ?? [];
    const there = sights.find(({ lat, lon }) => Math.hypot(lat - TO.lat, lon - TO.lon) < 0.001);
    if (there !== undefined) return there;
    await sleep(50);
  }
  return undefined;
}
