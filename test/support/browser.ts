import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A system Chromium where there is one, else the one that comes as an npm package. */
export async function launchBrowser(): Promise<Browser> {
  const installed = SYSTEM.find((file) => existsSync(file));
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // The package's own arguments ask for a single process, and that one ends with the first context closed.
  return playwright.launch({ executablePath: installed ?? (await chromium.executablePath()), args: quiet, headless: true });
}
