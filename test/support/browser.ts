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
  return playwright.launch(
    installed === undefined
      ? { executablePath: await chromium.executablePath(), args: [...chromium.args, ...quiet], headless: true }
      : { executablePath: installed, args: quiet, headless: true },
  );
}
