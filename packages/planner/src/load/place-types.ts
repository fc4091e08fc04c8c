import type { AxleLoadsReply, AxleLoadsRequest, RuleLayer } from '@karavan/contracts';

/** Pieces that are alike: pallets or big-bags of one drop. */
export interface Piece {
  massKg: number;
  /** along the deck */
  lengthM: number;
  /** 1 leaves first */
  drop: number;
  count?: number;
}

export interface PlaceRequest {
  vehicle: AxleLoadsRequest['vehicle'];
  ruleSet: AxleLoadsRequest['ruleSet'];
  roadClasses?: AxleLoadsRequest['roadClasses'];
  on?: string | undefined;
  region?: string | undefined;
  cargo?: string | undefined;
  layers?: readonly RuleLayer[] | undefined;
  pieces: readonly Piece[];
  /** how many stand side by side in a row */
  across: number;
  /** by the rear door only what stands behind everything else can leave; by the side anything can */
  doors: 'rear' | 'side';
}

export interface PlacedRow {
  /** centre of the row, from the headboard */
  xM: number;
  lengthM: number;
  pieces: { massKg: number; lengthM: number; drop: number }[];
}

export type PlaceReply =
  | { outcome: 'placed'; rows: PlacedRow[]; loads: AxleLoadsReply }
  /** proven: no row order and no gaps keep every stage lawful */
  | { outcome: 'impossible'; because: Impossible }
  /** the search was cut off; neither found nor disproven */
  | { outcome: 'undecided'; nodes: number };

export type Impossible =
  | { code: 'deckTooShort'; neededM: number; deckM: number }
  /** this stage cannot be made lawful by itself: by its mass alone, or wherever the pieces stand */
  | { code: 'stage'; stage: number; massKg: number; boundBy: string }
  /** each stage can, all of them together cannot */
  | { code: 'stagesTogether' };
