/** Starts allowed, both ends included, sorted, apart. */
export type Starts = readonly (readonly [firstMs: number, lastMs: number])[];

interface Busy {
  fromMs: number;
  toMs: number;
}

/** Which bays of one place are taken when. Any set of uses that never overlaps more than `bays` can be given bays. */
export class BayBook {
  readonly bays: number;
  private readonly busy: Busy[] = [];
  private longestMs = 0;

  constructor(bays: number) {
    this.bays = bays;
  }

  take(fromMs: number, toMs: number): void {
    this.longestMs = Math.max(this.longestMs, toMs - fromMs);
    this.busy.splice(this.firstFrom(fromMs), 0, { fromMs, toMs });
  }

  release(fromMs: number, toMs: number): void {
    for (let index = this.firstFrom(fromMs); index < this.busy.length; index += 1) {
      const use = this.busy[index];
      if (!use || use.fromMs > fromMs) return;
      if (use.toMs === toMs) {
        this.busy.splice(index, 1);
        return;
      }
    }
  }

  /** The first allowed start at or after `fromMs` with a bay free for `durationMs`. */
  earliest(starts: Starts, fromMs: number, durationMs: number): number | undefined {
    if (this.bays <= 0) return undefined;
    for (let index = firstRange(starts, fromMs); index < starts.length; index += 1) {
      const [first, last] = starts[index] as [number, number];
      for (let at: number | undefined = Math.max(first, fromMs); at !== undefined && at <= last; ) {
        const clash: number | undefined = this.clashEnd(at, at + durationMs);
        if (clash === undefined) return at;
        at = clash;
      }
    }
    return undefined;
  }

  /** The last allowed start at or before `untilMs`, not below `fromMs`, with a bay free. */
  latest(starts: Starts, span: { fromMs: number; untilMs: number }, durationMs: number): number | undefined {
    if (this.bays <= 0) return undefined;
    for (let index = starts.length - 1; index >= 0; index -= 1) {
      const [first, last] = starts[index] as [number, number];
      const floor = Math.max(first, span.fromMs);
      for (let at = Math.min(last, span.untilMs); at >= floor; ) {
        if (this.clashEnd(at, at + durationMs) === undefined) return at;
        at = this.lastStartBefore(at, durationMs);
      }
    }
    return undefined;
  }

  /** Uses running at or after `fromMs`, for telling states apart. */
  tail(fromMs: number): string {
    let text = '';
    for (let index = this.firstFrom(fromMs - this.longestMs); index < this.busy.length; index += 1) {
      const use = this.busy[index] as Busy;
      if (use.toMs > fromMs) text += `${Math.max(use.fromMs, fromMs)}-${use.toMs},`;
    }
    return text;
  }

  /** Where all bays are taken at some instant of the span, the end of the use there that ends first. */
  private clashEnd(fromMs: number, toMs: number): number | undefined {
    const first = this.firstFrom(fromMs - this.longestMs);
    if (this.bays === 1) return this.firstEndAfter(first, fromMs, toMs);
    const at = this.endIfFull(first, fromMs);
    if (at !== undefined) return at;
    for (let index = first; index < this.busy.length; index += 1) {
      const point = (this.busy[index] as Busy).fromMs;
      if (point >= toMs) return undefined;
      if (point < fromMs) continue;
      const end = this.endIfFull(first, point);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  private firstEndAfter(first: number, fromMs: number, toMs: number): number | undefined {
    for (let index = first; index < this.busy.length; index += 1) {
      const use = this.busy[index] as Busy;
      if (use.fromMs >= toMs) return undefined;
      if (use.toMs > fromMs) return use.toMs;
    }
    return undefined;
  }

  /** When all bays are taken at that instant: the end of the use that ends first. */
  private endIfFull(first: number, atMs: number): number | undefined {
    let [taken, end] = [0, Number.POSITIVE_INFINITY];
    for (let index = first; index < this.busy.length; index += 1) {
      const use = this.busy[index] as Busy;
      if (use.fromMs > atMs) break;
      if (use.toMs <= atMs) continue;
      taken += 1;
      if (use.toMs < end) end = use.toMs;
    }
    return taken >= this.bays ? end : undefined;
  }

  private lastStartBefore(atMs: number, durationMs: number): number {
    const starts = this.overlapping(atMs, atMs + durationMs).map((use) => use.fromMs - durationMs);
    return Math.max(...starts.filter((start) => start < atMs), Number.NEGATIVE_INFINITY);
  }

  private overlapping(fromMs: number, toMs: number): Busy[] {
    const found: Busy[] = [];
    for (let index = this.firstFrom(fromMs - this.longestMs); index < this.busy.length; index += 1) {
      const use = this.busy[index] as Busy;
      if (use.fromMs >= toMs) break;
      if (use.toMs > fromMs) found.push(use);
    }
    return found;
  }

  private firstFrom(fromMs: number): number {
    let [low, high] = [0, this.busy.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.busy[middle] as Busy).fromMs < fromMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function firstRange(starts: Starts, fromMs: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as readonly [number, number])[1] < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
