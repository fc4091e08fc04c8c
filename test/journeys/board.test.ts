import type { BoardPlan, BoardTrip, NewRoadNetwork } from '@karavan/contracts';
import { searchSplit } from '@karavan/planner';
import { type RunSearch, runNextSearch } from '@karavan/usecases';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { prepareJourney, SOON } from '../support/journey.ts';

const DAY_MS = 86_400_000;
const [FIRST, SECOND, SMALL] = ['А111АА50', 'В222ВВ50', 'С333СС50'] as const;
const hours = (from: string, to: string) => ({
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [[from, to]]])),
});

const journey = prepareJourney();
let staff: { authorization: string };
const post = (path: string, body: object) => journey.karavan.http.post(`/api/v1${path}`).set(staff).send(body);

beforeAll(async () => {
  staff = await journey.karavan.as('dispatcher');
  const place = async (kind: 'plant' | 'site', name: string, lat: number) => {
    const owner = kind === 'site' ? { customerId: journey.karavan.customers[0] } : {};
    return (await post('/sites', { kind, name, lat, lon: 38, ...owner }).expect(201)).body.id as string;
  };
  const [plant, site] = [await place('plant', 'Завод', 55), await place('site', 'Стройка', 55.5)];
  const vehicle = { plantSiteId: plant, unloadingModes: ['tip'], unloadMinutes: 60, costPerTrip: 100, costPerKm: 1 };
  const network: NewRoadNetwork = {
    plants: [{ siteId: plant, loading: hours('06:00', '20:00'), bays: 3, loadMinutes: 60 }],
    sites: [{ siteId: site, receiving: hours('08:00', '18:00'), bays: 2, unloadingModes: ['tip'] }],
    ways: [{ plantSiteId: plant, siteId: site, driveMinutes: 60, distanceKm: 50 }],
    vehicles: [
      { ...vehicle, plate: FIRST, maxPayloadKg: 20_000 },
      { ...vehicle, plate: SECOND, maxPayloadKg: 20_000 },
      { ...vehicle, plate: SMALL, maxPayloadKg: 5_000 },
    ],
  };
  await post('/network/road', network).expect(201);
}, 120_000);

/** The Monday after next: whole days that nothing of today reaches into. */
function monday(): string {
  const now = Date.now();
  const weekday = (new Date(now).getUTCDay() + 6) % 7;
  return new Date(now + (14 - weekday) * DAY_MS).toISOString().slice(0, 10);
}
const dayAfter = (date: string, days: number) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

const open = (path: string, viewport = { width: 1280, height: 900 }, role: 'dispatcher' | 'customer' = 'dispatcher') =>
  journey.open(path, { role, viewport, timezoneId: 'Europe/Moscow' });

const idIn = (page: Page) => /board\/([\w-]+)/.exec(page.url())?.[1] ?? '';
const planOf = async (page: Page) =>
  (
    await journey.karavan.http
      .get(`/api/v1/plans/${idIn(page)}`)
      .set(staff)
      .expect(200)
  ).body as BoardPlan;
/** The trip whose card has the focus: who works with keys must not have to look for it again. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-trip'));
const card = (page: Page, trip: Pick<BoardTrip, 'id'>) => page.getByTestId(`trip-${trip.id}`);

/** Space takes the card; each arrow is one place; Space puts it down. A place is reached when the board says so. */
async function drag(page: Page, trip: BoardTrip, keys: readonly string[]): Promise<void> {
  await card(page, trip).focus();
  await page.keyboard.press('Space');
  await page.locator('.kv-trip-held').waitFor();
  for (const key of keys) {
    const before = await page
      .locator('.kv-cell[data-over]')
      .getAttribute('data-testid')
      .catch(() => null);
    await page.keyboard.press(key);
    await expect.poll(() => page.locator('.kv-cell[data-over]').getAttribute('data-testid'), SOON).not.toBe(before);
  }
  await page.keyboard.press('Space');
}

