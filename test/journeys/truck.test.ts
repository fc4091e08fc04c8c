import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { prepareJourney, SOON } from '../support/journey.ts';

const journey = prepareJourney();
const PLATE = 'А555КР56';
const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const startedAt = Math.floor(Date.now() / 60_000) * 60_000;
const ago = (minutes: number) => `${new Date(startedAt - minutes * 60_000).toISOString().slice(0, 19)}Z`;

async function open(role: 'dispatcher' | 'customer', path: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
  const page = await journey.open(path, { role, viewport, reducedMotion: 'reduce' });
  await page.locator('.leaflet-container').waitFor();
  return page;
}

const send = (minutes: number, lat: number, kmh: number) =>
  journey.karavan.http
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
  const staff = await journey.karavan.as('dispatcher');
  const post = async (path: string, body: object) =>
    (await journey.karavan.http.post(`/api/v1${path}`).set(staff).send(body).expect(201)).body.id as string;
  const vehicleId = await post('/vehicles', { plate: PLATE });
  await post('/devices', { uniqueId: 'journey-truck', vehicleId });
  const [customerId] = journey.karavan.customers;
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

  await page.goto(`${journey.karavan.url}/t/${encodeURIComponent(PLATE)}`);
  const gate = page.locator('[data-testid=eta-at-gate]');
  await expect.poll(() => gate.innerText().catch(() => ''), SOON).toMatch(/прибытие .+ворота закрыты с .+→ выгрузка .+08:00/);
  const stops = page.locator('[data-testid=stops]');
  await expect.poll(() => stops.innerText().catch(() => ''), SOON).toMatch(/Остановки 2/);
  expect(await stops.innerText()).toMatch(/Завод[\s\S]+сигнал шёл/);
  await expect.poll(() => page.locator('[data-testid=trips]').innerText(), SOON).toContain('10555');

  await page.getByRole('button', { name: 'Посмотреть прошлое' }).click();
  await page.locator('[data-testid=replay]').getByText('Вы смотрите прошлое').waitFor();
  const truck = `truck:${vehicleId}`;
  // an hour ago it was at the fix of then, or some seconds before the silence that followed
  await expect.poll(() => latOf(page, truck), SOON).toBeCloseTo(55.7, 1);
  await page.keyboard.press('Home');
  await page.goto(`${journey.karavan.url}/t/${encodeURIComponent(PLATE)}?at=${ago(130)}`);
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
  await phone.goto(`${journey.karavan.url}/?at=${ago(181)}`);
  await phone.getByText('Ничего').waitFor();
  expect(await latOf(phone, truck)).toBeUndefined();
  await phone.goto(`${journey.karavan.url}/t/${encodeURIComponent(PLATE)}?at=${ago(199)}`);
  await phone.getByText('отметок этой машины ещё не было').waitFor();
  expect(await phone.content()).not.toContain('54.7');
  await phone.context().close();
}, 120_000);

/** What a page finds who is to paint in this way: a graphics processor that is none, no threads, or what this browser has. */
const PAINTERS = {
  thread: () => undefined,
  flat: () => Reflect.deleteProperty(globalThis, 'OffscreenCanvas'),
  gl: () => {
    const { getContext } = HTMLCanvasElement.prototype;
    Object.assign(HTMLCanvasElement.prototype, {
      getContext(this: HTMLCanvasElement, type: string, options: object = {}) {
        return getContext.call(this, type, { ...options, failIfMajorPerformanceCaveat: false });
      },
    });
    const { getParameter } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.getParameter = function (name: number) {
      const told: unknown = getParameter.call(this, name);
      return typeof told === 'string' ? 'Real' : told;
    };
  },
};
type Painted = { __karavan: { frames(): { painter: string } | null; markerPixel(id: string): { x: number; y: number } | null } };

