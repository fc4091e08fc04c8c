import type { LoadState, WagonState, WagonStatus } from '@karavan/contracts';
import { type KnownStation, STATIONS, wagonCheckDigit } from '@karavan/rail';
import type { Random } from '../support/random.ts';

const DAY_MS = 86_400_000;
const REPORT_ID = '00000000-0000-4000-8000-000000000001';

/** Wagons that go together: one lane, one waybill. */
export interface Rake {
  waybill: string;
  origin: KnownStation;
  destination: KnownStation;
  loadState: LoadState;
  states: Omit<WagonState, 'revision'>[];
}

const LOADED = {
  inTransit: 68,
  standing: 12,
  arrived: 9,
  atOrigin: 6,
  abandoned: 3,
  badOrder: 2,
} as const satisfies Partial<Record<WagonStatus, number>>;
const EMPTY = { emptyInTransit: 85, unloaded: 15 } as const satisfies Partial<Record<WagonStatus, number>>;

const OPERATIONS = {
  moving: { code: '02', mnemonic: 'ОТПР', name: 'ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ', event: 'DEPARTED' },
  standing: { code: '01', mnemonic: 'ПРИБ', name: 'ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ', event: 'ARRIVED_STATION' },
} as const;

/** A fleet of hopper wagons on the roads of the cement: three in five loaded, most of them moving. */
export function makeRakes(random: Random, input: { wagons: number; now: Date }): Rake[] {
  const plants = STATIONS.filter((_, index) => index % 23 === 0);
  const sidings = STATIONS.filter((_, index) => index % 3 === 1);
  const rakes: Rake[] = [];
  let made = 0;
  while (made < input.wagons) {
    const rake = makeRake(random, { plants, sidings, index: rakes.length });
    const size = Math.min(1 + random.below(8), input.wagons - made);
    for (let i = 0; i < size; i++) rake.states.push(makeWagon(random, { rake, index: made + i, now: input.now }));
    made += size;
    rakes.push(rake);
  }
  return rakes;
}

type Lanes = { plants: readonly KnownStation[]; sidings: readonly KnownStation[]; index: number };

function makeRake(random: Random, { plants, sidings, index }: Lanes): Rake {
  const loadState = random.unit() < 0.6 ? 'loaded' : 'empty';
  const [plant, siding] = [random.pick(plants), random.pick(sidings)];
  const [origin, destination] = loadState === 'loaded' ? [plant, siding] : [siding, plant];
  return { waybill: waybillNumber(index), origin, destination, loadState, states: [] };
}

/** `ЭУ123456`, another one for each index */
export const waybillNumber = (index: number): string => {
  const letters = 'АБВГДЕЖИКЛМНОПРСТУФХ';
  const number = (index * 7_919) % 10_000_000;
  return `Э${letters[Math.floor(number / 500_000)]}${String(100_000 + (number % 500_000)).padStart(6, '0')}`;
};

/** Fleets are numbered in runs; every number has its right check digit. */
function wagonNumber(index: number): string {
  const first7 = String(5_200_000 + Math.floor(index / 500) * 5_317 + (index % 500));
  return `${first7}${wagonCheckDigit(first7)}`;
}

function makeWagon(random: Random, input: { rake: Rake; index: number; now: Date }): Omit<WagonState, 'revision'> {
  const { rake, now } = input;
  const status: WagonStatus = rake.loadState === 'loaded' ? random.weighted(LOADED) : random.weighted(EMPTY);
  const done = status === 'arrived' || status === 'unloaded' ? 1 : status === 'atOrigin' ? 0 : random.unit();
  const totalKm = 200 + random.below(2_400);
  const station = done === 1 ? rake.destination : done === 0 ? rake.origin : random.pick(STATIONS);
  const stationDays = status === 'standing' || status === 'abandoned' ? 1 + random.below(9) : random.unit();
  const at = new Date(now.getTime() - stationDays * DAY_MS - 20 * 60_000);
  const isMoving = status === 'inTransit' || status === 'emptyInTransit';
  return {
    number: wagonNumber(input.index),
    checkDigitValid: true,
    type: 'Прочие (90)',
    loadState: rake.loadState,
    status,
    lastOperation: { ...OPERATIONS[isMoving ? 'moving' : 'standing'], at: at.toISOString(), station: placeOf(station) },
    atStationSince: at.toISOString(),
    tripStartedAt: new Date(at.getTime() - (totalKm / 250) * done * DAY_MS - DAY_MS).toISOString(),
    origin: placeOf(rake.origin),
    destination: placeOf(rake.destination),
    trainIndex: `${rake.origin.esr.slice(0, 4)} ${String(input.index % 900).padStart(3, '0')} ${rake.destination.esr.slice(0, 4)}`,
    waybill: rake.waybill,
    cargo: rake.loadState === 'loaded' ? { name: 'Цемент', etsng: '281014' } : { name: 'Вагоны порожние', etsng: '421034' },
    massKg: rake.loadState === 'loaded' ? 66_000 + random.below(5_000) : 0,
    remainingKm: Math.round(totalKm * (1 - done)),
    totalKm,
    idle: { sinceLastOperationDays: round(stationDays), atStationDays: round(stationDays) },
    deadline: { date: new Date(now.getTime() + random.below(8) * DAY_MS).toISOString().slice(0, 10), basis: 'report' },
    reportedAt: new Date(now.getTime() - 15 * 60_000).toISOString(),
    evidence: { reportId: REPORT_ID, row: input.index + 5 },
  };
}

const round = (days: number): number => Math.round(days * 100) / 100;

const placeOf = ({ name, esr, road, lat, lon }: KnownStation) => ({ name, esr, road, lat, lon });
