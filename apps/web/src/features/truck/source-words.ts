import type { TrailPoint, TruckSource } from '@karavan/contracts';
import type { Format } from '../../format/use-format.ts';

/** `tracker (osmand 8612…)`; the number is for staff alone, and then it is not there. */
export function sourceWords({ kind, protocol, uniqueId }: TruckSource, { t }: Pick<Format, 't'>): string {
  return `${t(`truck.source.${kind}`)} (${[protocol, uniqueId].filter(Boolean).join(' ')})`;
}

/** How many points of a trail each source gave. */
export function countBySource(points: readonly TrailPoint[], sources: number): number[] {
  const counts = new Array<number>(sources).fill(0);
  for (const [, , , , , source] of points) counts[source] = (counts[source] ?? 0) + 1;
  return counts;
}
