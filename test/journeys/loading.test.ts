import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { prepareJourney, SOON } from '../support/journey.ts';

const journey = prepareJourney();

async function open(path: string, options = {}): Promise<Page> {
  const page = await journey.open(path, options);
  await page.getByTestId('verdict').waitFor();
  return page;
}

const PLAN = '/plan/loading?set=semi&truck=volvo-fh-4x2&trailer=tilt-13.6&stage=20000%402..10t~~&rules=RU&road=10&on=2026-11-22';
const level = (page: Page) => page.getByTestId('verdict').getAttribute('data-level');
const driveAxle = (page: Page) => page.getByTestId('bar-law-axle 2').getByRole('meter').getAttribute('aria-valuenow');

it('a dispatcher moves the load by keyboard: the bar follows, the verdict turns, and the link restores it', async () => {
  const page = await open(PLAN);
  // 20 t around 6.0 m: 10 623 kg on an axle of 10 t
  expect([await level(page), await driveAxle(page)]).toEqual(['reserve', '106']);
  await page.getByTestId('load-1').focus();
  await page.keyboard.press('Shift+ArrowRight');
  // one metre back takes 20 000 / 7.65 x (1 - 0.65 / 3.7) = 2155 kg off it
  await expect.poll(() => driveAxle(page), SOON).toBe('85');
  expect(await level(page)).not.toBe('reserve');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => level(page), SOON).toBe('over');
  await expect.poll(() => driveAxle(page), SOON).toBe('128');

  await page.waitForURL(/stage=20000%401\.\.9t/);
  await page.reload();
  await expect.poll(() => driveAxle(page), SOON).toBe('128');
  await page.getByRole('button', { name: /^Применить: Сдвинуть весь груз/ }).click();
  await expect.poll(() => level(page), SOON).toMatch(/ok|near/);
}, 90_000);

it('the drawing and its numbers fit a phone, and a hand drags the load', async () => {
  const page = await open(PLAN, { viewport: { width: 360, height: 740 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByTestId('load-1').scrollIntoViewIfNeeded();
  const block = await page.getByTestId('load-1').boundingBox();
  if (block === null) throw new Error('the load is not drawn');
  const [x, y] = [block.x + block.width / 2, block.y + block.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 30, y, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => level(page), SOON).toMatch(/ok|near/);
}, 90_000);

it('pallets for two drops are laid out with one click, and what cannot be is proven in words', async () => {
  const page = await open(PLAN);
  await page.getByTestId('lay-out').click();
  await expect.poll(() => page.getByTestId('laid-out').innerText(), SOON).toMatch(/^✓ Рядов: 8/);
  expect(await level(page)).toMatch(/ok|near/);
  await page.getByRole('button', { name: /После выгрузки 1/ }).click();
  await expect.poll(() => page.getByTestId('load-4').count(), SOON).toBe(1);
  expect(await page.getByTestId('load-5').count()).toBe(0);
  const pieces = page.getByLabel('Строка 1: Мест');
  await pieces.fill('');
  await page.getByText('Пусто — берём 8').waitFor();
  await pieces.blur();
  expect(await pieces.inputValue()).toBe('8');
  await pieces.fill('30');
  await page.getByTestId('lay-out').click();
  // 30 and 8 pieces two by two are 19 rows of a metre
  await expect.poll(() => page.getByTestId('laid-out').innerText(), SOON).toMatch(/^✕ .*19 м.*13,62 м/);
}, 90_000);

it('a tank is filled by compartments in an order that is lawful after each', async () => {
  const page = await open(PLAN.replace('volvo-fh-4x2', 'heavy-6x4').replace('tilt-13.6', 'cement-35').replace('2..10t', '4t'));
  await page.getByTestId('fill-tank').click();
  await expect.poll(() => page.getByTestId('tank-told').innerText(), SOON).toMatch(/^✓ 25 т/);
  const stages = page.getByRole('button', { name: /^\S* ?Пусты: / });
  expect(await stages.count()).toBe(3);
  await stages.last().click();
  await expect.poll(() => page.getByTestId('load-1').count(), SOON).toBe(0);
}, 90_000);

it('a load is dragged over the coupling, and Page Up brings it back', async () => {
  const drawn = '/plan/loading?set=drawbar&truck=flat-4x2&trailer=drawbar-2&stage=3000%401..3r~~&rules=RU&road=10&on=2026-11-22';
  const page = await open(drawn);
  const block = await page.getByTestId('load-1').boundingBox();
  if (block === null) throw new Error('the load is not drawn');
  const [x, y] = [block.x + block.width / 2, block.y + block.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 500, y, { steps: 6 });
  await page.mouse.up();
  await page.waitForURL(/stage=3000%40[\d.]+t/, SOON);
  await page.getByTestId('load-1').focus();
  await page.keyboard.press('PageUp');
  await page.waitForURL(/stage=3000%40[\d.]+r/, SOON);
}, 90_000);

it('an own truck is kept under a name, chosen again beside the typical ones, and forgotten', async () => {
  const page = await open(PLAN);
  await page.getByRole('button', { name: 'Свои числа' }).click();
  await page.getByLabel('Тара на передние оси, кг').fill('6000');
  // 800 kg more on the steer axle than the typical one, 6974 kg
  await expect.poll(() => page.getByTestId('bar-law-axle 1').getByRole('meter').getAttribute('aria-valuenow'), SOON).toBe('86');
  await page.getByLabel('Название').first().fill('Наш тягач');
  await page.getByRole('button', { name: 'Сохранить', exact: true }).first().click();
  await page.getByText('сохранено для всей компании').waitFor();
  const tractor = page.getByRole('combobox', { name: 'Тягач' });
  await tractor.click();
  await page.getByRole('option', { name: 'Volvo FH 4×2' }).click();
  await expect.poll(() => page.getByTestId('bar-law-axle 1').getByRole('meter').getAttribute('aria-valuenow'), SOON).toBe('77');
  await tractor.click();
  await page.getByRole('option', { name: 'Наш тягач' }).click();
  await expect.poll(() => page.getByTestId('bar-law-axle 1').getByRole('meter').getAttribute('aria-valuenow'), SOON).toBe('86');
  await page.getByRole('button', { name: 'Удалить', exact: true }).click();
  await page.getByRole('button', { name: 'Удалить для всех?' }).click();
  await expect.poll(() => tractor.inputValue(), SOON).toBe('Мой автомобиль');
}, 90_000);
