import type { DeviceReading } from '@karavan/contracts';

/** Something in a message that was not understood: where, and why. */
export interface Reject {
  path: string;
  message: string;
}

/**
 * What every protocol makes of a message: what it understood and what it did not. A reading has a place unless the
 * device knew none; its units are ours (km/h, degrees, metres), its time is UTC.
 */
export interface Decoded {
  readings: DeviceReading[];
  rejects: Reject[];
}
