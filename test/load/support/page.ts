import type { AssetState } from '@karavan/contracts';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { PASSWORD } from './installation.ts';

export interface Diagnostics {
  assets(): AssetState[];
  markerPixel(assetId: string): { x: number; y: number } | null;
  drawnAt(assetId: string): { lat: number; lon: number; paintedAt: number; fixAt: string } | null;
}
declare global {
  interface Window {
    __karavan?: Diagnostics;
    __seen?: Record<string, Sight[]>;
  }
}

/** How the page painted one fix of one asset. Times are epoch ms. */
export interface Sight {
  fixAt: string;
  /** the first frame in which the marker stands elsewhere than before */
  movedAt: number;
  /** the frame in which the marker has come to where it stays, and that place */
  thereAt: number;
  lat: number;
  lon: number;
}

export interface WatchingPage {
  /** Begins to note what is painted of these assets. */
  watch(assetIds: readonly string[]): Promise<void>;
  sights(): Promise<Record<string, Sight[]>>;
  /** resolves when the page has painted the markers of all these assets */
  drawn(assetIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The product's own page in a real browser, signed in, open on the map at `view` (`zoom/lat/lon`). */
export async function openPage(input: { url: string; email: string; view: string }): Promise<WatchingPage> {
  const browser = await launchBrowser();
  try {
    const page = await signedIn(browser, input);
    return {
      watch: (assetIds) => page.evaluate(noteSights, [...assetIds]),
      sights: () => page.evaluate(() => window.__seen ?? {}),
      drawn: async (assetIds) => {
        await page.waitForFunction((ids) => ids.every((id) => window.__karavan?.drawnAt(id)), [...assetIds], { timeout: 60_000 });
      },
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function signedIn(browser: Browser, { url, email, view }: { url: string; email: string; view: string }): Promise<Page> {
  const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 800 } });
  const reply = await context.request.post(`${url}/api/v1/auth/login`, { data: { email, password: PASSWORD } });
  if (!reply.ok()) throw new Error(`the page could not sign in: ${reply.status()}`);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${url}/#${view}`);
  await page.locator('.leaflet-container').waitFor();
  return page;
}

/** Runs in the page: looks at every frame where the markers are painted. */
function noteSights(assetIds: string[]): void {
  const seen: Record<string, Sight[]> = {};
  const last = new Map<string, number>();
  window.__seen = seen;
  for (const id of assetIds) seen[id] = [];
  const look = () => {
    for (const id of assetIds) {
      const drawn = window.__karavan?.drawnAt(id);
      if (!drawn || drawn.paintedAt === last.get(id)) continue;
      const isFirst = !last.has(id);
      last.set(id, drawn.paintedAt);
      if (isFirst) continue;
      const { fixAt, paintedAt, lat, lon } = drawn;
      const sight = seen[id]?.findLast((one) => one.fixAt === fixAt);
      if (sight === undefined) seen[id]?.push({ fixAt, movedAt: paintedAt, thereAt: paintedAt, lat, lon });
      else Object.assign(sight, { thereAt: paintedAt, lat, lon });
    }
    requestAnimationFrame(look);
  };
  look();
}
