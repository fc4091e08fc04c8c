import { readFile } from 'node:fs/promises';
import { ReportError } from '@karavan/scraper-rzd';
import { afterEach, expect, it } from 'vitest';
import { createParseThread, type ParseThread } from './parse-in-thread.ts';

let thread: ParseThread;
afterEach(() => thread.close());

const csv = () => readFile(new URL('../../../scrapers/rzd/fixtures/3-lk-export.cp1251.csv', import.meta.url));

it('reads reports beside the event loop, several asked for at once, refusals as refusals', async () => {
  thread = createParseThread();
  const [first, second, refused] = await Promise.allSettled([
    thread.parseReport(await csv()),
    thread.parseReport(await csv()),
    thread.parseReport(new Uint8Array()),
  ]);
  expect(first).toMatchObject({ status: 'fulfilled', value: { total: 7 } });
  expect(second).toEqual(first);
  expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(ReportError) });
});

it('blames no file for the end of the program', async () => {
  thread = createParseThread();
  const reading = thread.parseReport(await csv());
  const ended = expect(reading).rejects.not.toBeInstanceOf(ReportError);
  await thread.close();
  await ended;
});
