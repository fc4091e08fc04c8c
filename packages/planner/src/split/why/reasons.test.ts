import type { SplitReason, SplitTrip } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { dailyHours, randomRequest } from '../oracle/random-request.fixture.ts';
import { planQuietly, planSplit } from '../plan-split.ts';
import { request, truck } from '../split.fixture.ts';
import { reasonIn } from './facts.ts';
import { bringsAll, findRepairs } from './repairs.ts';

const english = { language: 'en' } as const;
const tooMuch = [{ date: '2026-11-23', massKg: 60_000 }];

test('SP17: the trucks bind: what would lift it is said in both languages, and each change has been planned', () => {
  const asked = request({ demand: tooMuch });
  const reply = planSplit(asked, english);
  expect(reply.unmetKg).toBe(20_000);
  expect(reply.reasons.map(({ code }) => code)).toContain('fleet');
  expect(reply.reasons.find(({ code }) => code === 'fleet')?.message).toBe(
    'The trucks have no time for more trips: with 1 more truck like a with tip unloading everything could be brought.',
  );
  expect(planSplit({ ...asked, fleet: [truck('a'), truck('b')] }).unmetKg).toBe(0);
  const russian = planSplit(asked).reasons.find(({ code }) => code === 'fleet')?.message;
  expect(russian).toBe('У машин нет времени на новые рейсы. Всё можно привезти, если будет: ещё 1 машина как a, выгрузка tip.');
  expect(reply.days[0]?.why).toContain('20 000 kg of 23 November cannot be brought.');
});

test('SP17: at most three repairs, and every one of them makes the request feasible', () => {
  const asked = request({ demand: tooMuch });
  const { repairs } = findRepairs(asked, 20_000);
  expect(repairs.length).toBeGreaterThan(0);
  expect(repairs.length).toBeLessThanOrEqual(3);
  for (const repair of repairs) {
    if (repair.limit === 'late') expect(planQuietly({ ...asked, lateDays: repair.days }).unmetKg).toBe(0);
    if (repair.limit === 'early') expect(planQuietly({ ...asked, earlyDays: repair.days }).unmetKg).toBe(0);
    if (repair.limit === 'receiving' && 'until' in repair)
      expect(bringsAll({ ...asked, site: { ...asked.site, receiving: dailyHours(8, Number(repair.until.slice(0, 2))) } })).toBe(
        true,
      );
  }
  expect(bringsAll(asked)).toBe(false);
});

test('SP17: a bay that binds', () => {
  const fleet = ['a', 'b', 'c'].map((id) => truck(id));
  const reply = planSplit(
    request({ fleet, demand: tooMuch, site: { receiving: dailyHours(9, 11) }, plant: { bays: 3 } }),
    english,
  );
  expect(reply.reasons.map(({ message }) => message)).toContain(
    'The places for unloading at the site are taken: with 1 more place for unloading at the site everything could be brought.',
  );
});

test('SP17: supply that binds', () => {
  const reply = planSplit(request({ plant: { supplyKg: { '2026-11-23': 15_000 } } }), english);
  expect(reply.reasons.find(({ code }) => code === 'supply')?.message).toBe(
    'The plant has too little of the product on those days: with 5 000 kg more from plant on 23 November everything could be brought.',
  );
});

test('SP13 SP17: no shared mode, too heavy, too long, lawful for nothing: each vehicle by name', () => {
  const codes = (asked: ReturnType<typeof request>) => planSplit(asked, english).reasons.map(({ code }) => code);
  const blow = request({ fleet: [truck('a', { unloadingModes: ['blow'] })] });
  expect(planSplit(blow, english).reasons[0]).toMatchObject({
    code: 'mode',
    message: 'a has no way of unloading that the site has; a common one is needed.',
  });
  expect(planSplit(blow, english).reasons.map(({ message }) => message)).toContain(
    'Some trucks cannot be unloaded at this site: with tip unloading on a everything could be brought.',
  );
  expect(codes(request({ site: { maxGrossKg: 13_000 }, fleet: [truck('a', { grossKg: 34_000 })] }))).toContain('gross');
  expect(codes(request({ site: { maxLengthM: 10 }, fleet: [truck('a', { lengthM: 16 })] }))).toContain('length');
  expect(codes(request({ fleet: [truck('a', { minLoadKg: 30_000 })] }))).toContain('minLoad');
  expect(codes(request({ fleet: [] }))).toContain('fleet');
});

test('SP5 SP17: demand before the first loading, and days on which nothing is open', () => {
  const past = planSplit(request({ notBefore: '2026-11-25T00:00:00+03:00' }), english);
  expect(past.reasons[0]).toMatchObject({
    code: 'past',
    message: 'The demand of 23 November lies before the first possible loading; a later day must be allowed for it.',
  });
  expect(past.days[0]?.why).toContain('lies before the first possible loading');
  const shut = planSplit(request({ site: { receiving: { ...dailyHours(8, 18), closed: ['2026-11-23'] } } }), english);
  expect(shut.reasons[0]?.code).toBe('closed');
});

test('SP17: what comes late says when', () => {
  const reply = planSplit(request({ demand: tooMuch, lateDays: 1 }), english);
  expect(reply.days[0]).toMatchObject({ lateKg: 20_000, why: '20 000 kg come late, on 24 November.' });
  expect(reply.reasons[0]?.code).toBe('delay');
});

test('SP17: words in both languages for whatever happens, never an undefined', () => {
  for (let seed = 600; seed < 608; seed += 1)
    for (const language of ['ru', 'en'] as const) {
      const reply = planSplit(randomRequest(seed), { language });
      const texts = [...reply.reasons.map(({ message }) => message), ...reply.days.flatMap(({ why }) => why ?? [])];
      for (const text of texts) expect(text).not.toMatch(/undefined|NaN|\[object/);
      if (reply.unmetKg > 0) expect(reply.reasons.length).toBeGreaterThan(0);
      for (const day of reply.days) expect(day.why !== undefined).toBe(day.unmetKg > 0 || day.lateKg > 0);
    }
});

test('SP17: what was said in one language is read in the other, and what an older version stored stays as it is', () => {
  const locked = { ...planSplit(request()).trips[0], locked: true } as SplitTrip;
  const asked = request({
    fleet: [truck('a'), truck('long', { lengthM: 30 })],
    demand: [{ date: '2026-11-23', massKg: 200_000 }],
    published: [{ ...locked, loadFrom: '2026-11-23T00:00:00Z', loadTo: '2026-11-23T01:00:00Z' }],
    site: { maxLengthM: 20 },
  });
  const [ru, en] = (['ru', 'en'] as const).map((language) => planSplit(asked, { language }).reasons);
  expect(ru?.length).toBeGreaterThan(2);
  expect(ru?.map((reason) => reasonIn(reason, 'en'))).toEqual(en);
  expect(JSON.parse(JSON.stringify(en)).map((reason: SplitReason) => reasonIn(reason, 'ru'))).toEqual(ru);
  for (const { message } of ru ?? []) expect(message.replaceAll(/\b(?:a|long|plant|tip)\b/g, '')).not.toMatch(/[a-z]{2}/);
  const old = { code: 'gap', message: 'Words of before.' };
  expect(reasonIn(old, 'ru')).toEqual(old);
  expect(reasonIn({ ...old, values: { what: 'of a later version' } }, 'ru').message).toBe(old.message);
});
