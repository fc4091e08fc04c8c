import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { PASSWORD, startTestKaravan, type TestKaravan } from './karavan.ts';

/** A page answers within moments; a loaded machine gets more of them. */
export const SOON = { timeout: 20_000 };

type Visit = BrowserContextOptions & { role?: 'customer' | 'customer2' | 'dispatcher' | 'manager' | 'admin' };

export interface Journey {
  readonly karavan: TestKaravan;
  readonly browser: Browser;
  /** A window of its own at this address, closed after the test, without anybody signed in. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same, signed in: a dispatcher unless said otherwise. */
  open(path: string, options?: Visit): Promise<Page>;
}

/** For a file of journeys: the product with its page and a browser, started before its tests and stopped after them. */
export function prepareJourney(): Journey {
  let karavan: TestKaravan;
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeAll(async () => {
    [karavan, browser] = await Promise.all([startTestKaravan({ withPage: true }), launchBrowser()]);
  }, 90_000);
  afterEach(async () => {
    for (const context of opened.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await karavan.close();
  });

  const visit: Journey['visit'] = async (path, options) => {
    const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 800 }, ...options });
    opened.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(SOON.timeout);
    await page.goto(`${karavan.url}${path}`);
    return page;
  };
  return {
    get karavan() {
      return karavan;
    },
    get browser() {
      return browser;
    },
    visit,
    open: async (path, { role = 'dispatcher', ...options } = {}) => {
      const page = await visit(path, options);
      await signIn(page, role);
      return page;
    },
  };
}

async function signIn(page: Page, role: Visit['role']): Promise<void> {
  await page.locator('input[type=email]').fill(`${role}@test.example`);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
}
