import type { Language } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLEET, GRYAZI, lateOf, msk, NOW, RYAZHSK, row, stateOf } from '../fleet.fixture.ts';
import { ms } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { wagonSentence } from './index.ts';

const ORDERS: Record<string, string | undefined> = {
  inTransit: '10423',
  abandoned: '10425',
  arrived: '10421',
  unloaded: '10419',
  atOrigin: '10430',
  badOrder: '10424',
};
const fleet = (language: Language): string[] =>
  Object.entries(FLEET).map(([name, source]) => {
    const wagon = stateOf(source);
    return wagonSentence({ wagon, order: ORDERS[name], late: lateOf(wagon), now: NOW, language });
  });
const say = (
  wagon: WagonSnapshot,
  change: { now?: Date; late?: boolean | null; language?: Language; product?: string; order?: string } = {},
) => wagonSentence({ wagon, late: null, now: NOW, language: 'ru', ...change });
const moving = stateOf(row('DEPARTED', GRYAZI, msk(20, '06:12'), { remainingKm: 368 }));

test('SE1 SE2 SE3 SE4 SE5 SE6 seven wagons on the phone, in Russian', () => {
  expect(fleet('ru').join('\n')).toMatchInlineSnapshot(`
    "Вагон 93123453, 68,5 т цемента по заказу 10423: в пути, отправлен со ст. Грязи-Воронежские сегодня в 06:12 МСК (справка 07:05). Осталось 368 км, прибытие 21 авг. 01:00 – 22 авг. 19:00; срок доставки 22 авг., успевает.
    Вагон 93456788, 69 т цемента по заказу 10425: стоит на ст. Ряжск I 3,4 сут., поезд брошен 16 авг. в 22:40 МСК (справка 07:05). Осталось 214 км; ждём не раньше 21 авг., скорее 24 авг.; срок доставки был 18 авг., опаздывает на 6 дней.
    Вагон 93000016, 68,8 т цемента по заказу 10421: прибыл на станцию назначения Воскресенск сегодня в 01:30 МСК, ждёт выгрузки (справка 07:05). Срок доставки был 17 авг., опоздал на 3 дня.
    Вагон 54123450, 69,2 т цемента по заказу 10419: выгружен на ст. Воскресенск вчера в 15:10 МСК, порожний, на станции 2,9 сут. (справка 07:05). Срок доставки был 14 авг., опоздал на 3 дня.
    Вагон 59000075, порожний: следует на ст. Себряково, включён в поезд на ст. Рыбное вчера в 20:05 МСК (справка 07:05). Осталось 660 км, прибытие 22–26 авг.; срок доставки 24 авг., может опоздать.
    Вагон 93234565, 68,4 т цемента по заказу 10430: погружен на ст. Себряково вчера в 17:30 МСК, ещё не отправлен (справка 07:05). Осталось 748 км, прибытие 22–26 авг.
    Вагон 93333334, 67,9 т цемента по заказу 10424: признан неисправным на ст. Мичуринск-Воронежский 18 авг. в 11:00 МСК, стоит там 2,3 сут. (справка 07:05). Осталось 309 км; ждём не раньше 21 авг., скорее 24 авг.; срок доставки 20 авг., опаздывает на 4 дня."
  `);
});

test('SE1 SE2 SE3 SE4 SE5 SE6 SE10 seven wagons on the phone, in English', () => {
  expect(fleet('en').join('\n')).toMatchInlineSnapshot(`
    "Wagon 93123453, 68.5 t of cement for order 10423: in transit, left Gryazi-Voronezhskiye today at 06:12 MSK (report 07:05). 368 km left, arriving 21 Aug 01:00 – 22 Aug 19:00; due 22 Aug, on time.
    Wagon 93456788, 69 t of cement for order 10425: standing at Ryazhsk I for 3.4 days, the train was abandoned on 16 Aug 22:40 MSK (report 07:05). 214 km left; not expected before 21 Aug, more likely 24 Aug; was due 18 Aug, 6 days late.
    Wagon 93000016, 68.8 t of cement for order 10421: at its destination Voskresensk, arrived today at 01:30 MSK, waiting to be unloaded (report 07:05). Was due 17 Aug, 3 days late.
    Wagon 54123450, 69.2 t of cement for order 10419: unloaded at Voskresensk yesterday at 15:10 MSK, empty now, 2.9 days at the station (report 07:05). Was due 14 Aug, 3 days late.
    Wagon 59000075, empty: running to Sebryakovo, put into a train at Rybnoye yesterday at 20:05 MSK (report 07:05). 660 km left, arriving 22–26 Aug; due 24 Aug, may be late.
    Wagon 93234565, 68.4 t of cement for order 10430: loaded at Sebryakovo yesterday at 17:30 MSK, not yet departed (report 07:05). 748 km left, arriving 22–26 Aug.
    Wagon 93333334, 67.9 t of cement for order 10424: in bad order at Michurinsk-Voronezhsky since 18 Aug 11:00 MSK, standing there for 2.3 days (report 07:05). 309 km left; not expected before 21 Aug, more likely 24 Aug; due 20 Aug, 4 days late."
  `);
});

test('SE1 SE8 the product as the order calls it, declined where that is known', () => {
  expect(say(moving, { product: 'Цемент ЦЕМ I 42,5Н' })).toContain('68,5 т цемента ЦЕМ I 42,5Н:');
  expect(say(moving, { product: 'Щебень гранитный' })).toContain('68,5 т, груз «Щебень гранитный»:');
  expect(say(moving, { product: 'Щебень', language: 'en' })).toContain('68.5 t of crushed stone:');
  expect(say(moving, { product: 'Portland cement', language: 'en', order: '7' })).toContain(
    '68.5 t of Portland cement for order 7:',
  );
  expect(say(moving, { product: 'Перчатки', language: 'en' })).toContain('68.5 t of “Перчатки”:');
});

