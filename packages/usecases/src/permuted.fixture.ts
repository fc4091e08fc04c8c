/** A whole trip of two trucks as their devices tell of it: gates, a stop, a night, a swap on the way, and the next cargo. */
export interface Told {
  device: 'tracker' | 'phone' | 'second';
  minute: number;
  lat: number;
  speedKmh: number | null;
  accuracyM?: number;
}

export const START = Date.parse('2026-08-20T10:00:00Z');
export const at = (minute: number): string => new Date(START + minute * 60_000).toISOString();
export const PLANT = { lat: 55, lon: 37 };
export const SITE = { lat: 56.8, lon: 37 };
const KM = 1 / 111.195;
const EVERY_MINUTES = 5;
/** the first truck breaks down here and then */
const BREAKDOWN_LAT = 56.2;

interface Leg {
  to: number;
  kmh: number;
}
type Act = Leg | { stand: number; every?: number };

/** Where a truck is every so many minutes, along a meridian. */
function drive(from: { minute: number; lat: number }, acts: readonly Act[], every: number): Omit<Told, 'device'>[] {
  const fixes: Omit<Told, 'device'>[] = [];
  let { minute, lat } = from;
  for (const act of acts)
    if ('stand' in act)
      for (const end = minute + act.stand; minute < end; minute += act.every ?? every) fixes.push({ minute, lat, speedKmh: 0 });
    else
      while (lat !== act.to) {
        const step = Math.sign(act.to - lat) * Math.min(Math.abs(act.to - lat), (act.kmh / 60) * every * KM);
        lat += step;
        fixes.push({ minute, lat, speedKmh: act.kmh });
        minute += every;
      }
  return fixes;
}

/** Comes from the south, loads 40 minutes, stops 75 on the way, rests a night, goes on and breaks down. */
const FIRST = drive(
  { minute: 0, lat: 54.9 },
  [
    { to: PLANT.lat, kmh: 50 },
    { stand: 40 },
    { to: 55.4, kmh: 60 },
    { stand: 75 },
    { to: 55.8, kmh: 60 },
    { stand: 660, every: 30 },
    { to: BREAKDOWN_LAT, kmh: 50 },
    { stand: 90 },
  ],
  EVERY_MINUTES,
);
const brokenAt = FIRST.filter(({ lat }) => Math.abs(lat - BREAKDOWN_LAT) < 1e-9)[0]?.minute ?? 0;
export const SWAP_MINUTE = brokenAt + 45;

/** Was at the site with something else until shortly before, takes the cargo over, delivers, and fetches the next one. */
const SECOND = drive(
  { minute: SWAP_MINUTE - 70, lat: SITE.lat },
  [
    { stand: 20 },
    { to: BREAKDOWN_LAT, kmh: 80 },
    { stand: 30 },
    { to: SITE.lat, kmh: 60 },
    { stand: 35 },
    { to: PLANT.lat, kmh: 75 },
    { stand: 30 },
    { to: 55.5, kmh: 60 },
  ],
  EVERY_MINUTES,
);
export const NEXT_LOAD_MINUTE =
  (SECOND.find(({ minute, lat }) => minute > SWAP_MINUTE + 60 && lat <= PLANT.lat)?.minute ?? 0) + 5;

/** The tracker is silent for an hour on the way, when the driver's phone goes on; it tells every seven minutes. */
export function wholeTrip(): Told[] {
  const isSilent = ({ minute }: { minute: number }) => minute > 150 && minute < 215;
  const tracker = FIRST.filter((fix) => !isSilent(fix)).map((fix) => ({ ...fix, device: 'tracker' as const }));
  const phone = FIRST.filter((_, index) => index % 3 === 1).map(({ minute, lat }) => ({
    ...{ device: 'phone' as const, minute: minute + 1, lat, speedKmh: null, accuracyM: 25 },
  }));
  const second = SECOND.map((fix) => ({ ...fix, device: 'second' as const }));
  return [...tracker, ...phone, ...second].sort((a, b) => a.minute - b.minute);
}

export interface Delivery {
  /** when it comes in */
  minute: number;
  fixes: Told[];
}

function generator(seed: number): (below: number) => number {
  let state = seed * 7919 + 17;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** The same places as they may come in: each some minutes late, some twice, one device as a black box hours later, in batches. */
export function deliveries(seed: number): Delivery[] {
  const draw = generator(seed);
  const lateMinutes = [2, 15, 120, 900][draw(4)] ?? 2;
  const boxed = ['tracker', 'phone', 'second', undefined, undefined][draw(5)];
  const boxFrom = draw(900);
  const boxTo = boxFrom + 30 + draw(400);
  const fixes = wholeTrip();
  const coming = [...fixes, ...fixes.filter(() => draw(4) === 0)].map((fix) => {
    const isBoxed = fix.device === boxed && fix.minute >= boxFrom && fix.minute < boxTo;
    const delay = draw(3) === 0 ? draw(lateMinutes) : 0;
    return { fix, comes: isBoxed ? Math.max(boxTo, fix.minute) + draw(10) : fix.minute + delay };
  });
  coming.sort((a, b) => a.comes - b.comes);
  const batches: Delivery[] = [];
  for (let index = 0; index < coming.length; ) {
    // messages that a real server would get at about the same time
    const size = 1 + draw(6);
    const batch = coming.slice(index, index + size).filter(({ comes }, _, all) => comes - (all[0]?.comes ?? 0) < 10);
    batches.push({ minute: batch.at(-1)?.comes ?? 0, fixes: batch.map(({ fix }) => fix) });
    index += batch.length;
  }
  return batches;
}

/** In the order of their time, as they happen. */
export function inOrder(): Delivery[] {
  const fixes = wholeTrip();
  const batches: Delivery[] = [];
  for (const fix of fixes) {
    const last = batches.at(-1);
    const begun = last?.fixes[0]?.minute ?? 0;
    const isTogether = last !== undefined && fix.minute - begun < 15 && begun < SWAP_MINUTE === fix.minute < SWAP_MINUTE;
    if (isTogether) last.fixes.push(fix);
    else batches.push({ minute: fix.minute, fixes: [fix] });
  }
  return batches.map(({ fixes: own }) => ({ minute: own.at(-1)?.minute ?? 0, fixes: own }));
}
