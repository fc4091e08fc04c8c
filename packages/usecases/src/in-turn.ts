import type { Database } from '@karavan/store';

const lines = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * One piece of work of a company at a time in this process. The database sees to that by itself, but whoever waits for its
 * lock there holds a connection: a hundred reports at once would leave none to answer questions with.
 */
export function inTurn<T>(db: Database, companyId: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(db) ?? new Map<string, Promise<unknown>>();
  lines.set(db, line);
  const before = line.get(companyId) ?? Promise.resolve();
  const turn = before.then(work, work); // whoever was before has its own error
  line.set(companyId, turn);
  const leave = () => {
    if (line.get(companyId) === turn) line.delete(companyId);
  };
  turn.then(leave, leave);
  return turn;
}
