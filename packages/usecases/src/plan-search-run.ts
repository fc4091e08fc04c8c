import type { PlanProposal, PlanSearchProgress, SplitReply, SplitRequest } from '@karavan/contracts';
import { boardTotals, type Known } from '@karavan/planner';
import { planSearches, plans } from '@karavan/store';
import { named } from './board-named.ts';
import { sideBySide } from './board-replan.ts';
import { standingOf } from './board-world.ts';
import { type Deps, scopeOf, systemActor } from './deps.ts';
import { knownOf } from './law-book.ts';
import { SILENT_MS } from './plan-search.ts';

const BEAT_MS = 1_000;

/** Searches until the seconds are over, the signal says stop, or nothing better exists; gives the best it has. */
export type RunSearch = (question: {
  request: SplitRequest;
  known: Known;
  language: 'ru' | 'en';
  seconds: number;
  signal: AbortSignal;
  onProgress: (progress: PlanSearchProgress) => void;
}) => Promise<SplitReply>;

/** Takes the search that waits longest and carries it out; false when none waits. */
export async function runNextSearch(
  deps: Deps,
  { search, signal }: { search: RunSearch; signal: AbortSignal },
): Promise<boolean> {
  const leased = await deps.db.system((tx) => planSearches.leaseSearch(tx, deps.clock()));
  if (leased === undefined) return false;
  const { id, companyId } = leased;
  try {
    await carryOut(deps, { id, companyId, search, signal });
  } catch (error) {
    deps.log.error({ event: 'plan_search.failed', search: id, error });
    await deps.db.scoped(scopeOf(systemActor(companyId, 'planner')), (tx) =>
      planSearches.endSearch(tx, { id, status: signal.aborted ? 'lost' : 'failed', now: deps.clock(), proposal: null }),
    );
  }
  return true;
}

interface Leased {
  id: string;
  companyId: string;
  search: RunSearch;
  signal: AbortSignal;
}

async function carryOut(deps: Deps, { id, companyId, search, signal }: Leased): Promise<void> {
  const actor = systemActor(companyId, 'planner');
  const scope = scopeOf(actor);
  const known = await knownOf(deps, actor);
  const record = await deps.db.scoped(scope, (tx) => planSearches.findSearch(tx, id));
  if (record === undefined) return; // the plan was put away
  const { request, language, seconds } = record;
  const cancelling = new AbortController();
  const beat = beating(deps, { id, companyId, cancel: () => cancelling.abort() });
  try {
    const stop = AbortSignal.any([signal, cancelling.signal]);
    const reply = await search({ request, known, language, seconds, signal: stop, onProgress: beat.tell });
    await beat.end();
    if (signal.aborted) throw new Error('the program ends');
    const status = cancelling.signal.aborted ? 'cancelled' : 'done';
    await deps.db.scoped(scope, async (tx) => {
      const plan = await plans.findPlan(tx, record.planId);
      if (plan === undefined) return;
      const standing = await standingOf(tx, { plan, now: deps.clock(), known });
      const trips = named(standing.trips, reply);
      const { proof, reasons } = reply;
      const totals = boardTotals(plan.request, trips);
      const proposal: PlanProposal = {
        revision: record.revision,
        request: plan.request,
        trips,
        ...totals,
        proof,
        reasons,
        changes: sideBySide(standing.trips, trips),
      };
      await planSearches.endSearch(tx, { id, status, now: deps.clock(), proposal });
    });
  } finally {
    await beat.end();
  }
}

/** Says every second that somebody still searches, and how it stands; hears whether it is to end. */
function beating(deps: Deps, { id, companyId, cancel }: { id: string; companyId: string; cancel: () => void }) {
  const scope = scopeOf(systemActor(companyId, 'planner'));
  let news: PlanSearchProgress | null = null;
  let first: PlanSearchProgress | null = null;
  let last: Promise<void> = Promise.resolve();
  const beat = async (progress: PlanSearchProgress | null) => {
    const ends = await deps.db.scoped(scope, (tx) => planSearches.beatSearch(tx, { id, now: deps.clock(), progress }));
    if (ends) cancel();
  };
  const send = () => {
    const progress = news;
    news = null;
    last = last
      .then(() => beat(progress))
      .catch((error: unknown) => deps.log.warn({ event: 'plan_search.not_told', search: id, error }));
  };
  const timer = setInterval(send, BEAT_MS);
  return {
    tell(progress: PlanSearchProgress): void {
      news = progress;
      if (first !== null) return;
      first = progress;
      send(); // the plan it begins with is never skipped
    },
    async end(): Promise<void> {
      clearInterval(timer);
      if (news !== null) send();
      await last;
    },
  };
}

/** Searches whose program ended without a word are said to be lost. */
export async function loseDeadSearches(deps: Deps): Promise<number> {
  const now = deps.clock();
  return deps.db.system((tx) => planSearches.loseSearches(tx, { since: new Date(now.getTime() - SILENT_MS), now }));
}
