import type { Actor } from '@karavan/contracts';

/** Why stored bytes are read: that decides what becomes of them when they turn out to be unusable, and whether guards speak. */
export type Reason = 'upload' | 'recovery' | 'replay' | 'correction' | 'late' | 'release';

export interface Finish {
  actor: Actor;
  reportId: string;
  because: Reason;
  /** where they are at hand; else they are read from where they are kept */
  bytes?: Uint8Array;
}

/** Reports that were read again because their columns mean something else. */
export interface Anew {
  actor: Actor;
  reportIds: readonly string[];
}

/** Everything heavy about reports, on an event loop and database connections of its own. */
export interface ReportThread {
  /** @throws AppError as `readAndSave` does */
  finish(input: Finish): Promise<void>;
  /** `workOutAnew`: gives how many wagons. */
  workOutAnew(input: Anew): Promise<number>;
  /** Gives how many reports were studied. */
  learn(): Promise<number>;
  close(): Promise<void>;
}
