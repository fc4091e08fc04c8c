import { STATIONS, wagonCheckDigit } from '@karavan/rail';
import type { Fleet, WagonFact } from '../../../scrapers/rzd/src/parse/render.fixture.ts';
import type { Random } from '../support/random.ts';

const REPORTED_AT_MS = Date.UTC(2026, 7, 20, 7, 5);
const DEEDS = [
  { code: '2', mnemonic: 'ОТПР', name: 'Отправление вагона со станции', event: 'DEPARTED' },
  { code: '4', mnemonic: 'ВКЛП', name: 'Включение вагона в поезд', event: 'TRAIN_JOINED' },
  { code: '8', mnemonic: 'ПРИБ', name: 'Прибытие вагона на станцию', event: 'ARRIVED_STATION' },
  { code: '92', mnemonic: 'БРОС', name: 'Бросание поезда на станции', event: 'TRAIN_ABANDONED' },
] as const;

/** As many wagons as asked for, of all kinds, under way between stations of the built-in list. */
export function makeFleet(random: Random, wagons: number): Fleet {
  return { reportedAt: clock(0), wagons: Array.from({ length: wagons }, (_, index) => makeWagon(random, index)) };
}

function makeWagon(random: Random, index: number): WagonFact {
  const first7 = String(5_000_000 + index * 7);
  const minutesAgo = random.below(60 * 24 * 10);
  const empty = random.unit() < 0.4;
  const leftKm = 1 + random.below(4000);
  return {
    wagon: `${first7}${wagonCheckDigit(first7)}`,
    empty,
    origin: makePlace(random),
    destination: makePlace(random),
    place: makePlace(random),
    operation: random.pick(DEEDS),
    operationAt: clock(minutesAgo),
    startedAt: clock(minutesAgo + random.below(60 * 24 * 20)),
    deadline: clock(-random.below(60 * 24 * 10)).slice(0, 10),
    train: {
      from: makePlace(random).esr,
      number: 1 + random.below(999),
      to: makePlace(random).esr,
      no: 1001 + random.below(8000),
      position: 1 + random.below(70),
    },
    waybill: `ЭЯ${100_000 + random.below(900_000)}`,
    massT: empty ? 0 : 60 + random.below(12),
    totalKm: leftKm + random.below(3000),
    leftKm,
  };
}

function makePlace(random: Random): WagonFact['place'] {
  const { name, esr, road } = random.pick(STATIONS);
  return { name, esr, roadName: road, roadCode: esr.slice(0, 2), roadShort: road.slice(0, 3).toUpperCase() };
}

/** Moscow wall clock that many minutes before the report. */
function clock(minutesAgo: number): string {
  return new Date(REPORTED_AT_MS - minutesAgo * 60_000).toISOString().slice(0, 16).replace('T', ' ');
}
