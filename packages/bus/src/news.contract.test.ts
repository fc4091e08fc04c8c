import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestLog, type TestLog } from '../../../test/support/log.ts';
import { contestants, type TestBackend } from './contract.fixture.ts';
import { createNews } from './create-news.ts';
import type { News } from './news.ts';

/** A listener whose wake-ups can be waited for one by one. */
function listen() {
  const heard: (string | undefined)[] = [];
  const waiting: (() => void)[] = [];
  let seen = 0;
  return {
    heard,
    listener: (payload: string | undefined) => {
      heard.push(payload);
      for (const wake of waiting.splice(0)) wake();
    },
    next: async () => {
      while (heard.length <= seen) await new Promise<void>((wake) => waiting.push(wake));
      return heard[seen++];
    },
  };
}

describe.each(contestants)('news over $name', ({ open }) => {
  if (open === undefined) return test.skip('no server on this machine', () => {});

  let backend: TestBackend;
  let testLog: TestLog;
  const opened: News[] = [];

  beforeEach(async () => {
    backend = await open();
    testLog = createTestLog();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((news) => news.close()));
    await backend.remove();
  });

  async function openNews(): Promise<News> {
    const news = await createNews({ ...backend.options, log: testLog.log });
    opened.push(news);
    return news;
  }

  test('wakes the subscribers of the topic in every process, the own included, and no others', async () => {
    const [here, there] = [await openNews(), await openNews()];
    const [mine, theirs, other] = [listen(), listen(), listen()];
    await here.subscribe('fleet', mine.listener);
    await there.subscribe('fleet', theirs.listener);
    await there.subscribe('shipments', other.listener);
    await here.publish('fleet', 'rev-17');
    expect([await mine.next(), await theirs.next()]).toEqual(['rev-17', 'rev-17']);
    await here.publish('shipments');
    expect(await other.next()).toBeUndefined();
    expect(other.heard).toEqual([undefined]);
  });

  test('a payload arrives as it is; one that is too long is left out, the wake-up is not', async () => {
    const news = await openNews();
    const { listener, next } = listen();
    await news.subscribe('fleet', listener);
    for (const payload of ['', 'Грязи\nв две строки', 'x'.repeat(20_000)]) await news.publish('fleet', payload);
    expect([await next(), await next(), await next()]).toEqual(['', 'Грязи\nв две строки', undefined]);
  });

  test('who has unsubscribed is left alone; the others are not', async () => {
    const news = await openNews();
    const [leaving, staying] = [listen(), listen()];
    const unsubscribe = await news.subscribe('fleet', leaving.listener);
    const unsubscribeTwo = await news.subscribe('fleet', staying.listener);
    await unsubscribe();
    await news.publish('fleet', '1');
    expect(await staying.next()).toBe('1');
    expect(leaving.heard).toEqual([]);
    await unsubscribeTwo();
    await news.subscribe('fleet', leaving.listener);
    await news.publish('fleet', '2');
    expect(await leaving.next()).toBe('2');
  });

  test('a listener that throws is logged and keeps nothing from the others', async () => {
    const news = await openNews();
    const { listener, next } = listen();
    await news.subscribe('fleet', () => {
      throw new Error('broken listener');
    });
    await news.subscribe('fleet', listener);
    await news.publish('fleet');
    expect(await next()).toBeUndefined();
    expect(await testLog.entry('news.listener-failed')).toMatchObject({ topic: 'fleet' });
  });

  test('many at once arrive, each at least once', async () => {
    const news = await openNews();
    const { listener, next } = listen();
    await news.subscribe('fleet', listener);
    const sent = Array.from({ length: 500 }, (_, index) => String(index));
    await Promise.all(sent.map((payload) => news.publish('fleet', payload)));
    const arrived: (string | undefined)[] = [];
    while (arrived.length < sent.length) arrived.push(await next());
    expect(new Set(arrived)).toEqual(new Set(sent));
  });

  test('after its connections were cut it comes back, tells everybody to look, and carries on', async () => {
    const news = await openNews();
    const [fleet, shipments] = [listen(), listen()];
    await news.subscribe('fleet', fleet.listener);
    await news.subscribe('shipments', shipments.listener);
    await backend.cutConnections();
    expect([await fleet.next(), await shipments.next()]).toEqual([undefined, undefined]);
    const other = await openNews();
    await other.publish('fleet', 'after');
    expect(await fleet.next()).toBe('after');
  });

  test('publishing without a server is logged and harms nobody; closing still ends', async () => {
    const news = await openNews();
    await backend.remove();
    await news.publish('fleet', 'lost');
    expect(await testLog.entry('news.not-sent')).toBeDefined();
    await news.close();
    backend.remove = async () => {};
  });

  test('a server that is not there is told at the start', async () => {
    await backend.remove();
    backend.remove = async () => {};
    await expect(openNews()).rejects.toThrow();
  });
});
