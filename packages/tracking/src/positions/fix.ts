/** One place of a device at one moment: epoch ms, degrees, km/h, metres. */
export interface Fix {
  atMs: number;
  lat: number;
  lon: number;
  speedKmh: number | null;
  accuracyM?: number | undefined;
}

/** What the next position of a device is judged against. */
export interface FilterState {
  /** the last place that was not set aside */
  good: Fix | null;
  /** the last of `count` jumps in a row that would be one way, if the good place were wrong (PF7) */
  suspect: { fix: Fix; count: number } | null;
}
export const NO_HISTORY: FilterState = { good: null, suspect: null };

export interface StepInput {
  fix: Fix;
  /** what the device itself says of the fix */
  valid: boolean;
  receivedMs: number;
  state: FilterState;
}
