import type { Language } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { explainLoading, planAxleLoads } from './index.ts';
import { artic, axles, eightRows, request, VOLVO_TILT } from './sets.fixture.ts';

function explain(language: Language, ...args: Parameters<typeof request>) {
  const asked = request(...args);
  return { asked, words: explainLoading(asked, planAxleLoads(asked), language) };
}

test('WD1: which axle, by how much, on which road, by which law', () => {
  const { words } = explain('ru', VOLVO_TILT, eightRows(1), { roadClasses: ['11.5'] });
  expect(words.sentences[0]).toBe(
    'Ось 2 на дороге 11,5 т: 12,78 т при норме 11,5 т, больше на 1,28 т (11,1 %), постановление № 2060 от 01.12.2023.',
  );
  expect(words.sentences[1]).toContain('по данным изготовителя');
  const { words: english } = explain('en', VOLVO_TILT, eightRows(1), { roadClasses: ['11.5'] });
  expect(english.sentences[0]).toBe(
    'Axle 2 on a 11.5 t road: 12.78 t of 11.5 t allowed, 1.28 t over (11.1 %), Resolution 2060 of 1 December 2023.',
  );
});

test('WD1: the season speaks with its day; what is lawful says what is nearest', () => {
  const { words } = explain('en', VOLVO_TILT, eightRows(3), { roadClasses: ['10'], on: '2026-04-15', region: 'Самарская' });
  expect(words.sentences).toEqual([
    'Axle 2 on a 10 t road: 8.47 t of 7 t allowed, 1.47 t over (21 %), by the seasonal limit until 30 April 2026, drive on 15 April 2026.',
  ]);
  const fine = explain('ru', VOLVO_TILT, eightRows(3), { roadClasses: ['10'] });
  expect(fine.words).toEqual({
    sentences: ['Всё в норме на дороге 10 т. Ближе всего к пределу группа осей 3+4+5: 91 %.'],
    notes: [],
    repairs: [],
  });
});

test('WD2: the fine is a range and says when it is unconfirmed; up to ten per cent there is none', () => {
  const fineOf = (gapM: number, key: string) =>
    explain('en', VOLVO_TILT, eightRows(gapM), { roadClasses: [key] }).words.sentences.at(-1);
  expect(fineOf(1, '11.5')).toBe(
    'Overload of 10–20 %: 300–375 thousand RUB for the owner by part 2 of article 12.21.1, 375–600 thousand RUB for the company that loaded by part 10 (amounts unconfirmed).',
  );
  expect(fineOf(2, '10')).toMatch(/^Up to 10 %: no fine/);
});

test('WD3 WD4: every repair is the engine’s own finding, the helpful first', () => {
  const cases = [
    explain('en', VOLVO_TILT, eightRows(1), { roadClasses: ['11.5'] }),
    explain('en', VOLVO_TILT, eightRows(3), { roadClasses: ['10'], on: '2026-04-15', region: 'Самарская' }),
    explain('en', VOLVO_TILT, [{ name: 'a', loads: eightRows(2), liftedAxles: [3] }], { roadClasses: ['11.5', '10'] }),
  ];
  for (const { words } of cases) {
    expect(words.repairs.length).toBeGreaterThan(1);
    for (const repair of words.repairs) expect(planAxleLoads(repair.request).ok).toBe(repair.lawful);
    const rank = words.repairs.map(({ lawful, gainKg }) => (lawful ? 1e9 : 0) + gainKg);
    expect(rank).toEqual([...rank].sort((a, b) => b - a));
  }
  const [moved, spring, lifted] = cases.map(({ words }) => words.repairs);
  // the drive axle is at 11.5 t with a gap of 7.65 (1 - (9200 * 3.7 / 3.05 - 1600) / 20000) - 2.4 = 1.593 m; it is 1 m now
  expect(moved?.[0]).toMatchObject({
    kind: 'moveAll',
    lawful: true,
    byM: 0.6,
    text: expect.stringMatching(/^Move the whole load 0.6 m back/),
  });
  expect(spring?.find(({ kind }) => kind === 'laterDay')).toMatchObject({ after: '2026-04-30', lawful: true });
  expect(spring?.find(({ kind }) => kind === 'laterDay')?.request.on).toBe('2026-05-01');
  expect(lifted?.find(({ kind }) => kind === 'axleDown')).toMatchObject({
    axles: [3],
    text: expect.stringMatching(/^Lower axle 3/),
  });
});

test('WD3: what stays behind is what the scale of the load says', () => {
  const { words } = explain('en', VOLVO_TILT, [{ massKg: 30_000, xM: 6.81 }], { roadClasses: ['11.5'] });
  const less = words.repairs.find(({ kind }) => kind === 'lessLoad');
  expect(less).toMatchObject({ massKg: 25_899, gainKg: -4101, lawful: true });
});

test('WD5: both languages say as much, and nothing undefined', () => {
  const tail = [{ massKg: 20_000, xM: 13.5 }];
  for (const ruleSet of ['RU', 'EU_96_53', 'US_federal']) {
    const [ru, en] = (['ru', 'en'] as const).map(
      (language) => explain(language, artic('heavy-6x4', 'tilt-13.6'), tail, { ruleSet }).words,
    );
    expect(ru?.sentences.length).toBe(en?.sentences.length);
    expect(ru?.repairs.map(({ kind }) => kind)).toEqual(en?.repairs.map(({ kind }) => kind));
    const said = [ru, en].flatMap((words) => [
      ...(words?.sentences ?? []),
      ...(words?.notes ?? []),
      ...(words?.repairs ?? []).map(({ text }) => text),
    ]);
    for (const text of said) expect(text).not.toMatch(/undefined|NaN|null|\[object/);
  }
});

test('WD6: notes: heat, an unknown region, a light front', () => {
  const hot = explain('ru', VOLVO_TILT, eightRows(3), { roadClasses: ['11.5'], on: '2026-07-15', region: 'Самарская' });
  expect(hot.words.notes).toEqual(['При температуре выше 32 °C тяжёлым машинам нельзя ехать с 10:00 до 22:00.']);
  const nowhere = explain('en', VOLVO_TILT, eightRows(3), { roadClasses: ['11.5'], on: '2026-07-15', region: 'Perm' });
  expect(nowhere.words.notes).toEqual([
    'No seasonal limits are known for “Perm” on 15 July 2026: look up the order of the region.',
  ]);
  const rigid = {
    axles: axles([0, 'single', 'front'], [4, 'twin', 'rear']),
    tareFrontKg: 4000,
    tareRearKg: 4000,
    headboardXM: 1,
    bodyLengthM: 6,
  };
  const light = explain('en', { type: 'rigid', rigid }, [{ massKg: 6000, xM: 4.5 }], { roadClasses: ['11.5'] });
  // the load at 5.5 of 4 m takes 2 250 kg off the front: 1 750 of 14 000
  expect(light.words.notes).toEqual([
    'The front axles carry only 13 % of the truck (stage “departure”): steering gets light, 20 % is the usual least.',
  ]);
});
