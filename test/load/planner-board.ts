import type { BoardChange, BoardTrip, SplitRequest } from '@karavan/contracts';
import { boardTotals, openBoard, planSplit, validateSplit } from '@karavan/planner';
import { randomOf } from '../../packages/planner/src/split/oracle/random-request.fixture.ts';
import { largeRequest } from './planner-split.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';

const DROPS = 600;
const NEAR_DAYS = 2;
const DAY_MS = 86_400_000;

/** The dispatcher's board with a hundred days of fifty trucks on it: may this be dropped there, what does a look cost, what a replan. */
export async function benchPlannerBoard(): Promise<Figure[]> {
  const request = roomy(largeRequest('none'));
  const board = boardOf(request);
  say(`${board.length} trips on the board`);
  return [...measureDrops(request, board), measureView(request, board), ...measureReplans(request, board)];
}

/** The large request with days to spare, so that a card may also go to another week. */
const roomy = (request: SplitRequest): SplitRequest => ({ ...request, earlyDays: 3, lateDays: 3 });

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const boardOf = (request: SplitRequest): BoardTrip[] =>
  planSplit({ ...request, earlyDays: 0, lateDays: 0 }).trips.map(({ axleLoads: _, ...trip }, at) => ({ ...trip, id: idOf(at) }));

function measureDrops(request: SplitRequest, trips: readonly BoardTrip[]): Figure[] {
  const board = openBoard({ request });
  const random = randomOf(11);
  const dates = [...new Set(trips.map(({ date }) => date))].sort();
  const times = { near: [] as number[], far: [] as number[] };
  let refused = 0;
  for (let at = 0; at < DROPS; at += 1) {
    const trip = trips[random.int(0, trips.length - 1)] as BoardTrip;
    const own = dates.indexOf(trip.date);
    const isFar = at % 2 === 1;
    const to = isFar ? random.int(0, dates.length - 1) : Math.min(dates.length - 1, own + random.int(0, NEAR_DAYS));
    const vehicle = request.fleet[random.int(0, request.fleet.length - 1)];
    const change: BoardChange = { kind: 'move', tripId: trip.id, vehicleId: vehicle?.id ?? '', date: dates[to] ?? '' };
    const from = performance.now();
    if (!board.check(trips, change).ok) refused += 1;
    times[isFar ? 'far' : 'near'].push(performance.now() - from);
  }
  say(`${refused} of ${DROPS} drops were refused`);
  printQuantiles('may it be dropped there', new Map(Object.entries(times)));
  return (['near', 'far'] as const).map((kind) => ({
    promise: `legality of a drop ${kind === 'near' ? 'on a day nearby' : 'anywhere'}, 95 of 100`,
    measured: quantile(times[kind], 0.95),
    limit: 5,
    unit: 'ms',
  }));
}

/** What a look at the board costs the server: all that is broken, and the totals. */
function measureView(request: SplitRequest, trips: readonly BoardTrip[]): Figure {
  const looks = Array.from({ length: 5 }, () => {
    const fresh = structuredClone(trips) as BoardTrip[]; // as it comes from the database
    const from = performance.now();
    openBoard({ request }).violations(fresh);
    boardTotals(request, fresh);
    return performance.now() - from;
  });
  printQuantiles('a look at the board', new Map([['the server', looks]]));
  return { promise: `a look at ${trips.length} trips, the usual one`, measured: quantile(looks, 0.5), limit: 100, unit: 'ms' };
}

function measureReplans(request: SplitRequest, trips: readonly BoardTrip[]): Figure[] {
  const [truck] = request.fleet;
  const away = { timeZone: 'Europe/Moscow', hours: {} };
  const day = request.demand[40]?.date ?? '';
  const events: Record<string, SplitRequest> = {
    'a truck falls out': { ...request, fleet: request.fleet.map((one) => (one === truck ? { ...one, calendar: away } : one)) },
    'a bay closes': { ...request, site: { ...request.site, bays: request.site.bays - 1 } },
    'ten tonnes more': { ...request, demand: [...request.demand, { date: day, massKg: 10_000 }] },
  };
  const published = trips.map(({ id: _, ...trip }, at) => (at % 10 === 0 ? { ...trip, locked: true } : trip));
  return Object.entries(events).map(([what, changed]) => {
    const asked: SplitRequest = { ...changed, published, replan: true };
    const from = performance.now();
    const reply = planSplit(asked);
    const ms = performance.now() - from;
    const key = (trip: SplitRequest['published'] extends (infer T)[] | undefined ? T : never) =>
      [trip.vehicleId, Date.parse(trip.loadFrom), Date.parse(trip.unloadFrom), trip.massKg].join(' ');
    const now = new Set(reply.trips.map(key));
    const touched = published.filter((trip) => !now.has(key(trip)));
    const locked = touched.filter((trip) => trip.locked).length;
    const days = new Set(touched.map(({ date }) => Date.parse(date) / DAY_MS)).size;
    const broken = validateSplit(asked, reply).filter((violation) => !violation.locked).length;
    say(
      `${what}: ${touched.length} of ${published.length} trips are other, on ${days} days, ${locked} of them locked; ` +
        `${reply.unmetKg} kg unmet, ${reply.lateKgDays} kg·days late, ${broken} violations, ` +
        `${reply.proof === 'optimal' ? 'proven' : JSON.stringify(reply.proof)}`,
    );
    return { promise: `replan of 100 days, 50 trucks: ${what}`, measured: ms, limit: 5000, unit: 'ms' };
  });
}
