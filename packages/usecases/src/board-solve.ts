import type { Actor, BoardPlan, BoardTrip, Language, SplitReply, SplitRequest } from '@karavan/contracts';
import { openBoard } from '@karavan/planner';
import { named } from './board-named.ts';
import { BAY_WAYS, mayMeet, questionFor } from './board-question.ts';
import { solvedAs } from './board-solved.ts';
import { lockAt, stepOn } from './board-steps.ts';
import { isSameTrip, plainly, type Standing } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';

interface Search {
  standing: Standing;
  keep: 'locked' | 'all';
  replan?: boolean;
  language: Language;
}

/**
 * The planner's best that keeps to the bays as they are. Bays that are taken for a while are left out of the first question,
 * whose answer is then the best there may be; only where it meets one, two stricter questions are asked and the better answer
 * is measured against the first.
 */
export async function searchPlan(deps: Deps, search: Search): Promise<SplitReply> {
  const { standing } = search;
  const [free, ...strict] = BAY_WAYS;
  const best = await ask(deps, search, free);
  if (!mayMeet(standing) || isKept(standing, best)) return best;
  const found: SplitReply[] = [];
  for (const way of strict) found.push(await ask(deps, search, way));
  const levels = levelsOf(search);
  const [better] = found.filter((reply) => isKept(standing, reply)).sort((a, b) => compare(levels(a), levels(b)));
  return better === undefined ? best : { ...better, proof: proofAgainst(search, { best, better }) };
}

async function ask(
  deps: Deps,
  { standing, keep, replan, language }: Search,
  way: (typeof BAY_WAYS)[number],
): Promise<SplitReply> {
  const request: SplitRequest = { ...questionFor(standing, keep, way), ...(replan === true ? { replan } : {}) };
  const reply = await deps.plan({ name: 'split', request, language, known: standing.known });
  // which trips stay though their truck is out is told by name elsewhere
  return standing.outages.length === 0 ? reply : { ...reply, reasons: reply.reasons.filter(({ code }) => code !== 'locked') };
}

const isKept = (standing: Standing, reply: SplitReply): boolean =>
  plainly(() => openBoard(standing, standing.known).violations(named(standing.trips, reply))).length === 0;

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (const [at, value] of a.entries()) {
    const by = value - (b[at] ?? 0);
    if (Math.abs(by) > 1e-6) return by;
  }
  return 0;
};

/** What counts, in the order in which it counts, up to how many trips or what they cost. */
const levelsOf =
  ({ standing, replan }: Search) =>
  (reply: SplitReply): number[] => [
    reply.unmetKg,
    reply.lateKgDays,
    ...(replan === true ? [changesIn(standing.trips, reply)] : []),
    standing.request.objective === 'cheapest' ? reply.cost : reply.tripsCount,
  ];

function changesIn(trips: readonly BoardTrip[], reply: SplitReply): number {
  const before = new Map(trips.map((trip) => [trip.id, trip]));
  const after = named(trips, reply);
  const same = after.filter((trip) => {
    const old = before.get(trip.id);
    return old !== undefined && isSameTrip(old, trip);
  });
  return trips.length + after.length - 2 * same.length;
}

/** What was found without the bays bounds what can be found with them. */
function proofAgainst(search: Search, { best, better }: { best: SplitReply; better: SplitReply }): SplitReply['proof'] {
  if (best.proof !== 'optimal') return best.proof;
  const counted = search.standing.request.objective === 'cheapest' ? 'cost' : 'tripsCount';
  const names = ['unmetKg', 'lateKgDays', ...(search.replan === true ? ['changes'] : []), counted];
  const [bounds, values] = [levelsOf(search)(best), levelsOf(search)(better)];
  const open = values.findIndex((value, at) => value > (bounds[at] ?? 0) + 1e-6);
  const known = names.slice(0, open < 0 ? names.length : open + 1).map((name, at) => [name, bounds[at]] as const);
  const bound = { ...Object.fromEntries(known), openFrom: open < 0 ? 'lastUnloading' : names[open] };
  return { bound, gapPct: open < 0 ? 0 : gapPct(values[open] ?? 0, bounds[open] ?? 0) };
}

const gapPct = (value: number, bound: number): number => (value <= 0 ? 0 : Math.round(((value - bound) / value) * 10_000) / 100);

/** The planner makes the draft. The search runs before the plan is locked: whoever was quicker wins, and it is said. */
export async function solvePlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; keep: 'locked' | 'all'; language: Language },
): Promise<BoardPlan> {
  const { actor, id, revision, keep, language } = input;
  const now = deps.clock();
  const scope = scopeOf(actor);
  const known = await knownOf(deps, actor);
  const before = await deps.db.scoped(scope, (tx) => lockAt(tx, { id, revision, now, known }));
  const reply = await searchPlan(deps, { standing: before, keep, language });
  return deps.db.scoped(scope, async (tx) => {
    const standing = await lockAt(tx, { id, revision, now, known });
    const trips = named(standing.trips, reply);
    const solved = solvedAs({ ...standing, trips }, { ...reply, at: now.toISOString() });
    return stepOn(tx, { actor, standing, next: { what: 'solved', trips, solved }, now });
  });
}
