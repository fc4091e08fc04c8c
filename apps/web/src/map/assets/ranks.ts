import { MOVING_KMH } from '../../live/marker-state.ts';
import type { Body } from './body.ts';
import type { Single } from './cluster-index.ts';
import type { Group } from './grouping.ts';
import { HEADINGS, type RingTone } from './paint/pictures.ts';

/** What the reader points at and what he has chosen. */
export interface Marked {
  selected: string | null;
  hovered: string | null;
}

const ORDER = { stale: 0, aging: 1, fresh: 2 };
const LATE_RANKS = 3;
const [HOVERED, SELECTED, RANKS] = [6, 7, 8];

/** From the least to the most telling: by freshness and lateness, then the one pointed at and the one selected. */
export function inRankOrder(singles: readonly Single[], marked: Marked): Single[] {
  const byRank: Single[][] = Array.from({ length: RANKS }, () => []);
  for (const single of singles) byRank[rankOf(single.group, marked)]?.push(single);
  return byRank.flat();
}

function rankOf(group: Group, marked: Marked): number {
  const ring = ringOf(group, marked);
  if (ring !== null) return ring === 'selected' ? SELECTED : HOVERED;
  const [body] = group.bodies;
  return ORDER[body.asset.freshness] + (body.late ? LATE_RANKS : 0);
}

export function ringOf({ bodies }: Pick<Group, 'bodies'>, { selected, hovered }: Marked): RingTone | null {
  if (selected !== null && holds(bodies, selected)) return 'selected';
  return hovered !== null && holds(bodies, hovered) ? 'hovered' : null;
}

function holds(bodies: readonly Body[], assetId: string): boolean {
  for (const body of bodies) if (body.asset.id === assetId) return true;
  return false;
}

/** Which of the drawn headings; null for what does not drive. */
export function headingOf(position: Body['asset']['position']): number | null {
  if (position === null || position.courseDeg === null || (position.speedKmh ?? 0) <= MOVING_KMH) return null;
  const heading = Math.round((position.courseDeg / 360) * HEADINGS) % HEADINGS;
  return heading < 0 ? heading + HEADINGS : heading;
}
