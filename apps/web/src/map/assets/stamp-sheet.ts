import type { Mercator } from '../mercator.ts';
import { type Body, placeOf } from './body.ts';
import type { Single } from './cluster-index.ts';
import { legAt } from './motion.ts';
import { STRIDE, type Stamps } from './paint/painter.ts';
import { type Look, NO_PICTURE, PictureBook } from './paint/pictures.ts';
import { headingOf, type Marked, ringOf } from './ranks.ts';

export const FAN_PX = 30;
const COUNT_ASIDE = { x: 15, y: 12 };
const AGING_OPACITY = 0.6;
const RING_PX = { still: 20, driving: 27 };
/** Moments are kept as 32-bit numbers from the clock's start: further away they would be too coarse. */
const LONGEST_CLOCK_MS = 600_000;

interface Stamp {
  picture: number;
  heading?: number;
  opacity?: number;
  asideX: number;
  asideY: number;
}

/** What painters stamp, in their order: records of numbers that are made anew with the field and mended where a marker has news. */
export class StampSheet {
  readonly book = new PictureBook();
  /** where the records' mercator begins: near what is seen, so that 32 bits hold it to a thousandth of a pixel */
  origin: Mercator = { x: 0, y: 0 };
  #clockStart = 0;
  #data = new Float32Array(0);
  #count = 0;
  /** of a marker's first stamp, its node */
  readonly #nodes = new Map<number, Single>();
  #marked: Marked = { selected: null, hovered: null };
  #changed: { from: number; to: number } | null = null;
  #bodies: Body[] = [];

  /** The moment as the records count it. */
  clock(now: number): number {
    return now - this.#clockStart;
  }

  isClockFine(now: number): boolean {
    return now - this.#clockStart < LONGEST_CLOCK_MS;
  }

  /** Bodies that have come onto the sheet and were not on it before. */
  fill(singles: readonly Single[], marked: Marked, at: { origin: Mercator; now: number }): Body[] {
    const before = new Set(this.#bodies);
    for (const body of this.#bodies) body.stamp = null;
    this.origin = at.origin;
    this.#clockStart = at.now;
    this.#marked = marked;
    this.#nodes.clear();
    this.#bodies = [];
    const most = singles.length * 3 * STRIDE;
    if (this.#data.length < singles.length * STRIDE || this.#data.length > 8 * most) this.#data = new Float32Array(most);
    this.#count = 0;
    const came: Body[] = [];
    for (const node of singles) {
      const first = this.#count;
      this.#nodes.set(first, node);
      this.#count += this.#write(first, node, at.now);
      for (const body of node.group.bodies) {
        body.stamp = first;
        this.#bodies.push(body);
        if (!before.has(body)) came.push(body);
      }
    }
    for (const body of before) if (body.stamp === null) body.restsSince = null;
    this.#changed = { from: 0, to: this.#count };
    return came;
  }

  /** A marker has news: another leg of its way, another look. */
  mend(body: Body, now: number): void {
    const node = this.nodeOf(body);
    if (body.stamp === null || node === undefined) return;
    const to = body.stamp + this.#write(body.stamp, node, now);
    const { from, to: until } = this.#changed ?? { from: body.stamp, to };
    this.#changed = { from: Math.min(from, body.stamp), to: Math.max(until, to) };
  }

  nodeOf(body: Body): Single | undefined {
    return body.stamp === null ? undefined : this.#nodes.get(body.stamp);
  }

  /** What painters have not seen yet. */
  takeChanged(): Stamps | null {
    const changed = this.#changed;
    this.#changed = null;
    if (!changed) return null;
    return { first: changed.from, data: this.#data.subarray(changed.from * STRIDE, changed.to * STRIDE), count: this.#count };
  }

  /** Another painter knows nothing. */
  forget(): void {
    this.#changed = { from: 0, to: this.#count };
  }

  /** Writes the stamps of a node and says how many they are. */
  #write(first: number, { group }: Single, now: number): number {
    const { bodies, slot, slots, train } = group;
    const [body] = bodies;
    const { asset, state } = body;
    const heading = headingOf(asset.position);
    const asideX = (slot - (slots - 1) / 2) * FAN_PX;
    const here = { asideX, asideY: 0 };
    let next = first;
    const ring = ringOf(group, this.#marked);
    if (ring !== null) {
      const radius = heading === null ? RING_PX.still : RING_PX.driving;
      this.#stamp(next++, body, { ...here, picture: this.book.ring(radius, ring) }, now);
    }
    const late = bodies.length === 1 ? body.late : bodies.some((one) => one.late);
    const kind: Look['kind'] = train === undefined ? asset.kind : 'train';
    const approximate = asset.position?.approximate === true;
    this.#stamp(
      next++,
      body,
      {
        ...here,
        picture: this.book.marker({ kind, state, freshness: asset.freshness, late, approximate }),
        heading: heading === null ? NO_PICTURE : this.book.heading(heading, state),
        opacity: asset.freshness === 'aging' ? AGING_OPACITY : 1,
      },
      now,
    );
    if (bodies.length > 1) {
      const aside = { asideX: asideX + COUNT_ASIDE.x, asideY: COUNT_ASIDE.y };
      this.#stamp(next++, body, { ...aside, picture: this.book.count(bodies.length, state) }, now);
    }
    return next - first;
  }

  #stamp(index: number, body: Body, { picture, heading = NO_PICTURE, opacity = 1, asideX, asideY }: Stamp, now: number): void {
    if (this.#data.length < (index + 1) * STRIDE) {
      const grown = new Float32Array(2 * (index + 1) * STRIDE);
      grown.set(this.#data);
      this.#data = grown;
    }
    const still = body.motion ? null : placeOf(body, now);
    const leg = body.motion ? legAt(body.motion, now) : null;
    const [from, to] = [leg?.from ?? still, leg?.to ?? still];
    const data = this.#data;
    const at = index * STRIDE;
    data[at] = (from?.x ?? 0) - this.origin.x;
    data[at + 1] = (from?.y ?? 0) - this.origin.y;
    data[at + 2] = (to?.x ?? 0) - this.origin.x;
    data[at + 3] = (to?.y ?? 0) - this.origin.y;
    data[at + 4] = leg ? leg.startedAt - this.#clockStart : 0;
    data[at + 5] = leg?.durationMs ?? 0;
    data[at + 6] = asideX;
    data[at + 7] = asideY;
    data[at + 8] = picture;
    data[at + 9] = heading;
    data[at + 10] = opacity;
  }
}
