/** Beyond these a number is a fault, not a measurement. */
export const FASTEST_KMH = 2000;
export const FURTHEST_M = 1_000_000;

/** A ten-thousandth of a unit is finer than any receiver measures. */
export const tidy = (value: number): number => Math.round(value * 10_000) / 10_000;

/** A tenth of a millimetre on the ground. */
export const tidyDegrees = (value: number): number => Math.round(value * 1e9) / 1e9;

/** A course within 0..360, from any number of degrees. */
export const courseOf = (degrees: number): number => tidy(((degrees % 360) + 360) % 360);

/** Four-digit years only: beyond them ISO text has another form, and no device means it. */
const LAST_MS = 253_402_300_800_000;

/** ISO text of epoch milliseconds, or nothing where no device can mean them. */
export const instantOfMs = (ms: number): string | undefined => (ms >= 0 && ms < LAST_MS ? new Date(ms).toISOString() : undefined);
