import type { AssetState, ShipmentState } from '@karavan/contracts';

const HELD = ['abandoned', 'badOrder'] as const;
export type Held = Partial<Record<(typeof HELD)[number], number>>;

/** How many of a shipment's wagons wait and nobody knows how long; of a wagon that is not in sight nothing is said. */
export function heldWagons(
  { status, wagons }: Pick<ShipmentState, 'status' | 'wagons'>,
  find: (wagon: string) => Pick<AssetState, 'status'> | undefined,
): Held {
  const held: Held = {};
  if (status === 'delivered') return held;
  for (const wagon of wagons) {
    const why = HELD.find((one) => one === find(wagon)?.status);
    if (why) held[why] = (held[why] ?? 0) + 1;
  }
  return held;
}
