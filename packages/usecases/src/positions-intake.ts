import type { DeviceReading } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import type { Deps } from './deps.ts';
import { ingestPositions, type PositionVerdict, type Received } from './positions-ingest.ts';

export interface PositionsIntake {
  /** Resolves when the position is committed; rejects when it is not, so that the sender keeps it. */
  take(position: DeviceReading): Promise<PositionVerdict>;
  /** The same for all of one message: resolves when every one of them is committed, rejects when one is not. */
  takeAll(positions: readonly DeviceReading[]): Promise<PositionVerdict[]>;
}

interface Waiting extends Received {
  resolve: (verdict: PositionVerdict) => void;
  reject: (error: unknown) => void;
}

/** More than this in one statement gains nothing. */
const BATCH = 500;
/** Devices send at their own moment; a few milliseconds gather many of them into one write. */
const GATHER_MS = 8;

/** Gathers single positions into batches; one batch is written at a time, the next gathers meanwhile. */
export function createPositionsIntake(deps: Deps, protocol: string): PositionsIntake {
  let waiting: Waiting[] = [];
  let writing = false;

  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      await write(batch);
    }
    writing = false;
  }

  async function write(batch: Waiting[]): Promise<void> {
    try {
      const verdicts = await ingestPositions(deps, batch, protocol);
      batch.forEach((item, index) => {
        item.resolve(verdicts[index] ?? { filtered: null });
      });
    } catch (error) {
      // One message the database will not have must not cost the others theirs.
      if (batch.length > 1 && error instanceof AppError && error.code === 'BAD_INPUT') {
        for (const item of batch) await write([item]);
        return;
      }
      deps.log.error({ event: 'positions.not_stored', count: batch.length, error });
      for (const item of batch) item.reject(error);
    }
  }

  const take = (position: DeviceReading) =>
    new Promise<PositionVerdict>((resolve, reject) => {
      waiting.push({ position, receivedAt: deps.clock(), resolve, reject });
      if (!writing) {
        writing = true;
        setTimeout(drain, GATHER_MS);
      }
    });

  return { take, takeAll: (positions) => Promise.all(positions.map(take)) };
}
