import type { AssetState } from '@karavan/contracts';
import { MARKER_STATES, type MarkerState } from '../../../theme/palette.ts';

/** What a marker looks like, without its heading. */
export interface Look {
  kind: AssetState['kind'] | 'train';
  state: MarkerState;
  freshness: AssetState['freshness'];
  late: boolean;
  approximate: boolean;
}

/** Everything that is stamped onto the map, in words that can be sent to a thread. */
export type Picture =
  | { what: 'marker'; look: Look }
  | { what: 'heading'; heading: number; state: MarkerState }
  | { what: 'count'; count: number; state: MarkerState }
  | { what: 'ring'; radius: number; tone: RingTone };

/** Selected shows more than hovered. */
export type RingTone = 'selected' | 'hovered';

/** A full circle of headings. */
export const HEADINGS = 64;
export const NO_PICTURE = -1;

const HEADING_AWAY_PX = 19.8;
const HEADING_HALF_PX = 11;

/** In whole pixels of the screen: half the side of the square a picture needs, and where its middle is from the marker's. */
export interface Extent {
  half: number;
  dx: number;
  dy: number;
}

export function extentOf(picture: Picture, ratio: number): Extent {
  const half = Math.ceil(halfPx(picture) * ratio);
  if (picture.what !== 'heading') return { half, dx: 0, dy: 0 };
  const angle = angleOf(picture.heading);
  const away = HEADING_AWAY_PX * ratio;
  return { half, dx: Math.round(Math.sin(angle) * away), dy: Math.round(-Math.cos(angle) * away) };
}

export const angleOf = (heading: number): number => (heading * 2 * Math.PI) / HEADINGS;

/** As small as the picture allows: every transparent pixel around it is painted, too. */
function halfPx(picture: Picture): number {
  if (picture.what === 'heading') return HEADING_HALF_PX;
  if (picture.what === 'count') return 17;
  if (picture.what === 'ring') return picture.radius + 2;
  const { approximate, late, state } = picture.look;
  if (approximate) return 22;
  return late || state === 'arrived' ? 19 : 16;
}

const KINDS = ['wagon', 'truck', 'container', 'device', 'train'] as const satisfies readonly Look['kind'][];
const FRESHNESS = ['fresh', 'aging', 'stale'] as const satisfies readonly Look['freshness'][];

/** Pictures by number: what is stamped thousands of times is named by one, and looked up by arithmetic. */
export class PictureBook {
  readonly #markers: (number | undefined)[] = [];
  readonly #headings: (number | undefined)[] = [];
  readonly #others = new Map<string, number>();
  readonly #pictures: Picture[] = [];

  /** only ever longer */
  get pictures(): readonly Picture[] {
    return this.#pictures;
  }

  marker({ kind, state, freshness, late, approximate }: Look): number {
    const plate = (KINDS.indexOf(kind) * MARKER_STATES.length + MARKER_STATES.indexOf(state)) * FRESHNESS.length;
    const at = (plate + FRESHNESS.indexOf(freshness)) * 4 + (late ? 2 : 0) + (approximate ? 1 : 0);
    this.#markers[at] ??= this.#add({ what: 'marker', look: { kind, state, freshness, late, approximate } });
    return this.#markers[at];
  }

  heading(heading: number, state: MarkerState): number {
    const at = MARKER_STATES.indexOf(state) * HEADINGS + heading;
    this.#headings[at] ??= this.#add({ what: 'heading', heading, state });
    return this.#headings[at];
  }

  count(count: number, state: MarkerState): number {
    return this.#other(`${count} ${state}`, { what: 'count', count, state });
  }

  ring(radius: number, tone: RingTone): number {
    return this.#other(`${radius} ${tone}`, { what: 'ring', radius, tone });
  }

  #other(key: string, picture: Picture): number {
    const known = this.#others.get(key) ?? this.#add(picture);
    this.#others.set(key, known);
    return known;
  }

  #add(picture: Picture): number {
    return this.#pictures.push(picture) - 1;
  }
}
