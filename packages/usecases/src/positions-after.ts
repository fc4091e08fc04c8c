import type { DevicePosition } from '@karavan/contracts';
import type { Tx } from '@karavan/store';
import { type Watches, watchPositions } from './alerts-positions.ts';

/** One good position, as everything that follows from positions gets to see it. */
export interface DecidedPosition {
  position: DevicePosition;
  receivedAt: Date;
  /** the vehicle the device rides in; null for a device without one */
  vehicle: { id: string; plate: string } | null;
  /** the marker it belongs to: `truck:…`, or `device:…` without a vehicle */
  assetId: string;
  protocol: string;
  /** where the same device was just before `position.fixedAt` in this batch, else its newest place before it; null at first */
  previous: { fixedAt: string; lat: number; lon: number } | null;
  /** older than what was already known of this device: it belongs to the history, moves nothing and raises no alert */
  late: boolean;
  /** whether the marker follows this device now; false while another source of the same truck is better, and when late */
  shown: boolean;
}

export interface DecidedPositions {
  companyId: string;
  /** what passed the filter and is stored for the first time, by the time of the fix; devices in quarantine are left out */
  positions: readonly DecidedPosition[];
  now: Date;
  /**
   * The revision of this transaction, for rows that go live. Taken at the first call and held to commit, and every other
   * writer of live rows waits meanwhile: call it last, and only when there is something to write.
   */
  revision: () => Promise<number>;
}

/**
 * What hangs on positions beside markers and trips. Runs inside the transaction that stores them (scoped to their
 * company), after they were decided and before they are acknowledged: what it throws, the devices send again. It may run
 * again from its beginning, so it touches nothing but the transaction. Gives what is remembered of the assets from here on.
 */
export async function afterPositions(tx: Tx, decided: DecidedPositions): Promise<Watches> {
  if (decided.positions.length === 0) return new Map();
  return watchPositions(tx, decided);
}
