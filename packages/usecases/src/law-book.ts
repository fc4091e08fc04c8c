import type { Actor, StoredLaw } from '@karavan/contracts';
import { type Known, LAW, type LawBook, mergeLaw, SHIPPED } from '@karavan/planner';
import { type Database, law } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';

/** Days of the law are days of Moscow. */
const MOSCOW_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Moscow', dateStyle: 'short' });
export const todayOf = ({ clock }: Pick<Deps, 'clock'>): string => MOSCOW_DAY.format(clock());

interface Merged {
  stored: string;
  book: LawBook;
}
/** Merging anew for every question would be wasted: a book is kept as long as what it is made of is the same. */
const MERGED = new WeakMap<Database, Map<string, Merged>>();

/** The law of a company, as it ships where the company has stored none of its own. */
export function bookOf(db: Database, input: { companyId: string; stored: readonly StoredLaw[]; today: string }): LawBook {
  const { companyId, stored, today } = input;
  if (stored.length === 0) return LAW;
  const made = `${today} ${JSON.stringify(stored)}`;
  const books = MERGED.get(db) ?? new Map<string, Merged>();
  MERGED.set(db, books);
  const kept = books.get(companyId);
  if (kept?.stored === made) return kept.book;
  const book = mergeLaw(LAW, stored, today);
  books.set(companyId, { stored: made, book });
  return book;
}

/** The law a company's plans are judged by. */
export async function lawOf(deps: Pick<Deps, 'db' | 'clock'>, actor: Actor): Promise<LawBook> {
  const stored = await deps.db.scoped(scopeOf(actor), law.listVersions);
  return bookOf(deps.db, { companyId: actor.companyId, stored, today: todayOf(deps) });
}

/** What the planner is to know besides a question of this company. */
export async function knownOf(deps: Pick<Deps, 'db' | 'clock'>, actor: Actor): Promise<Known> {
  return { ...SHIPPED, law: await lawOf(deps, actor) };
}