test('SE2 standing: how long and since when; after a departure, since when nothing was heard', () => {
  const standing = stateOf(row('ARRIVED_STATION', GRYAZI, msk(18, '11:00'), { remainingKm: 1368 }));
  expect(say(standing)).toContain(
    'стоит на ст. Грязи-Воронежские 1,8 сут., с 18 авг. 11:00 МСК (справка 07:05). Осталось 1\u00a0368 км',
  );
  expect(say(standing, { language: 'en' })).toContain(
    'standing at Gryazi-Voronezhskiye for 1.8 days, since 18 Aug 11:00 MSK (report 07:05). 1,368 km left',
  );
  const silent = stateOf(row('DEPARTED', GRYAZI, msk(18, '11:00')));
  expect(say(silent)).toContain('отправлен со ст. Грязи-Воронежские 18 авг. в 11:00 МСК, с тех пор операций нет 1,8 сут.');
});

test('SE2 a train recorded as abandoned again is not said to have been abandoned just now', () => {
  const again = stateOf(row('TRAIN_ABANDONED', RYAZHSK, msk(19, '18:22'), { idleStationDays: 8.7 }));
  expect(say(again)).toContain('стоит на ст. Ряжск I 8,7 сут., в брошенном поезде');
});

test('SE4 never an arrival in the past', () => {
  const eta = { p10: msk(20, '06:00'), p50: msk(20, '12:00'), p90: msk(20, '18:00'), basis: '' };
  expect(say({ ...moving, eta })).toContain('прибытие до 18:00');
  expect(say({ ...moving, eta: { ...eta, p90: msk(20, '07:00') } })).toContain('расчётное время прибытия прошло');
  expect(say({ ...moving, eta: { ...eta, p10: msk(20, '10:00') } })).toContain('прибытие 10:00–18:00');
  expect(say({ ...moving, eta: { ...eta, p10: msk(31, '10:00'), p90: '2026-09-03T10:00:00Z' } })).toContain(
    'прибытие 31 авг. – 3 сент.',
  );
});

test('SE4 an interval of months is not an answer', () => {
  const eta = { p10: msk(20, '10:00'), p50: '2027-02-01T10:00:00Z', p90: '2027-08-03T10:00:00Z', basis: '' };
  expect(say({ ...moving, eta })).not.toContain('прибытие');
});

test('SE5 in time, perhaps, late, by how many days', () => {
  const eta = (p50: string, p90: string) => ({ p10: msk(20, '12:00'), p50, p90, basis: '' });
  expect(say({ ...moving, eta: eta(msk(21, '12:00'), msk(22, '23:00')) }, { late: false })).toContain(
    'срок доставки 22 авг., успевает.',
  );
  expect(say({ ...moving, eta: eta(msk(21, '12:00'), msk(23, '12:00')) }, { late: false })).toContain(
    'срок доставки 22 авг., может опоздать.',
  );
  expect(say({ ...moving, eta: eta(msk(23, '12:00'), msk(23, '13:00')) }, { late: true })).toContain(
    'срок доставки 22 авг., опаздывает на 1 день.',
  );
  expect(say({ ...moving, eta: eta(msk(27, '12:00'), msk(28, '13:00')) }, { late: true, language: 'en' })).toContain(
    'due 22 Aug, 5 days late.',
  );
  expect(say(moving, { late: null })).toContain('срок доставки 22 авг.');
  expect(say(moving, { late: null })).not.toContain('авг..');
});

test('SE6 an older report says its day, a day-old one that nothing is newer', () => {
  expect(say(moving, { now: new Date(msk(21, '06:00')) })).toContain('вчера в 06:12 МСК (справка 20 авг. 07:05).');
  expect(say(moving, { now: new Date(msk(22, '06:00')) })).toContain('20 авг. в 06:12 МСК (справка 20 авг. 07:05, свежее нет).');
  expect(say(moving, { now: new Date(msk(22, '06:00')), language: 'en' })).toContain('(report 20 Aug 07:05, nothing newer)');
});

test('SE7 SE4 whatever is missing, nothing empty or past is said', () => {
  const optional = ['deadline', 'eta', 'massKg', 'cargo', 'destination', 'remainingKm', 'waybill'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(FLEET)),
      fc.subarray([...optional]),
      fc.constantFrom<Language>('ru', 'en'),
      fc.option(fc.boolean()),
      fc.integer({ min: 0, max: 60 * 24 * 40 }),
      (source, missing, language, late, minutes) => {
        const full = stateOf(source);
        const wagon = Object.fromEntries(
          Object.entries(full).filter(([key]) => !missing.includes(key as (typeof optional)[number])),
        ) as WagonSnapshot;
        const now = new Date(NOW.getTime() + minutes * 60_000);
        const text = say(wagon, { now, late, language });
        expect(text).not.toMatch(/undefined|NaN|null|Invalid|\(\)|\s\s|\.\.|,,|, \.|: \.|;;/);
        expect(text).toMatch(/\.$/);
        if (wagon.eta && ms(wagon.eta.p90) < now.getTime()) expect(text).not.toMatch(/прибытие \d|arriving/);
      },
    ),
  );
});
