import type { Actor } from '@karavan/contracts';
import type { Clock, Logger, SecretBox } from '@karavan/runtime';
import type { ParseOptions, ReadReport } from '@karavan/scraper-rzd';
import type { Database, Scope } from '@karavan/store';
import type { PlanFunction } from './plan-in-thread.ts';
import type { PositionsTally } from './positions-tally.ts';
import type { ReportThread } from './report-task.ts';

/** Everything a use case needs from the world; the apps wire it, the tests wire it otherwise. */
export interface Deps {
  db: Database;
  clock: Clock;
  log: Logger;
  /** Wakes whoever passes live changes on. Called after commit; losing a call costs a second, never a fact. */
  announce: () => void;
  /** Reads the bytes of a report; throws ReportError. Runs outside the event loop where the app can afford a thread. */
  parseReport: (bytes: Uint8Array, options?: ParseOptions) => Promise<ReadReport>;
  /** reads, judges and saves reports, and learns from them, beside the event loop; absent: all that is done here */
  reportThread?: ReportThread | undefined;
  /** Answers a planner's question. Runs outside the event loop where the app can afford a thread. */
  plan: PlanFunction;
  /** what came in from devices, for the metrics of this process */
  tally: PositionsTally;
  /** seals the passwords of sources; absent where the installation was given no key */
  secrets?: SecretBox | undefined;
}

export const scopeOf = (actor: Actor): Scope => ({ companyId: actor.companyId, customerId: actor.customerId });

/** Work done for a company without a person behind it: a scheduled source, a device, the start of the program. */
export const systemActor = (companyId: string, name: string): Actor => ({
  companyId,
  customerId: null,
  role: 'admin',
  userId: null,
  name,
});
