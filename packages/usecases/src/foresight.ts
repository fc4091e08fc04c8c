import type { NormBook, WagonState } from '@karavan/contracts';
import { norms, type Tx } from '@karavan/store';
import { type EtaModel, SHIPPED_NORMS, wagonEta, withNormTerm } from '@karavan/tracking';
import type { Deps } from './deps.ts';
import { etaModelOf } from './eta-learn.ts';

/** What a company’s forecasts and computed terms of delivery are made with. */
export interface Foresight {
  /** what finished trips have taught; undefined while none has */
  model: EtaModel | undefined;
  /** every version that counts, and what ships */
  norms: readonly NormBook[];
}

/** Another process may have changed the norms: so often it is asked, at most. */
const LOOK_EVERY_MS = 1000;

interface Known {
  books: Promise<readonly NormBook[]>;
  untilMs: number;
}
const known = new WeakMap<Deps['db'], Map<string, Known>>();

export async function foresightOf(deps: Deps, companyId: string): Promise<Foresight> {
  const [model, books] = await Promise.all([etaModelOf(deps, companyId), normsOf(deps, companyId)]);
  return { model, norms: books };
}

/** As they stand in this transaction, whose lock whoever changes them waits for. */
export const booksIn = async (tx: Tx, companyId: string): Promise<readonly NormBook[]> => [
  ...SHIPPED_NORMS,
  ...(await norms.listBooksOf(tx, companyId)),
];

/** For terms: customers may see the term of their wagon and how it was worked out. At most a second old. */
export function normsOf(deps: Deps, companyId: string): Promise<readonly NormBook[]> {
  const held = known.get(deps.db) ?? new Map<string, Known>();
  known.set(deps.db, held);
  const now = performance.now();
  const kept = held.get(companyId);
  if (kept !== undefined && kept.untilMs > now) return kept.books;
  const books = deps.db
    .systemOnce((tx) => norms.listBooksOf(tx, companyId))
    .then((own) => (own.length === 0 ? SHIPPED_NORMS : [...SHIPPED_NORMS, ...own]));
  books.catch(() => held.delete(companyId)); // whoever waits for it has the error; the next one asks anew
  held.set(companyId, { books, untilMs: now + LOOK_EVERY_MS });
  return books;
}

/** They were changed in this process: the next question reads them. */
export const forgetNorms = (deps: Deps, companyId: string): void => {
  known.get(deps.db)?.delete(companyId);
};

/**
 * What is worked out at the hour it is asked for: the term of delivery where the report has none, and the forecast, which
 * never lies in the past.
 */
export function withEta<S extends Omit<WagonState, 'revision'>>(state: S, now: Date, foresight: Foresight): S {
  const { eta: _, ...rest } = withNormTerm(state, foresight.norms);
  const eta = wagonEta(rest, now, foresight.model);
  return (eta === undefined ? rest : { ...rest, eta }) as S;
}