it('a dispatcher plans a week, moves trips by keyboard, is refused with the reason, replans and publishes', async () => {
  const start = monday();
  const page = await open('/plan/split');
  await page.getByRole('button', { name: 'Рассчитать' }).click();
  await page.getByText('Укажите номер заказа').waitFor(); // said at the field, and nothing is asked
  await page.getByLabel('Номер заказа').fill('20001');
  await page.getByLabel('Продукт').fill('Цемент');
  await page.getByLabel('День 1', { exact: true }).fill(start);
  await page.getByLabel('Тонн 1').fill('40');
  await page.getByRole('button', { name: 'Добавить день' }).click();
  await page.getByRole('button', { name: 'Добавить день' }).click();
  await page.getByLabel('Позже, дней не больше').fill('2');
  await page.getByRole('button', { name: 'Рассчитать' }).click();
  // 40 t and twice 20 t on trucks of 20 t: four trips, by hand
  await page.getByTestId('split-answer').getByText('80 т из 80 т').waitFor();
  expect(await page.getByTestId('proof').textContent()).toBe('Доказано: лучше плана не бывает.');
  await page.getByRole('button', { name: 'Сохранить черновик и открыть доску' }).click();
  await page.waitForURL(/plan\/board\/[\w-]{36}/);
  await expect.poll(() => page.locator('.kv-trip').count(), SOON).toBe(4);
  expect(await page.getByTestId('board-totals').textContent()).toMatch(/80 т из 80 т · везём всё · 4 рейса/);

  const solved = await planOf(page);
  const last = solved.trips.findLast(({ date }) => date === dayAfter(start, 2)) as BoardTrip;
  await drag(page, last, ['ArrowRight']);
  await expect.poll(async () => (await planOf(page)).trips.find(({ id }) => id === last.id)?.date, SOON).toBe(dayAfter(start, 3));
  expect(await page.getByTestId('board-totals').textContent()).toContain('опоздание 20 т·дней');
  await expect.poll(() => focused(page), SOON).toBe(last.id);
  expect(await page.getByTestId('proof').textContent()).toMatch(/^Изменено вручную/);

  const moved = (await planOf(page)).trips.find(({ id }) => id === last.id) as BoardTrip;
  const downs = [FIRST, SECOND, SMALL].indexOf(SMALL) - [FIRST, SECOND].indexOf(moved.vehicleId as typeof FIRST);
  await drag(
    page,
    moved,
    Array.from({ length: downs }, () => 'ArrowDown'),
  );
  await expect
    .poll(() => page.getByTestId('refusal').textContent(), SOON)
    .toMatch(/Нельзя: .*С333СС50 берёт не больше 5 т, а в рейсе 20 т\./);
  expect((await planOf(page)).trips.find(({ id }) => id === last.id)?.vehicleId).toBe(moved.vehicleId);

  await page.getByRole('button', { name: /^Отменить/ }).click();
  await expect.poll(async () => (await planOf(page)).trips, SOON).toEqual(solved.trips);

  const locked = solved.trips.find(({ date }) => date === start) as BoardTrip;
  await card(page, locked).focus();
  await page.keyboard.press('l');
  await expect.poll(() => card(page, locked).getAttribute('aria-label'), SOON).toContain('закреплён');
  await drag(page, locked, ['ArrowRight']);
  await expect.poll(() => page.getByTestId('refusal').textContent(), SOON).toMatch(/Нельзя: .*закреплён/);
  expect(await focused(page)).toBe(locked.id);

  const fallen = solved.trips.find(({ date }) => date > start)?.vehicleId as string;
  await page.getByRole('button', { name: 'Что-то случилось…' }).click();
  await page.getByRole('dialog').getByLabel('Машина', { exact: true }).selectOption(fallen);
  const since = page.getByRole('dialog').getByLabel(/^С( \*)?$/);
  await since.fill(`${dayAfter(start, 1)} 00:00`);
  await since.press('Tab');
  await page.getByRole('button', { name: 'Показать, что изменится' }).click();
  await page.getByTestId('proposal').getByTestId('changes').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('proposal').count()).toBe(1);
  expect((await planOf(page)).trips.some(({ date, vehicleId }) => date > start && vehicleId === fallen)).toBe(true);
  await page.getByRole('button', { name: 'Взять в черновик' }).click();
  await expect
    .poll(async () => (await planOf(page)).trips.filter(({ date, vehicleId }) => date > start && vehicleId === fallen), SOON)
    .toEqual([]);
  expect((await planOf(page)).trips.find(({ id }) => id === locked.id)).toMatchObject({
    locked: true,
    loadFrom: locked.loadFrom,
  });

  await expect.poll(() => page.getByTestId('outages').textContent(), SOON).toContain(fallen);
  await page.getByTestId('row-out').getByText('не работает').waitFor();
  await expect.poll(() => page.getByTestId('proof').textContent(), SOON).toMatch(/^Доказано/);

  // the truck of the locked trip is out as well: the trip stays, says why, and is published by a second click alone
  const outage = { what: 'truckOut', vehicleId: locked.vehicleId, from: locked.loadFrom, until: locked.backAt };
  await post(`/plans/${idIn(page)}/outages`, { revision: (await planOf(page)).revision, outage }).expect(200);
  await page.reload();
  await expect.poll(() => card(page, locked).getAttribute('aria-label'), SOON).toContain('не работает с');
  await expect.poll(() => page.getByTestId('board-totals').textContent(), SOON).toContain('под вопросом 20 т');
  await expect.poll(() => page.getByTestId('proof').textContent(), SOON).toMatch(/^Не доказано/);
  await page.getByRole('button', { name: 'Опубликовать', exact: true }).click();
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Опубликовать', exact: true });
  await page.getByRole('dialog').getByTestId('stranded').getByText(locked.vehicleId).waitFor();
  expect(await sure.isDisabled()).toBe(true);
  await page
    .getByRole('dialog')
    .getByLabel(/^Опубликовать вместе/)
    .check();
  await sure.click();
  await expect.poll(() => page.getByTestId('board-status').textContent(), SOON).toBe('опубликован');
  const published = await planOf(page);
  const shipmentId = published.published?.shipments[0]?.shipmentId ?? '';

  // the first truck comes to load: it is on the map, as a truck of this shipment
  const first = published.trips[0] as BoardTrip;
  const vehicles = (await journey.karavan.http.get('/api/v1/vehicles').set(staff).expect(200)).body.items;
  const vehicleId = vehicles.find(({ plate }: { plate: string }) => plate === first.vehicleId).id;
  await post('/devices', { uniqueId: '861358040008801', vehicleId }).expect(201);
  journey.karavan.setNow(first.loadFrom);
  const at = Math.floor(Date.parse(first.loadFrom) / 1000);
  await journey.karavan.http.get(`/api/v1/ingest/osmand?id=861358040008801&lat=55&lon=38&timestamp=${at}&speed=0`).expect(200);
  journey.karavan.setNow(undefined);
  await page.goto(`${journey.karavan.url}/s/${shipmentId}`);
  await page.getByText(first.vehicleId).first().waitFor();
  await page.goto(`${journey.karavan.url}/t/${encodeURIComponent(first.vehicleId)}`);
  await page.getByTestId('answer-card').getByText(first.vehicleId).first().waitFor();
}, 240_000);

