import type { Database } from '@karavan/store';

const lines = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * One piece of work of a name (what is done, for which company) at a time in this process. The database sees to that by itself, but whoever waits for its
 * lock there holds a connection: a hundred reports at once would leave none to answer questions with.
 */
export function inTurn<T>(db: Database, name: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(db) ?? new Map<string, Promise<unknown>>();
  lines.set(db, line);
  const before = line.get(name) ?? Promise.resolve();
  const turn = before.then(work, work); // whoever was before has its own error
  line.set(name, turn);
  const leave = () => {
    if (line.get(name) === turn) line.delete(name);
  };
  turn.then(leave, leave);
  return turn;
}
