/**
 * When each operation becomes known. The railway's computing centre gathers the messages of eight minutes and works
 * through them one by one during the next eight, so the wagons of one train appear in reports one after another, up to
 * a quarter of an hour after the operation itself; seconds to 25 minutes are usual over there.
 */
import type { RakeOperation } from './operation.ts';
import type { Rake, RakeWagon } from './rake.ts';

export interface JournalRecord {
  /** when reports begin to show it, ms since the world's beginning */
  recordedMs: number;
  operation: RakeOperation;
  /** number of the operation in the wagon's life, from 0 */
  ordinal: number;
}

const WINDOW_MS = 8 * 60_000;

export class Journal {
  private readonly rakes: readonly Rake[];
  private readonly next: number[];
  private readonly byWagon = new Map<string, JournalRecord[]>();
  /** number of the first window that is not worked through */
  private window: number;

  constructor(rakes: readonly Rake[]) {
    this.rakes = rakes;
    this.next = rakes.map(() => 0);
    this.window = Math.min(...rakes.map((rake) => windowOf(rake.operation(0))));
    for (const rake of rakes) for (const wagon of rake.wagons) this.byWagon.set(wagon.number, []);
  }

  /** The last record of a wagon that reports show at this moment. */
  latest(wagon: string, atMs: number): JournalRecord | undefined {
    this.writeUntil(atMs);
    const records = this.recordsOf(wagon);
    let low = 0;
    let high = records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((records[middle]?.recordedMs ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return records[low - 1];
  }

  /** The n-th operation in a wagon's life, whenever it happens. */
  record(wagon: string, ordinal: number): JournalRecord {
    const records = this.recordsOf(wagon);
    for (let found = records[ordinal]; ; found = records[ordinal]) {
      if (found) return found;
      this.writeWindow();
    }
  }

  /** Everything recorded in (fromMs, toMs], by time. */
  between(fromMs: number, toMs: number): (JournalRecord & { wagon: string })[] {
    this.writeUntil(toMs);
    return [...this.byWagon]
      .flatMap(([wagon, records]) => records.map((record) => ({ ...record, wagon })))
      .filter(({ recordedMs }) => recordedMs > fromMs && recordedMs <= toMs)
      .sort((a, b) => a.recordedMs - b.recordedMs);
  }

  private recordsOf(wagon: string): JournalRecord[] {
    const records = this.byWagon.get(wagon);
    if (!records) throw new RangeError(`wagon ${wagon} does not play in the demo world`);
    return records;
  }

  private writeUntil(atMs: number): void {
    while ((this.window + 1) * WINDOW_MS <= atMs) this.writeWindow();
  }

  private writeWindow(): void {
    const messages = this.rakes.flatMap((rake, i) => this.takeFrom(rake, i));
    messages.sort((a, b) => a.operation.atMs - b.operation.atMs);
    this.window += 1;
    for (const [i, { wagon, operation }] of messages.entries()) {
      const recordedMs = Math.round((this.window + (i + 0.5) / messages.length) * WINDOW_MS);
      const records = this.recordsOf(wagon.number);
      records.push({ recordedMs, operation, ordinal: records.length });
    }
  }

  /** A group's messages of the present window. */
  private takeFrom(rake: Rake, i: number): { wagon: RakeWagon; operation: RakeOperation }[] {
    const messages: { wagon: RakeWagon; operation: RakeOperation }[] = [];
    let next = this.next[i] ?? 0;
    for (let operation = rake.operation(next); windowOf(operation) <= this.window; operation = rake.operation(next)) {
      for (const wagon of takersOf(rake, operation)) messages.push({ wagon, operation });
      next += 1;
    }
    this.next[i] = next;
    return messages;
  }
}

const windowOf = ({ atMs }: RakeOperation): number => Math.floor(atMs / WINDOW_MS);

function takersOf(rake: Rake, operation: RakeOperation): readonly RakeWagon[] {
  return operation.wagon === undefined ? rake.wagons : rake.wagons.filter(({ index }) => index === operation.wagon);
}
