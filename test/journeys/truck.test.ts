import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { PASSWORD, startTestKaravan, type TestKaravan } from '../support/karavan.ts';

let karavan: TestKaravan;
let browser: Browser;
const SOON = { timeout: 15_000 };
const PLATE = 'А555КР56';
const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const startedAt = Math.floor(Date.now() / 60_000) * 60_000;
const ago = (minutes: number) => `${new Date(startedAt - minutes * 60_000).toISOString().slice(0, 19)}Z`;

beforeAll(async () => {
  [karavan, browser] = await Promise.all([startTestKaravan({ withPage: true }), launchBrowser()]);
}, 90_000);
afterAll(async () => {
  await browser.close();
  await karavan.close();
});

async function open(role: string, path: string, size = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ locale: 'ru-RU', viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${karavan.url}${path}`);
  await page.locator('input[type=email]').fill(`${role}@test.example`);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('.leaflet-container').waitFor();
  return page;
}

const send = (minutes: number, lat: number, kmh: number) =>
  karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id: 'journey-truck', lat, lon: 37, timestamp: ago(minutes), speed: kmh / 1.852 })
    .expect(200);

type Window = { __karavan: { assets(): { id: string }[]; drawnAt(id: string): { lat: number } | null } };
/** The latitude the marker is painted at, to a thousandth; undefined while it is nowhere. */
const latOf = (page: Page, id: string) =>
  page.evaluate((asset) => {
    const lat = (window as unknown as Window).__karavan.drawnAt(asset)?.lat;
    return lat === undefined ? undefined : Math.round(lat * 1000) / 1000;
  }, id);

it('the hours of a gate are entered, a truck on its way is told them, its past is replayed, and a customer sees his own stretch of it', async () => {
  const staff = await karavan.as('dispatcher');
  const post = async (path: string, body: object) =>
    (await karavan.http.post(`/api/v1${path}`).set(staff).send(body).expect(201)).body.id as string;
  const vehicleId = await post('/vehicles', { plate: PLATE });
  await post('/devices', { uniqueId: 'journey-truck', vehicleId });
  const [customerId] = karavan.customers;
  const siteId = await post('/sites', { kind: 'site', name: 'Мост', lat: 57.5, lon: 37, customerId });
  await send(200, 54.7, 60); // before anything of his
  await post('/shipments', {
    ...{ customerId, orderNumber: '10555', product: 'Цемент', massKg: 20_000 },
    ...{ origin: PLANT, destinationSiteId: siteId },
    legs: [{ mode: 'road', trips: [{ plate: PLATE, massKg: 20_000, loadFrom: ago(190) }] }],
  });

  const page = await open('dispatcher', '/sites');
  await page.getByRole('link', { name: 'Мост' }).click();
  const form = page.locator('[data-testid=site-form]');
  await form.locator('[data-testid=site-hours]').focus();
  await page.keyboard.press('Space');
  // open for a minute last midnight, and the day after tomorrow: whenever it comes, the gate is closed
  const today = (new Date(startedAt + 3 * 3_600_000).getUTCDay() + 7) % 7;
  for (const [day, name] of WEEK.entries())
    await form.locator(`#site-${name}`).fill(day === today ? '0:00-0:01' : day === (today + 2) % 7 ? '08:00–18:00' : '');
  await form.locator('button[type=submit]').click();
  await page.getByText('Сохранено').waitFor();
  await page.getByText('08:00–18:00').waitFor();

  for (const [minutes, lat, kmh] of [
    [180, 55, 0],
    [150, 55, 0],
    [140, 55.1, 60],
    [115, 55.35, 60],
    [100, 55.5, 70],
    [90, 55.6, 0],
    [75, 55.6, 0],
    [60, 55.7, 60],
    [2, 56.2, 65],
  ] as const)
    await send(minutes, lat, kmh);

  await page.goto(`${karavan.url}/t/${encodeURIComponent(PLATE)}`);
  const gate = page.locator('[data-testid=eta-at-gate]');
  await expect.poll(() => gate.innerText().catch(() => ''), SOON).toMatch(/прибытие .+ворота закрыты с .+→ выгрузка .+08:00/);
  const stops = page.locator('[data-testid=stops]');
  await expect.poll(() => stops.innerText().catch(() => ''), SOON).toMatch(/Остановки 2/);
  expect(await stops.innerText()).toMatch(/Завод[\s\S]+сигнал шёл/);
  expect(await page.locator('[data-testid=trips]').innerText()).toContain('10555');

  await page.getByRole('button', { name: 'Посмотреть прошлое' }).click();
  await page.locator('[data-testid=replay]').getByText('Вы смотрите прошлое').waitFor();
  const truck = `truck:${vehicleId}`;
  // an hour ago it was at the fix of then, or some seconds before the silence that followed
  await expect.poll(() => latOf(page, truck), SOON).toBeCloseTo(55.7, 1);
  await page.keyboard.press('Home');
  await page.goto(`${karavan.url}/t/${encodeURIComponent(PLATE)}?at=${ago(130)}`);
  await expect.poll(() => latOf(page, truck), SOON).toBe(55.2); // ten of the twenty-five minutes between two fixes, and of their 0.25°
  await page.locator('[data-testid=past-words]').getByText('едет 60 км/ч').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => latOf(page, truck), SOON).toBe(55.31); // eleven minutes on
  await expect.poll(() => new URL(page.url()).searchParams.get('at'), SOON).toBe(ago(119));
  await page.keyboard.press('End');
  await expect.poll(() => latOf(page, truck), SOON).toBe(56.2); // the last fix and no further
  await page.getByRole('button', { name: '×60' }).click();
  await page.keyboard.press('Home');
  await page.getByRole('slider').focus();
  await page.keyboard.press('Space');
  const before = await page.locator('[data-testid=replay-time]').getAttribute('datetime');
  await expect
    .poll(async () => Date.parse((await page.locator('[data-testid=replay-time]').getAttribute('datetime')) ?? ''), SOON)
    .toBeGreaterThan(Date.parse(before ?? '') + 60_000);
  await page.locator('[data-testid=replay-now]').click();
  await expect.poll(() => page.url(), SOON).not.toContain('at=');
  await page.context().close();

  const phone = await open('customer', `/?at=${ago(120)}`, { width: 360, height: 740 });
  await expect.poll(() => latOf(phone, truck), SOON).toBe(55.1); // the whole fleet stands at its fixes
  await phone.goto(`${karavan.url}/?at=${ago(181)}`);
  await phone.getByText('Ничего').waitFor();
  expect(await latOf(phone, truck)).toBeUndefined();
  await phone.goto(`${karavan.url}/t/${encodeURIComponent(PLATE)}?at=${ago(199)}`);
  await phone.getByText('отметок этой машины ещё не было').waitFor();
  expect(await phone.content()).not.toContain('54.7');
  await phone.context().close();
}, 120_000);
