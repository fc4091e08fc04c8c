import type { SplitRequest } from '@karavan/contracts';

/** mulberry32: the same request for the same seed, everywhere. */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1));
  return {
    int,
    chance: (share: number) => unit() < share,
    pick: <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T,
  };
}

type Calendar = SplitRequest['site']['receiving'];
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const hour = (value: number): string => `${String(value).padStart(2, '0')}:00`;

export function dailyHours(from: number, to: number, timeZone = 'Europe/Moscow'): Calendar {
  const day: [string, string][] = [[hour(from), hour(to)]];
  return { timeZone, hours: Object.fromEntries(WEEK.map((name) => [name, day])) };
}

const DATES = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];

/** Small, on whole hours, with everything in it that 5.4 knows but hours of driving and described vehicles. */
export function randomRequest(seed: number): SplitRequest {
  const random = randomOf(seed);
  const days = random.int(1, 3);
  const plants = Array.from({ length: random.int(1, 2) }, (_, index) => randomPlant(random, index));
  const pieces = random.chance(0.25);
  const overnight = random.chance(0.15);
  const receiving = overnight ? dailyHours(0, 24) : dailyHours(random.int(6, 10), random.int(13, 19));
  if (random.chance(0.2)) receiving.closed = [random.pick(DATES)];
  return {
    product: pieces ? { form: 'pieces', pieceMassKg: random.pick([1000, 1500, 2500]) } : { form: 'bulk' },
    demand: Array.from({ length: days }, (_, index) => ({ date: DATES[index] ?? '', massKg: random.int(2, 30) * 2000 })),
    earlyDays: random.pick([0, 0, 1]),
    lateDays: random.pick([0, 0, 1, 2]),
    site: {
      id: 'site',
      receiving,
      bays: random.pick([1, 1, 2]),
      unloadingModes: ['tip', 'blow'],
      ...(random.chance(0.2) ? { maxGrossKg: 34_000 } : {}),
      ...(random.chance(0.2) ? { maxLengthM: 14 } : {}),
    },
    plants,
    fleet: Array.from({ length: random.int(1, 3) }, (_, index) => randomVehicle(random, { index, plants })),
    objective: random.pick(['fewestTrips', 'cheapest']),
  };
}

type Random = ReturnType<typeof randomOf>;

function randomPlant(random: Random, index: number): SplitRequest['plants'][number] {
  const supplied = random.chance(0.3);
  return {
    id: `plant${index}`,
    loading: dailyHours(random.int(5, 9), random.int(12, 20)),
    bays: random.pick([1, 1, 2]),
    loadMinutes: 60,
    driveMinutes: random.int(1, 6) * 60,
    distanceKm: random.int(20, 300),
    ...(supplied ? { supplyKg: Object.fromEntries(DATES.slice(0, 3).map((date) => [date, random.int(0, 25) * 2000])) } : {}),
  };
}

function randomVehicle(
  random: Random,
  { index, plants }: { index: number; plants: SplitRequest['plants'] },
): SplitRequest['fleet'][number] {
  const maxPayloadKg = random.pick([12_000, 20_000, 20_000, 26_000]);
  return {
    id: `truck${index}`,
    plantId: random.pick(plants).id,
    maxPayloadKg,
    unloadingModes: random.pick([['tip'], ['tip'], ['blow', 'side'], ['side']]),
    unloadMinutes: random.pick([60, 60, 120]),
    grossKg: maxPayloadKg + 12_000,
    lengthM: random.pick([10, 13, 16]),
    ...(random.chance(0.35) ? { minLoadKg: random.pick([4000, 10_000]) } : {}),
    ...(random.chance(0.3) ? { calendar: dailyHours(random.int(4, 7), random.int(16, 23)) } : {}),
    costPerTrip: random.int(50, 300),
    costPerKm: random.int(1, 3),
  };
}
