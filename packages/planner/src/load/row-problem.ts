import type { Piece } from '@karavan/contracts';
import type { Range } from './moment-range.ts';

export type Kind = Omit<Piece, 'count'> & { count: number };

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
