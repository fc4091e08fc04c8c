import { createHash } from 'node:crypto';
import type { BoardTrip, PlanOutage, PlanSolved, PlanTotals, SplitReply, SplitRequest } from '@karavan/contracts';
import { boardTotals } from '@karavan/planner';
import type { plans } from '@karavan/store';

/** As much of a plan as what is proven of it hangs on. */
interface Standing {
  plan: Pick<plans.PlanRecord, 'solved'>;
  request: SplitRequest;
  trips: readonly BoardTrip[];
  outages: readonly PlanOutage[];
}

const word = (text: string): string => createHash('sha1').update(text).digest('base64');
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;

/** The same trips, whatever they are called. */
export function wordOf(trips: readonly BoardTrip[]): string {
  const keys = trips.map(({ vehicleId, loadFrom, unloadFrom, massKg, serves }) =>
    [vehicleId, Date.parse(loadFrom), Date.parse(unloadFrom), massKg, ...serves.map((one) => `${one.date} ${one.massKg}`)].join(
      ' ',
    ),
  );
  return word(keys.sort().join('\n'));
}

const outagesWord = ({ outages }: Pick<Standing, 'outages'>): string =>
  word(
    outages
      .map(({ id, from, until = '' }) => [id, from, until].join(' '))
      .sort()
      .join('\n'),
  );

type Found = Pick<PlanTotals, 'unmetKg' | 'lateKgDays' | 'tripsCount' | 'cost'> & Pick<SplitReply, 'proof' | 'reasons'>;

/** What the planner found, with what it was found for: the trips, what was out, and what had to stay. */
export function solvedAs(
  standing: Pick<Standing, 'trips' | 'outages'>,
  { unmetKg, lateKgDays, tripsCount, cost, proof, reasons, at, replan }: Found & { at: string; replan?: boolean },
): plans.SolvedRecord {
  const fixed = standing.trips.filter((trip) => trip.locked === true || trip.started === true).map(({ id }) => id);
  return {
    ...{ at, unmetKg, lateKgDays, tripsCount, cost, proof, reasons, fixed },
    ...(replan === true ? { replan } : {}),
    trips: wordOf(standing.trips),
    outages: outagesWord(standing),
  };
}

/** What was found, and whether the draft is still that. */
export function solvedIn(standing: Standing): PlanSolved | null {
  const { solved } = standing.plan;
  if (solved === null) return null;
  const { trips: _, fixed: __, outages: ___, ...shown } = solved;
  return { ...shown, holds: holdsOf(standing, solved) };
}

function holdsOf(standing: Standing, solved: plans.SolvedRecord): PlanSolved['holds'] {
  if (solved.trips === undefined) return isLike(standing, solved) ? 'yes' : 'changed';
  if (solved.trips !== wordOf(standing.trips)) return 'changed';
  const stay = new Set(standing.trips.filter((trip) => trip.locked === true || trip.started === true).map(({ id }) => id));
  // what had to stay then may move now: there may be better
  const isFreer = solved.fixed?.some((id) => !stay.has(id)) === true;
  return isFreer || solved.outages !== outagesWord(standing) ? 'conditions' : 'yes';
}

/** Of a plan of before only the totals are known. */
function isLike({ request, trips }: Standing, solved: plans.SolvedRecord): boolean {
  const now = boardTotals(request, trips);
  return (
    now.tripsCount === solved.tripsCount &&
    near(now.unmetKg, solved.unmetKg) &&
    near(now.lateKgDays, solved.lateKgDays) &&
    near(now.cost, solved.cost)
  );
}
