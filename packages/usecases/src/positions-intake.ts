import type { DeviceReading } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import type { Deps } from './deps.ts';
import { type PositionVerdict, storeIncoming } from './positions-ingest.ts';

export interface PositionsIntake {
  /** Resolves when the position is committed; rejects when it is not, so that the sender keeps it. */
  take(position: DeviceReading): Promise<PositionVerdict>;
  /** The same for all of one message: resolves when every one of them is committed, rejects when one is not. */
  takeAll(positions: readonly DeviceReading[]): Promise<PositionVerdict[]>;
}

interface Message {
  readings: readonly DeviceReading[];
  protocol: string;
  receivedAt: Date;
  resolve: (verdicts: PositionVerdict[]) => void;
  reject: (error: unknown) => void;
}

/** So many readings in one write; more gains nothing. One message is never split. */
const BATCH = 1_000;
/** Devices send at their own moment; a few milliseconds gather many of them into one write. */
const GATHER_MS = 5;
/** While one batch reaches the disk the next one is worked out, where there is enough for another. */
const LANES = 2;
const WORTH_A_LANE = 300;

interface Writer {
  take(message: Message): void;
}
const writers = new WeakMap<Deps, Writer>();

/** Where a listener hands over what its devices say. All intakes of a process write together. */
export function createPositionsIntake(deps: Deps, protocol: string): PositionsIntake {
  const writer = writers.get(deps) ?? createWriter(deps);
  writers.set(deps, writer);
  const takeAll = (readings: readonly DeviceReading[]) =>
    new Promise<PositionVerdict[]>((resolve, reject) => {
      writer.take({ readings, protocol, receivedAt: deps.clock(), resolve, reject });
    });
  return {
    takeAll,
    take: async (reading) => (await takeAll([reading]))[0] ?? { filtered: null },
  };
}

/** Gathers messages of all devices into batches; a device is in one batch at a time, so that its messages stay in order. */
function createWriter(deps: Deps): Writer {
  let waiting: Message[] = [];
  let lanes = 0;
  let timer: NodeJS.Timeout | undefined;
  const busy = new Set<string>();

  function schedule(): void {
    const isWorthIt = lanes === 0 || waiting.length >= WORTH_A_LANE;
    if (timer === undefined && waiting.length > 0 && lanes < LANES && isWorthIt) timer = setTimeout(start, GATHER_MS);
  }

  function start(): void {
    timer = undefined;
    const batch = nextBatch();
    if (batch.length === 0) return; // their devices are being written: whoever ends that comes here again
    lanes += 1;
    const devices = new Set(batch.flatMap(({ readings }) => readings.map(({ uniqueId }) => uniqueId)));
    for (const id of devices) busy.add(id);
    void write(deps, batch).finally(() => {
      for (const id of devices) busy.delete(id);
      lanes -= 1;
      schedule();
    });
    schedule();
  }

  function nextBatch(): Message[] {
    const batch: Message[] = [];
    const left: Message[] = [];
    const held = new Set(busy);
    let readings = 0;
    for (const message of waiting) {
      const isFree = readings < BATCH && !message.readings.some(({ uniqueId }) => held.has(uniqueId));
      if (isFree) {
        batch.push(message);
        readings += message.readings.length;
      } else {
        left.push(message);
        for (const { uniqueId } of message.readings) held.add(uniqueId); // what comes after it waits as well
      }
    }
    waiting = left;
    return batch;
  }

  return {
    take(message) {
      waiting.push(message);
      schedule();
    },
  };
}

async function write(deps: Deps, batch: readonly Message[]): Promise<void> {
  try {
    const incoming = batch.flatMap(({ readings, protocol, receivedAt }) =>
      readings.map((position) => ({ position, receivedAt, protocol })),
    );
    const verdicts = await storeIncoming(deps, incoming);
    let at = 0;
    for (const { readings, resolve } of batch) {
      resolve(verdicts.slice(at, at + readings.length));
      at += readings.length;
    }
  } catch (error) {
    // One message the database will not have must not cost the others theirs.
    if (batch.length > 1 && error instanceof AppError && error.code === 'BAD_INPUT') {
      for (const message of batch) await write(deps, [message]);
      return;
    }
    deps.log.error({ event: 'positions.not_stored', count: batch.length, error });
    for (const { reject } of batch) reject(error);
  }
}
