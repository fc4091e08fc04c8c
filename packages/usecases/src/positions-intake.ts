import type { DeviceReading } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import type { Deps } from './deps.ts';
import { storeQuickly, storeWholly } from './positions-ingest.ts';
import { type Incoming, type PositionVerdict, verdictOf } from './positions-judge.ts';

export interface PositionsIntake {
  /** Resolves when the position is committed; rejects when it is not, so that the sender keeps it. */
  take(position: DeviceReading): Promise<PositionVerdict>;
  /** The same for all of one message: resolves when every one of them is committed, rejects when one is not. */
  takeAll(positions: readonly DeviceReading[]): Promise<PositionVerdict[]>;
}

interface Message {
  readings: readonly DeviceReading[];
  incoming: readonly Incoming[];
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
      const receivedAt = deps.clock();
      const incoming = readings.map((position): Incoming => ({ position, receivedAt, protocol, verdict: undefined }));
      writer.take({ readings, incoming, resolve, reject });
    });
  return {
    takeAll,
    take: async (reading) => (await takeAll([reading]))[0] ?? { filtered: null },
  };
}

/**
 * Gathers messages of all devices into batches; a device is in one batch at a time, so that its messages stay in order. What
 * begins or ends something is left for the whole way, which has a lane of its own: nobody else waits for it.
 */
function createWriter(deps: Deps): Writer {
  let waiting: Message[] = [];
  let lanes = 0;
  let timer: NodeJS.Timeout | undefined;
  let forWholeWay: Message[] = [];
  let isOnWholeWay = false;
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
    for (const { readings } of batch) for (const { uniqueId } of readings) busy.add(uniqueId);
    void writeQuickly(deps, batch).then((left) => {
      lanes -= 1;
      free(batch.filter((message) => !left.includes(message)));
      forWholeWay.push(...left);
      goWholeWay();
    });
    schedule();
  }

  function goWholeWay(): void {
    if (isOnWholeWay || forWholeWay.length === 0) return;
    const batch = forWholeWay;
    forWholeWay = [];
    isOnWholeWay = true;
    void writeWholly(deps, batch).then(() => {
      isOnWholeWay = false;
      free(batch);
      goWholeWay();
    });
  }

  function free(messages: readonly Message[]): void {
    for (const { readings } of messages) for (const { uniqueId } of readings) busy.delete(uniqueId);
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

const answer = ({ incoming, resolve }: Message): void => resolve(incoming.map(verdictOf));

function refuse(deps: Deps, batch: readonly Message[], error: unknown): void {
  deps.log.error({ event: 'positions.not_stored', count: batch.length, error });
  for (const { reject } of batch) reject(error);
}

const readingsOf = (batch: readonly Message[]): Incoming[] => batch.flatMap(({ incoming }) => incoming);
const isDone = ({ incoming }: Message): boolean => incoming.every(({ verdict }) => verdict !== undefined);

/** Answers what can be settled the quick way and gives the messages of which something is left. */
async function writeQuickly(deps: Deps, batch: readonly Message[]): Promise<Message[]> {
  try {
    await storeQuickly(deps, readingsOf(batch));
  } catch (error) {
    refuse(deps, batch, error);
    return [];
  }
  const left: Message[] = [];
  for (const message of batch)
    if (isDone(message)) answer(message);
    else left.push(message);
  return left;
}

async function writeWholly(deps: Deps, batch: readonly Message[]): Promise<void> {
  try {
    await storeWholly(
      deps,
      readingsOf(batch).filter(({ verdict }) => verdict === undefined),
    );
    for (const message of batch) answer(message);
  } catch (error) {
    // One message the database will not have must not cost the others theirs.
    if (batch.length > 1 && error instanceof AppError && error.code === 'BAD_INPUT')
      for (const message of batch) await writeWholly(deps, [message]);
    else refuse(deps, batch, error);
  }
}
