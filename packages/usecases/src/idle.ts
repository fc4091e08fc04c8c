import {
  type Actor,
  type IdleItem,
  type IdleKind,
  type IdleMonth,
  type IdlePage,
  type IdleQuery,
  searchKey,
} from '@karavan/contracts';
import { decodeCursor, idle, type Tx, toPage, wagons } from '@karavan/store';
import { byRisk, countedUntil, monthCost } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { loadStays } from './idle-cost.ts';
import { loadQueue } from './idle-queue.ts';
import { inSlices } from './in-slices.ts';
import { tariffsOf } from './tariffs.ts';
import { loadEpisodes } from './wagon-read.ts';

/** More than a shipper's whole fleet; a bound, not a page. */
const MOST_WAGONS = 50_000;
const DAY_MS = 86_400_000;

/**
 * The wagons that need somebody, those of one kind page by page, in the order of what they cost and how long (EX1 to EX6).
 * All pages of one list are of the same instant; a customer's are his own wagons only, and so are the counts.
 */
export async function listIdle(deps: Deps, input: { actor: Actor; query: IdleQuery }): Promise<IdlePage> {
  const { actor, query } = input;
  const after = decodeCursor(query.cursor, ['instant', 'int', 'int', 'text']);
  const { now, items: known } = await loadQueue(deps, {
    actor,
    at: after === undefined ? undefined : new Date(after[0] as string),
  });
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const all = known.filter((item) => matches(item, query));
    const ofKind = all.filter(({ kind }) => kind === query.kind).sort(byRisk);
    const rest = after === undefined ? ofKind : ofKind.filter((item) => byRisk(keyed(after), item) < 0);
    const page = toPage(
      rest.slice(0, query.limit + 1),
      query.limit,
      (item) => item,
      (item) => [now.toISOString(), item.cost?.costMinor ?? 0, Math.round(item.days * 1000), item.wagon],
    );
    const items = await withEpisodes(tx, page.items);
    return { items, nextCursor: page.nextCursor, counts: countKinds(all) };
  });
}

/** The place in the list that a cursor names. Days are kept to thousandths on both sides, so that nothing falls between. */
const keyed = ([, cost, days, wagon]: readonly (string | number)[]) => ({
  wagon: String(wagon),
  days: Number(days) / 1000,
  cost: { costMinor: Number(cost) },
});

function countKinds(items: readonly IdleItem[]): IdlePage['counts'] {
  const count = (kind: IdleKind) => items.filter((item) => item.kind === kind).length;
  return { idle: count('idle'), abandoned: count('abandoned'), late: count('late'), missing: count('missing') };
}

function matches(item: IdleItem, { q, load, minDays }: IdleQuery): boolean {
  if (load !== undefined && item.loadState !== load) return false;
  if (minDays !== undefined && item.days < minDays) return false;
  if (q === undefined || q === '') return true;
  const key = searchKey(q);
  const texts = [item.wagon, item.station.name, item.customer, item.order, item.destination?.name, item.trainIndex];
  return texts.some((text) => text !== undefined && searchKey(text).includes(key));
}

/** The record that opened an abandoning, for the wagons of one page: their histories are not read before. */
async function withEpisodes(tx: Tx, items: readonly IdleItem[]): Promise<IdleItem[]> {
  const left = items.filter(({ kind }) => kind === 'abandoned').map(({ wagon }) => wagon);
  if (left.length === 0) return [...items];
  const episodes = await loadEpisodes(tx, await wagons.listWagonsByNumber(tx, left));
  return items.map((item) => {
    const [episode, ...earlier] = episodes.get(item.wagon) ?? [];
    return episode === undefined ? item : { ...item, since: episode.openedBy.at, episode, episodes: earlier.length + 1 };
  });
}

/** What all stays cost in a month of Moscow time so far; stays that cost nothing in it are left out (IC6). */
export async function idleMonth(deps: Deps, input: { actor: Actor; month: string }): Promise<IdleMonth> {
  const { actor, month } = input;
  const now = deps.clock();
  const tariffs = await tariffsOf(deps, actor.companyId);
  const [from, to] = boundsOf(month);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const since = new Date(Date.parse(from) - LONGEST_STAY_MS).toISOString();
    const arrived = await idle.listArrivedBetween(tx, { from: since, to });
    const there = await idle.listWagonStates(tx, { limit: MOST_WAGONS, status: 'arrived' });
    const known = [...(await wagons.listWagonsByNumber(tx, arrived)), ...there];
    const states = new Map(known.map((state) => [state.number, state]));
    const stays = await loadStays(tx, { wagons: [...new Set([...arrived, ...states.keys()])], since, states: known });
    const costs = await inSlices([...stays], ([wagon, ofWagon]) =>
      ofWagon.flatMap((stay) => {
        const cost = monthCost(stay, tariffs, { month, now: countedUntil(states.get(wagon) ?? {}, now) });
        return cost === undefined || cost.minor === 0 ? [] : [{ wagon, station: stay.station, ...cost }];
      }),
    );
    return {
      month,
      totalMinor: costs.reduce((sum, { minor }) => sum + minor, 0),
      currency: tariffs[0]?.currency ?? null,
      unconfirmed: costs.some(({ unconfirmed }) => unconfirmed),
      stays: costs.map(({ wagon, station, clock, minor }) => ({
        wagon,
        station,
        openedAt: clock.openedAt,
        ...(clock.closedAt === undefined ? {} : { closedAt: clock.closedAt }),
        paidFrom: clock.paidFrom,
        minor,
      })),
    };
  });
}

/** A stay that began earlier has left every contract behind. */
const LONGEST_STAY_MS = 120 * DAY_MS;

/** [first instant, first instant of the next month) in Moscow, which keeps UTC+3. */
function boundsOf(month: string): [from: string, to: string] {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const start = (at: number) => new Date(Date.UTC(year, at, 1) - 3 * 3_600_000).toISOString();
  return [start(number - 1), start(number)];
}
