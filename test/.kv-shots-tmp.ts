import { launchBrowser } from '/work/main/test/support/browser.ts';
const URL0 = 'http://127.0.0.1:3666';
const only = process.argv.slice(2);
const browser = await launchBrowser();
const shots: [string, string, object, string, string, string][] = [];
const sizes = { d: { width: 1280, height: 800 }, m: { width: 360, height: 740 } };
let state: any;
{
  const c = await browser.newContext(); const p = await c.newPage();
  await p.goto(URL0); 
  await p.request.post(URL0 + '/api/v1/auth/login', { data: { email: 'dispatcher@karavan.demo', password: 'karavan-demo' } });
  state = await c.storageState(); await c.close();
}
for (const spec of only) {
  const [name, size, theme, lang, ...rest] = spec.split(',');
  const query = rest.join(',');
  const c = await browser.newContext({ storageState: state, viewport: (sizes as any)[size!], locale: lang === 'ru' ? 'ru-RU' : 'en-GB', colorScheme: theme as any, deviceScaleFactor: 1 });
  const p = await c.newPage();
  p.on('pageerror', (e) => console.log('ERR', name, e.message));
  p.on('console', (m) => m.type() === 'error' && console.log('CONSOLE', name, m.text()));
  await p.addInitScript(([t]) => { localStorage.setItem('mantine-color-scheme-value', t!); }, [theme]);
  await p.goto(`${URL0}/plan/loading${query}`);
  await p.locator('[data-testid=verdict]').waitFor({ timeout: 20000 }).catch((e) => console.log(name, 'no verdict'));
  await p.waitForTimeout(900);
  console.log(name, p.url().slice(0, 200), 'sw', await p.evaluate(() => document.documentElement.scrollWidth));
  // let the page grow: content scrolls inside
  const tall = await p.evaluate(() => Math.max(...[...document.querySelectorAll('*')].map((e) => e.scrollHeight)));
  await p.screenshot({ path: `/tmp/kv-${name}.png` });
  if (size === 'm' || name!.endsWith('F')) { await p.setViewportSize({ width: (sizes as any)[size!].width, height: Math.min(3000, tall + 60) }); await p.waitForTimeout(300); await p.screenshot({ path: `/tmp/kv-${name}.png` }); }
  await c.close();
}
await browser.close();
