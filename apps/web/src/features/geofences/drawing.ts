import type { GeofenceShape } from '@karavan/contracts';
import { ValueStore } from '../../ui/value-store.ts';
import type { FenceKind } from './points.ts';

/** What is being drawn or edited, between the form beside the map and the map itself. */
export interface Drawing {
  /** of the stored fence that is edited: it is not shown a second time */
  id: string | null;
  kind: FenceKind;
  /** null: still to be drawn */
  shape: GeofenceShape | null;
  /** width of a corridor that is still to be drawn */
  sizeM: number;
  /** the map gives a shape */
  take: (shape: GeofenceShape) => void;
  /** the drawing tool did not load */
  fail: () => void;
}

export const drawing = new ValueStore<Drawing | null>(null);
