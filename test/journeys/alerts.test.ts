import { expect, it } from 'vitest';
import { prepareJourney, SOON } from '../support/journey.ts';

const journey = prepareJourney();

/** Seconds ago, so many hundredths of a degree north of the yard: 1.11 km each. */
const sends = (secondsAgo: number, north: number) =>
  journey.karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id: 'journey', lat: 55 + north / 100, lon: 38, timestamp: Math.floor(Date.now() / 1000) - secondsAgo, speed: 30 })
    .expect(200);

it('a fence is drawn, a truck drives into it, the alert appears, is taken by keyboard, and closes by evidence', async () => {
  const staff = await journey.karavan.as('dispatcher');
  const vehicle = await journey.karavan.http.post('/api/v1/vehicles').set(staff).send({ plate: 'А777ВС56' }).expect(201);
  await journey.karavan.http
    .post('/api/v1/devices')
    .set(staff)
    .send({ uniqueId: 'journey', vehicleId: vehicle.body.id })
    .expect(201);
  await sends(300, 2);

  const page = await journey.open('/geofences?new=polygon#12/55/38');
  await page.locator('.leaflet-container').waitFor();
  await page.locator('[data-testid=fence-form] input').first().fill('Двор');
  // four corners around the middle of the map, and the first one once more
  await page.locator('.kv-map .leaflet-container.geoman-draw-cursor').waitFor();
  const map = await page.locator('.leaflet-container').boundingBox();
  const [x, y] = [(map?.x ?? 0) + (map?.width ?? 0) / 2, (map?.y ?? 0) + (map?.height ?? 0) / 2];
  for (const [dx, dy] of [
    [-60, -60],
    [60, -60],
    [60, 60],
    [-60, 60],
    [-60, -60],
  ] as const) {
    await page.mouse.move(x + dx, y + dy, { steps: 3 });
    await page.mouse.click(x + dx, y + dy);
  }
  await expect
    .poll(() => page.locator('[data-testid=fence-form] textarea').first().inputValue(), SOON)
    .toMatch(/^55\.\d+, 3[78]\.\d+\n/);
  await page.locator('[data-testid=fence-form] button[type=submit]').click();
  const fence = page.getByRole('link', { name: 'Двор' });
  await fence.waitFor();

  await page.locator('[data-testid=nav-alerts]').click();
  await page.getByText('Всё в порядке.').waitFor();
  await sends(150, 0);
  const row = page.locator('[data-testid=alert-geofenceEntry]');
  await row.waitFor();
  expect(await row.innerText()).toContain('А777ВС56');
  expect(await row.innerText()).toContain('внимание');
  await expect.poll(() => page.locator('[data-testid=nav-alerts]').innerText(), SOON).toMatch(/1/);
  await row.focus();
  await page.keyboard.press('t');
  await expect.poll(() => row.innerText(), SOON).toMatch(/\bя\b|(^|\s)я(\s|$)/m);

  await sends(10, -3);
  await expect.poll(() => row.count(), SOON).toBe(0);
  await page.getByRole('button', { name: 'Закрытые' }).click();
  await row.waitFor();
  expect(await row.innerText()).toMatch(/прошло/);
  expect(page.url()).toContain('state=closed');
  await row.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/t\//);
  await page.context().close();
}, 120_000);