/** Of two pictures the share of pixels that differ by more than an eye could see. */
const differing = (page: Page, pictures: readonly string[]): Promise<number> =>
  page.evaluate(async (encoded) => {
    const [one, other] = await Promise.all(
      encoded.map(async (base64) => {
        const image = Object.assign(new Image(), { src: `data:image/png;base64,${base64}` });
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
      }),
    );
    if (one === undefined || other === undefined || one.length !== other.length || one.length === 0) return 1;
    return one.filter((value, index) => Math.abs(value - (other[index] ?? 0)) > 12).length / one.length;
  }, pictures);

it('a marker looks the same whoever paints it, in light and dark, and jumps where no motion is wanted', async () => {
  const staff = await journey.karavan.as('dispatcher');
  const made = await journey.karavan.http.post('/api/v1/vehicles').set(staff).send({ plate: 'В777КР56' }).expect(201);
  const truck = `truck:${made.body.id}`;
  await journey.karavan.http
    .post('/api/v1/devices')
    .set(staff)
    .send({ uniqueId: 'painted', vehicleId: made.body.id })
    .expect(201);
  const drive = (secondsAgo: number, lat: number) =>
    journey.karavan.http
      .get('/api/v1/ingest/osmand')
      .query({ id: 'painted', lat, lon: 41.5, timestamp: Math.floor(Date.now() / 1000) - secondsAgo, speed: 32, bearing: 45 })
      .expect(200);
  await drive(60, 58.3);

  const page = await open('dispatcher', '/#13/58.3000/41.5000');
  const { cookies } = await page.context().storageState();
  const marker = async (shown: Page) => {
    const at = await shown.evaluate((id) => (window as unknown as Painted).__karavan.markerPixel(id), truck);
    const clip = { x: (at?.x ?? 0) - 40, y: (at?.y ?? 0) - 40, width: 80, height: 80 };
    return (await shown.screenshot({ clip })).toString('base64');
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    const pictures = new Map<string, string>();
    for (const [painter, prepare] of Object.entries(PAINTERS)) {
      if (painter === 'flat' && colorScheme === 'dark') continue; // the thread draws with the same brush
      const context = await journey.browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 800 }, colorScheme });
      await context.addCookies(cookies);
      const shown = await context.newPage();
      await shown.addInitScript(prepare);
      await shown.goto(`${journey.karavan.url}/#13/58.3000/41.5000`);
      await expect.poll(() => latOf(shown, truck).catch(() => undefined), SOON).toBe(58.3);
      expect(await shown.evaluate(() => (window as unknown as Painted).__karavan.frames()?.painter)).toBe(painter);
      pictures.set(painter, await marker(shown));
      await context.close();
    }
    const { thread = '', flat = thread, gl = '' } = Object.fromEntries(pictures);
    expect(await differing(page, [thread, flat])).toBe(0);
    expect(await differing(page, [thread, gl])).toBeLessThan(0.01); // edges are blended in other arithmetic
  }

  /** All latitudes it is painted at from now on until it is at its next fix. */
  const way = async (lat: number, secondsAgo: number): Promise<number[]> => {
    const seen = page.evaluate(
      ([id, goal]) =>
        new Promise<number[]>((resolve) => {
          const lats = new Set<number>();
          const look = () => {
            const at = (window as unknown as Window).__karavan.drawnAt(id);
            if (at) lats.add(at.lat);
            if (at?.lat === goal) resolve([...lats]);
            else requestAnimationFrame(look);
          };
          look();
        }),
      [truck, lat] as const,
    );
    await drive(secondsAgo, lat);
    return seen;
  };
  expect(await way(58.303, 40)).toEqual([58.3, 58.303]);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  let lat = 58.303;
  // a machine that is busy may show no frame on the way; it drives on until one is seen
  await expect
    .poll(
      async () => {
        lat = Math.round((lat + 0.0003) * 1e4) / 1e4;
        return (await way(lat, 0)).length;
      },
      { ...SOON, interval: 1500 },
    )
    .toBeGreaterThan(2);
  await page.context().close();
}, 120_000);