it('a hand drags a card, and a phone shows the days below each other', async () => {
  const start = dayAfter(monday(), 7);
  const sites = (await journey.karavan.http.get('/api/v1/sites').set(staff).expect(200)).body.items;
  const order = {
    customerId: journey.karavan.customers[0],
    product: 'Цемент',
    destinationSiteId: sites.find(({ kind }: { kind: string }) => kind === 'site').id,
    days: [{ date: start, massKg: 20_000 }],
    lateDays: 2,
  };
  const made = (await post('/plans', { order }).expect(201)).body as BoardPlan;
  const plan = (await post(`/plans/${made.id}/solve`, { revision: made.revision }).expect(200)).body as BoardPlan;
  const trip = plan.trips[0] as BoardTrip;
  const page = await open(`/plan/board/${plan.id}`);
  const target = page.locator(`[data-testid$="|${dayAfter(start, 1)}|${trip.vehicleId}"]`);
  await card(page, trip).hover();
  await page.mouse.down();
  await target.hover();
  await target.hover();
  await expect.poll(() => target.getAttribute('data-over'), SOON).toBe('may');
  await page.mouse.up();
  await expect.poll(async () => (await planOf(page)).trips[0]?.date, SOON).toBe(dayAfter(start, 1));

  // a long search finds the day it was asked for again; it is stopped, compared and taken over
  await page.getByRole('button', { name: 'Искать 30 с' }).click();
  await page.getByTestId('search-status').getByText('Ждёт').waitFor();
  const search: RunSearch = async ({ signal, ...question }) => {
    const isStopped = () => signal.aborted;
    const reply = searchSplit(question.request, { ...question, budget: { steps: 2_000, isStopped } });
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return reply;
  };
  const searched = runNextSearch(journey.karavan.deps, { search, signal: new AbortController().signal });
  await page.getByTestId('search-status').getByText('Идёт поиск').waitFor();
  await page.getByTestId('search-best').getByText('1 рейс').waitFor();
  await page.getByRole('button', { name: 'Остановить и взять лучшее' }).click();
  expect(await searched).toBe(true);
  await page.getByTestId('search-status').getByText('Поиск остановлен').waitFor();
  await page.getByRole('button', { name: 'Сравнить с черновиком' }).click();
  await page.getByRole('button', { name: 'Взять в черновик' }).click();
  await expect.poll(async () => (await planOf(page)).trips[0]?.date, SOON).toBe(start);
  await expect.poll(() => page.getByTestId('proof').textContent(), SOON).toBe('Доказано: лучше плана не бывает.');

  const phone = await open(`/plan/board/${plan.id}`, { width: 360, height: 740 });
  const [found] = (await planOf(page)).trips as [BoardTrip];
  await card(phone, found).waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await card(phone, found).click();
  await phone.getByTestId('trip-panel').waitFor();
  await phone.getByRole('button', { name: 'Закрепить' }).click();
  await expect.poll(async () => (await planOf(phone)).trips[0]?.locked, SOON).toBe(true);
}, 120_000);

