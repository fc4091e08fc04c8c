import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { dataOf, isMovizorBusy, namesOf, parseMovizor, phoneOf } from './parse.ts';

const recorded = async (): Promise<unknown> =>
  JSON.parse(await readFile(new URL('../fixtures/pos_objects.json', import.meta.url), 'utf8'));
const cell = { speedKmh: null, courseDeg: null, valid: true, attributes: { source: 'cell' } };

it('positions are cells with a radius, numbers come as text and as numbers, a phone that never answered is no mistake', async () => {
  const { items, rejects } = parseMovizor(dataOf(await recorded()));
  expect(items).toEqual([
    { uniqueId: '79630005272', fixedAt: '2018-11-24T16:00:00.000Z', lat: 55.892011, lon: 37.67479, accuracyM: 250, ...cell },
    { uniqueId: '79210000001', fixedAt: '2019-04-14T16:32:25.000Z', lat: 59.95, lon: 30.31, accuracyM: 4300, ...cell },
  ]);
  expect(rejects).toEqual([
    expect.stringMatching(/^79630005274: its coordinates/),
    expect.stringMatching(/^79630005275: the time/),
    expect.stringMatching(/names no phone/),
  ]);
});

it('a list of one phone does not repeat it', () => {
  const { items } = parseMovizor([{ lon: '37.6', lat: '55.8', timestamp: '1543075200', radius: null }], '79630005272');
  expect(items).toMatchObject([{ uniqueId: '79630005272', attributes: { source: 'phone' } }]);
});

it('phones are one number however they are written', () => {
  const written = ['79210000001', '+7 (921) 000-00-01', '8-921-000-00-01', '9210000001', 79210000001];
  expect(written.map(phoneOf)).toEqual(written.map(() => '79210000001'));
  expect(['', null, 'нет', '112'].map(phoneOf)).toEqual([undefined, undefined, undefined, undefined]);
});

describe('an answer that refuses', () => {
  const refusal = (error_code: string, error_text: string) => ({ result: 'error', error_code, error_text, error_text_ru: '' });
  it.each([
    [refusal('ACCESS_DENIED', 'Wrong key'), 'BAD_LOGIN'],
    [{ status: 'error', error_code: 7, error_message: 'no such object' }, 'REPORT_FAILED'],
    [{ result: 'success' }, 'BAD_REPLY'],
    ['<html>', 'BAD_REPLY'],
  ])('%j', (json, code) => {
    expect(() => dataOf(json)).toThrow(expect.objectContaining({ code }));
  });

  it('asks for patience under the code of a refused key', () => {
    expect(isMovizorBusy(refusal('ACCESS_DENIED', 'Auth rate limit exceeded'))).toBe(true);
    expect(isMovizorBusy(refusal('ACCESS_DENIED', 'Wrong key'))).toBe(false);
  });
});

it('version 2.5 answers with a status and error 0', () => {
  expect(dataOf({ status: 'ok', error_code: 0, error_message: '', data: { object_id: 5 } })).toEqual({ object_id: 5 });
});

it('names are the title, the tags and what stands beside them', () => {
  expect(namesOf({ title: 'А123ВС56', tags: 'цемент', metadata: [] })).toEqual(['А123ВС56', 'цемент']);
  expect(namesOf({ title: null, tags: ['a', 'b'], metadata: { plate: 'О777ОО77' } })).toEqual(['a', 'b', 'О777ОО77']);
});
