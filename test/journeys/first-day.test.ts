import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { prepareJourney, SOON } from '../support/journey.ts';
import { fixture } from '../support/karavan.ts';

const journey = prepareJourney();
let report: string;
beforeAll(async () => {
  report = String(await fixture('3-lk-export.utf8.csv'));
});

async function open(path: string, options: Parameters<typeof journey.open>[1] = {}): Promise<Page> {
  const page = await journey.open(path, options);
  await page.locator('.leaflet-container').waitFor();
  return page;
}

/** Where the page has last painted the marker of an asset. */
const drawnAt = (page: Page, assetId: string) =>
  page.evaluate(
    (id) =>
      (window as unknown as { __karavan: { drawnAt(asset: string): { lat: number; lon: number } | null } }).__karavan.drawnAt(id),
    assetId,
  );

const at = (formed: string, operation: string, station: string) =>
  report
    .replace('20.08.2026 07:05', formed)
    .replace(
      'ГРЯЗИ-ВОРОНЕЖСКИЕ (591907);ЮГО-ВОСТОЧНАЯ (58);Отправление вагона со станции (2);ОТПР;20.08.2026 06:12',
      `${station};МОСКОВСКАЯ (17);Прибытие вагона на станцию (8);ПРИБ;${operation}`,
    );

it('a dispatcher uploads a report, sees the wagon move without a reload, and finds it by keyboard alone', async () => {
  const page = await open('/', { role: 'dispatcher' });
  await page.goto(`${journey.karavan.url}/sources`);
  await page
    .locator('[data-testid=upload-input]')
    .setInputFiles({ name: 'report.csv', mimeType: 'text/csv', buffer: Buffer.from(report) });
  await page.locator('[data-testid=upload-result]').first().waitFor();
  expect(await page.locator('[data-testid=upload-result]').first().innerText()).toContain('7');

  await page.goto(`${journey.karavan.url}/w/93123453`);
  await page.locator('[data-testid=answer-sentence]').first().waitFor();
  await expect.poll(() => drawnAt(page, 'wagon:93123453'), SOON).toMatchObject({ lat: expect.closeTo(52.5, 0) });
  await page.evaluate(() => {
    (window as unknown as { notReloaded: boolean }).notReloaded = true;
  });
  expect((await journey.karavan.upload(at('20.08.2026 13:05', '20.08.2026 12:30', 'ЛИПЕЦК (592505)'))).status).toBe(201);
  await expect.poll(() => drawnAt(page, 'wagon:93123453'), SOON).toMatchObject({ lat: expect.closeTo(52.62, 1) });
  await expect.poll(() => page.locator('[data-testid=answer-sentence]').first().innerText(), SOON).toContain('Липецк');
  expect(await page.evaluate(() => (window as unknown as { notReloaded?: boolean }).notReloaded)).toBe(true);

  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  expect(
    await page.evaluate(
      () =>
        document.activeElement?.closest('[data-testid=search-box]') !== null ||
        document.activeElement?.getAttribute('data-testid') === 'search-box',
    ),
  ).toBe(true);
  await page.keyboard.type('93456788');
  await page.getByText('93456788').nth(0).waitFor();
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/w\/93456788/);
  await expect.poll(() => page.locator('[data-testid=answer-sentence]').first().innerText(), SOON).toMatch(/поезд брошен/);
}, 90_000);

it('speaks Russian and English, light and dark, and remembers the choice', async () => {
  const page = await open('/w/93456788', { role: 'manager' });
  await expect.poll(() => page.locator('[data-testid=answer-sentence]').first().innerText(), SOON).toMatch(/^Вагон 93456788/);
  await page.locator('[data-testid=language-switch]').getByText('en', { exact: false }).first().click();
  await expect.poll(() => page.locator('[data-testid=answer-sentence]').first().innerText(), SOON).toMatch(/^Wagon 93456788/);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  const scheme = () => page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
  const before = await scheme();
  await page.locator('[data-testid=theme-switch]').first().click();
  await expect.poll(scheme, SOON).not.toBe(before);
  await page.reload();
  await expect.poll(() => page.locator('[data-testid=answer-sentence]').first().innerText(), SOON).toMatch(/^Wagon 93456788/);
  expect(await scheme()).not.toBe(before);
}, 60_000);

it('fits a phone: nothing to scroll sideways, everything within reach of a thumb', async () => {
  const page = await open('/', { role: 'manager', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await page.goto(`${journey.karavan.url}/w/93456788`);
  await page.locator('[data-testid=answer-sentence]').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}, 60_000);

it('shows a customer nothing of others, and a shared link its one shipment without a login', async () => {
  const dispatcher = await journey.karavan.as('dispatcher');
  const made = await journey.karavan.http
    .post('/api/v1/shipments')
    .set(dispatcher)
    .send({
      customerId: journey.karavan.customers[0],
      orderNumber: '777',
      product: 'Цемент',
      massKg: 68_500,
      origin: 'СЕБРЯКОВО',
      destination: 'ВОСКРЕСЕНСК',
      legs: [{ mode: 'rail', wagons: [{ number: '93123453', massKg: 68_500 }], waybill: 'ЭЯ101234' }],
    });
  expect(made.status).toBe(201);
  const page = await open('/w/93456788', { role: 'customer' });
  await expect.poll(() => page.locator('body').innerText(), SOON).toMatch(/не найден|ничего|нет/i);
  expect(await page.locator('body').innerText()).not.toContain('Липецк');
  await page.goto(`${journey.karavan.url}/s/${made.body.id}`);
  await expect.poll(() => page.locator('[data-testid=answer-sentence]').first().innerText(), SOON).toContain('777');

  const link = await journey.karavan.http.post(`/api/v1/shipments/${made.body.id}/share`).set(dispatcher).send({}).expect(201);
  const guest = await journey.visit(new URL(link.body.url).pathname);
  await guest.locator('.leaflet-container').waitFor();
  await expect.poll(() => guest.locator('body').innerText(), SOON).toContain('777');
  await expect.poll(() => drawnAt(guest, 'wagon:93123453'), SOON).not.toBeNull();
}, 60_000);