it('a customer chooses days within what each would hold; the dispatcher finds it as a draft', async () => {
  const sites = (await journey.karavan.http.get('/api/v1/sites').set(staff).expect(200)).body.items;
  const siteOf = (kind: string) => sites.find((site: { kind: string }) => site.kind === kind).id;
  await post('/shipments', {
    customerId: journey.karavan.customers[0],
    orderNumber: '20060',
    product: 'Цемент',
    massKg: 70_000,
    originSiteId: siteOf('plant'),
    destinationSiteId: siteOf('site'),
    legs: [],
  }).expect(201);
  const page = await open('/o/20060', { width: 1280, height: 900 }, 'customer');
  await page.getByRole('link', { name: 'Выбрать дни' }).click();
  await page.getByTestId('split-request').getByText('ещё не распределено: 70 т из 70 т').waitFor();
  const fields = page.getByLabel(/^Тонн на/).and(page.locator(':enabled'));
  await fields.nth(0).fill('71');
  await page.getByText('Больше, чем осталось в заказе.').waitFor();
  await fields.nth(0).fill('30');
  await fields.nth(2).fill('40');
  await page.getByText('Выбрано: 70 т из 70 т').waitFor();
  await page.getByRole('button', { name: 'Попросить эти дни' }).click();
  await page.getByText('ждёт диспетчера').waitFor();

  const desk = await open('/plan/board');
  await desk.getByRole('listitem').filter({ hasText: '20060' }).getByText('просит Первый бетонный').waitFor();
}, 120_000);
