import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { prepareJourney, SOON } from '../support/journey.ts';
import { wagonNumber } from '../support/wagon-csv.ts';

const journey = prepareJourney();

const HEADER =
  'Номер вагона;Номер накладной;Дата и время начала рейса;Станция отправления;Станция назначения;Наименование груза;Вес груза (кг);Станция операции;Операция с вагоном;Дата и время операции;Тип парка (П/Г);Нормативный срок доставки;Расстояние оставшееся (км);Расстояние общее (км);Индекс поезда';
/** The railway calls three columns something else overnight. */
const CHANGED = HEADER.replace('Номер вагона', 'Поле А')
  .replace('Дата и время операции', 'Поле Б')
  .replace('Станция операции', 'Поле В');
/** So many hours ago, as the railway writes it: a session is kept by the real clock, so the story is told by it too. */
function ago(hours: number): string {
  const [day = '', clock = ''] = new Date(Date.now() - (hours - 3) * 3_600_000).toISOString().split('T');
  return `${day.split('-').reverse().join('.')} ${clock.slice(0, 5)}`;
}
const TRAIN = '6136-214-2200';
const ARRIVED = 'Прибытие вагона на станцию (8)';

type Row = [wagon: number, station: string, operation: string, at: string, kmLeft: number, train: string];
const train = (station: string, at: string, kmLeft: number): Row[] =>
  [0, 1].map((wagon) => [wagon, station, 'Отправление вагона со станции (2)', at, kmLeft, TRAIN]);
/** Placeholder tariff: two days free, then 2 000 a day begun and 3 000 from the sixth on. */
const STANDING: Row[] = [
  [2, 'ВОСКРЕСЕНСК (233608)', ARRIVED, ago(75), 0, ''], // paid for 27 hours: the second day runs, 4 000
  [3, 'ВОСКРЕСЕНСК (233608)', ARRIVED, ago(250), 0, ''], // paid for 202 hours: the ninth runs, 5 × 2 000 + 4 × 3 000
];
const LOADED = ago(300);
const DUE = ago(-240).slice(0, 10);

function report(formed: string, rows: Row[], header = HEADER): string {
  const lines = rows.map(([wagon, station, operation, at, kmLeft, index]) =>
    [
      wagonNumber(wagon),
      `ЭЯ${100_000 + wagon}`,
      LOADED,
      'СЕБРЯКОВО (613608)',
      'ВОСКРЕСЕНСК (233608)',
      'Цемент (281014)',
      68_500,
      station,
      operation,
      at,
      'Груженый',
      wagon === 0 ? '' : DUE,
      kmLeft,
      748,
      index,
    ].join(';'),
  );
  return [';Личный кабинет клиента', `${formed};Дислокация вагонов`, '', header, ...lines].join('\r\n');
}

it('a changed layout is explained once, its files follow in order, and the cargo is found, looked into and exported', async () => {
  const files: [name: string, text: string, status: number][] = [
    ['1.csv', report(ago(9), [...train('ЛИСКИ (582005)', ago(10), 560), ...STANDING]), 201],
    ['3.csv', report(ago(2), [...train('РЯЖСК I (223803)', ago(3), 214), ...STANDING], CHANGED), 422],
    ['2.csv', report(ago(6), [...train('ГРЯЗИ-ВОРОНЕЖСКИЕ (591907)', ago(7), 368), ...STANDING], CHANGED), 422],
  ];
  for (const [name, text, status] of files)
    expect([name, (await journey.karavan.upload(text, name)).status]).toEqual([name, status]);

  const page = await journey.open('/sources/quarantine', { acceptDownloads: true });
  const form = page.locator('.kv-mapping');
  await form.waitFor();
  expect(await form.count()).toBe(1); // two files, one question
  const waiting = await page.locator('main, #content').first().innerText();
  expect(waiting).toContain('Ждут 2 файла');
  expect(waiting).toMatch(/2\.csv[\s\S]*3\.csv/);
  await page.getByRole('button', { name: 'Запомнить и прочитать' }).click();
  await page.getByText('Ничего не ждёт решения.').waitFor();

  // the wagon: where the newest of the missed files has it, with the operations of all three
  const number = wagonNumber(0);
  await page.goto(`${journey.karavan.url}/w/${number}`);
  const card = page.locator('[data-testid=answer-card]');
  await expect.poll(() => card.innerText(), SOON).toMatch(/Ряжск I[\s\S]*Грязи-Воронежские[\s\S]*Лиски/);
  await card.getByText('Путь на карте').waitFor(); // the drawing loads by itself
  const told = await card.innerText();
  expect(told).toMatch(/214\sкм/);
  for (const words of ['Норма', 'Прогноз', 'по условным нормам', 'Простой', 'Путь на карте']) expect(told).toContain(words);
  // 748 km at 210 a day are 4 days, and 2 more from the Moscow day of loading
  const term = new Date(Date.now() - (300 - 3 - 6 * 24) * 3_600_000);
  const due = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(term);
  expect(told).toContain(due.replace('.', ''));
  expect(await card.locator('a[href*="/sources/reports/"]').count()).toBeGreaterThanOrEqual(3);

  // the train opens in full
  await page.goto(`${journey.karavan.url}/`);
  await page.locator(`[data-testid="train-${TRAIN}"] a`).first().click();
  const opened = page.locator('[data-testid=train-card]');
  await expect.poll(() => opened.innerText(), SOON).toContain(wagonNumber(1));
  await expect.poll(() => opened.innerText(), SOON).toContain(number);

  // what stands, the dearest first
  await page.goto(`${journey.karavan.url}/exceptions`);
  const queue = page.locator('[data-testid=queue] tbody tr');
  await expect.poll(() => queue.count(), SOON).toBe(2);
  expect(await queue.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-wagon')))).toEqual([
    wagonNumber(3),
    wagonNumber(2),
  ]);
  const costs = await queue.locator('[data-column=cost]').allInnerTexts();
  expect(costs.map((text) => text.replace(/\D/g, ''))).toEqual(['22000', '4000']);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'XLSX' }).click()]);
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
  expect((await readFile((await file.path()) ?? '')).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  await page.context().close();
}, 120_000);
