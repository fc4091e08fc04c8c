import type { Actor, WagonState } from '@karavan/contracts';
import { normaliseWagonNumber } from '@karavan/rail';
import { AppError } from '@karavan/runtime';
import { type Page, wagons } from '@karavan/store';
import { type EtaModel, wagonEta } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { etaModelOf } from './eta-learn.ts';

/** @throws AppError NOT_FOUND, also for a wagon that exists but is not for these eyes */
export async function getWagon(deps: Deps, input: { actor: Actor; number: string }): Promise<WagonState> {
  const number = normaliseWagonNumber(input.number);
  const state = number && (await deps.db.scoped(scopeOf(input.actor), (tx) => wagons.findWagon(tx, number)));
  if (!state) throw new AppError('NOT_FOUND', `No report speaks of wagon ${input.number.slice(0, 20)}.`);
  return withEta(state, deps.clock(), await etaModelOf(deps, input.actor.companyId));
}

export async function listWagons(
  deps: Deps,
  input: { actor: Actor; limit: number; cursor?: string | undefined },
): Promise<Page<WagonState>> {
  const page = await deps.db.scoped(scopeOf(input.actor), (tx) => wagons.listWagons(tx, input));
  const model = await etaModelOf(deps, input.actor.companyId);
  return { ...page, items: page.items.map((state) => withEta(state, deps.clock(), model)) };
}

/** An ETA is worked out at the hour it is asked for: it never lies in the past. */
export function withEta<S extends Omit<WagonState, 'revision'>>(state: S, now: Date, model?: EtaModel): S {
  const { eta: _, ...rest } = state;
  const eta = wagonEta(rest, now, model);
  return (eta === undefined ? rest : { ...rest, eta }) as S;
}
