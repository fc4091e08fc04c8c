import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseMessages, parseUnits } from './parse.ts';

const recorded = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

it('units carry their names, their plate and the time of their last message, of whatever kind', async () => {
  const { units, total, rejects } = parseUnits(await recorded('search_items'));
  expect(total).toBe(3);
  expect(units).toMatchObject([
    {
      uniqueId: '734455',
      names: ['MAN А123ВС56', 'А 123 ВС 56'],
      newestMs: 1_787_195_580_000,
      position: { lat: 54.3, lon: 39.9 },
    },
    { uniqueId: '734456', names: ['Новый'], newestMs: undefined, position: undefined },
  ]);
  expect(rejects).toEqual(['A unit has no id.']);
});

it('messages are read oldest first; one without a place tells nothing, one with a wrong place or time is refused', async () => {
  const { items, rejects, count } = parseMessages(await recorded('load_interval'), '734455');
  expect(count).toBe(5);
  expect(items).toEqual([
    {
      uniqueId: '734455',
      fixedAt: new Date(1_787_195_520_000).toISOString(),
      lat: 54.3,
      lon: 39.9,
      speedKmh: 64,
      courseDeg: 351,
      altitudeM: 132,
      valid: true,
      attributes: { satellites: 255, source: 'cell' },
    },
    {
      uniqueId: '734455',
      fixedAt: new Date(1_787_195_580_000).toISOString(),
      lat: 54.31,
      lon: 39.91,
      speedKmh: 62,
      courseDeg: 350,
      altitudeM: 130,
      valid: true,
      attributes: { pwr_ext: 24.1, text: 'x', satellites: 13 },
    },
  ]);
  expect(rejects).toEqual([expect.stringMatching(/coordinates/), expect.stringMatching(/time/)]);
});

it.each([undefined, null, [], 'x', { items: 5 }, { items: [5, null, 'x'] }])('%j has no units', (json) => {
  expect(parseUnits(json).units).toEqual([]);
  expect(parseMessages(json, '1').items).toEqual([]);
});
