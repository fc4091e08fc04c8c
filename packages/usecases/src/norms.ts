import type { Actor, NewNormBook, NormBook, NormPreview } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { audit, norms, type Page, reports, shipments, type Tx, takeRevision, wagons } from '@karavan/store';
import { SHIPPED_NORMS, withNormTerm } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { type Foresight, foresightOf, forgetNorms } from './foresight.ts';
import { groupBy } from './group-by.ts';
import { loadWagonsOf, stateOf } from './shipment-refresh.ts';

/** The versions of the company, and last what ships: it counts on the days none of them covers (NT5). */
export async function listNorms(
  deps: Deps,
  input: { actor: Actor; limit: number; cursor?: string | undefined },
): Promise<Page<NormBook>> {
  const page = await deps.db.scoped(scopeOf(input.actor), (tx) => norms.listBooks(tx, input));
  return page.nextCursor === null ? { ...page, items: [...page.items, ...SHIPPED_NORMS] } : page;
}

const PREVIEWED_AT_A_TIME = 500;

/** Of how many wagons the computed term would become another one; nothing is kept. */
export async function previewNorms(deps: Deps, input: { actor: Actor; book: NewNormBook }): Promise<NormPreview> {
  const { actor, book } = input;
  const { norms: now } = await foresightOf(deps, actor.companyId);
  const version = 1 + Math.max(0, ...now.map((one) => one.version));
  const stamp = { createdBy: actor.name, createdAt: deps.clock().toISOString() };
  const unmarked = { confirmedBy: null, confirmedAt: null, withdrawnBy: null, withdrawnAt: null };
  const then = [...now, { ...book, ...stamp, ...unmarked, id: 'preview', version, validTo: book.validTo ?? null }];
  const preview: NormPreview = { wagons: 0, changed: 0 };
  let cursor: string | undefined;
  do {
    const from = cursor;
    const page = await deps.db.scoped(scopeOf(actor), (tx) =>
      wagons.listWagons(tx, { limit: PREVIEWED_AT_A_TIME, cursor: from }),
    );
    for (const state of page.items) {
      const [before, after] = [now, then].map((books) => JSON.stringify(withNormTerm(state, books).deadline));
      preview.wagons += 1;
      if (before !== after) preview.changed += 1;
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return preview;
}

/** Another version; what was accepted before its first day keeps its term. */
export function addNorms(deps: Deps, input: { actor: Actor; book: NewNormBook }): Promise<NormBook> {
  const { actor, book } = input;
  return change(deps, actor, async (tx) => {
    const added = await norms.insertBook(tx, { companyId: actor.companyId, book, by: actor.name, at: deps.clock() });
    return { book: added, action: 'norms added' };
  });
}

/**
 * An admin has held a version against its source. What ships is written down by that, so that a later edition of the product
 * does not change it.
 * @throws AppError NOT_FOUND, CONFLICT for one that was withdrawn
 */
export function confirmNorms(deps: Deps, input: { actor: Actor; id: string }): Promise<NormBook> {
  const { actor, id } = input;
  const stamp = { by: actor.name, at: deps.clock() };
  return change(deps, actor, async (tx) => {
    const shipped = SHIPPED_NORMS.find((book) => book.id === id);
    if (shipped !== undefined) {
      const { validFrom, kmPerDay, extraDays, name, source } = shipped;
      const book = { validFrom, kmPerDay, extraDays: [...extraDays], name, source, confidence: 'confirmed' as const };
      return { book: await norms.insertBook(tx, { companyId: actor.companyId, book, ...stamp }), action: 'norms confirmed' };
    }
    const known = await findLive(tx, id);
    if (known.confidence === 'confirmed') return { book: known };
    const book = { ...known, confidence: 'confirmed' as const, confirmedBy: stamp.by, confirmedAt: stamp.at.toISOString() };
    await norms.saveBook(tx, book);
    return { book, action: 'norms confirmed' };
  });
}

/** The last day of acceptance a version holds for. @throws AppError NOT_FOUND, CONFLICT, BAD_INPUT for a day before its first */
export function endNorms(deps: Deps, input: { actor: Actor; id: string; validTo: string }): Promise<NormBook> {
  return change(deps, input.actor, async (tx) => {
    const known = await findLive(tx, input.id);
    if (input.validTo < known.validFrom) {
      const message = `must not be before ${known.validFrom}, the first day of this version`;
      throw new AppError('BAD_INPUT', `validTo: ${message}`, { errors: [{ path: 'validTo', message }] });
    }
    const book = { ...known, validTo: input.validTo };
    await norms.saveBook(tx, book);
    return { book, action: 'norms ended' };
  });
}

/** A version no longer counts, on any day; what was before it does again. @throws AppError NOT_FOUND, CONFLICT */
export function withdrawNorms(deps: Deps, input: { actor: Actor; id: string }): Promise<NormBook> {
  return change(deps, input.actor, async (tx) => {
    const known = await findLive(tx, input.id);
    const book = { ...known, withdrawnBy: input.actor.name, withdrawnAt: deps.clock().toISOString() };
    await norms.saveBook(tx, book);
    return { book, action: 'norms withdrawn' };
  });
}

async function findLive(tx: Tx, id: string): Promise<NormBook> {
  if (SHIPPED_NORMS.some((book) => book.id === id))
    throw new AppError(
      'CONFLICT',
      'What ships with the product stays; a version of your own stands over it on the days it covers.',
    );
  const book = await norms.findBook(tx, id);
  if (book === undefined) throw new AppError('NOT_FOUND', 'There is no such version of the norms.');
  if (book.withdrawnAt !== null) throw new AppError('CONFLICT', 'This version was withdrawn; add another one.');
  return book;
}

/** Changes the norms and, in the same transaction, the terms of shipments that follow from them. */
async function change(
  deps: Deps,
  actor: Actor,
  work: (tx: Tx) => Promise<{ book: NormBook; action?: string }>,
): Promise<NormBook> {
  const before = await foresightOf(deps, actor.companyId);
  const done = await deps.db.scoped(scopeOf(actor), async (tx) => {
    await norms.lockNorms(tx, actor.companyId);
    await reports.lockIngest(tx, actor.companyId); // a report under way is in before, or knows the new norms
    const { book, action } = await work(tx);
    if (action === undefined) return { book, moved: 0 };
    const { companyId, name } = actor;
    await audit.insertAudit(tx, { companyId, actor: name, action, subject: book.id, details: { version: book.version } });
    const own = await norms.listBooksOf(tx, companyId);
    return { book, moved: await settle(tx, { ...before, norms: [...SHIPPED_NORMS, ...own], now: deps.clock() }) };
  });
  forgetNorms(deps, actor.companyId);
  if (done.moved > 0) deps.announce();
  return done.book;
}

/** Shipments on the rails whose term has become another one; open maps and lists hear of them. */
async function settle(tx: Tx, { now, ...foresight }: Foresight & { now: Date }): Promise<number> {
  const { records, units } = await shipments.loadShipmentsByRail(tx);
  const carriers = await loadWagonsOf(tx, units);
  const ofShipment = groupBy(units, ({ shipmentId }) => shipmentId);
  const moved = records.flatMap((record) => {
    const state = stateOf(record, { units: ofShipment.get(record.id) ?? [], wagons: carriers, now, foresight });
    return JSON.stringify(state.deadline) === JSON.stringify(record.state.deadline) ? [] : [state];
  });
  if (moved.length > 0) await shipments.saveShipmentStates(tx, { revision: await takeRevision(tx), states: moved });
  return moved.length;
}
