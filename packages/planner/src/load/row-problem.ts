import type { Range } from './moment-range.ts';
import type { Piece } from './place-types.ts';

export type Kind = Required<Piece>;

export interface Problem {
  /** later drops first, then the densest */
  kinds: readonly Kind[];
  drops: number;
  deckM: number;
  across: number;
  doors: 'rear' | 'side';
  /** by stage: where its moment may be */
  ranges: Range[][];
}
