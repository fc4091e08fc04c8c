import type { DeviceReading } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import type { Deps } from './deps.ts';
import { storeQuickly, storeWholly } from './positions-ingest.ts';
import type { Incoming, PositionVerdict } from './positions-judge.ts';
import { catchUpMarkers } from './positions-markers.ts';

export interface PositionsIntake {
  /** Resolves when the position is committed; rejects when it is not, so that the sender keeps it. */
  take(position: DeviceReading): Promise<PositionVerdict>;
  /** The same for all of one message: every one of them is committed, or one is not. Without a promise, for there are many. */
  hand(positions: readonly DeviceReading[], onSettled: (isStored: boolean) => void): void;
}

interface Message {
  incoming: readonly Incoming[];
  /** whose readings they are: one device, but for a message that speaks for several */
  devices: readonly string[];
  /** with the error of what is not committed */
  settle: (error?: unknown) => void;
}

/** So many readings in one write; more gains nothing. One message is never split. */
const BATCH = 1_000;
/** Devices send at their own moment; a few milliseconds gather many of them into one write. */
const GATHER_MS = 4;
/**
 * While one batch reaches the disk the next one is worked out. It begins as soon as so many wait: two hundred devices that send when
 * they were answered then are two batches in turns. A smaller one costs the database more than it is worth.
 */
const LANES = 2;
const WORTH_A_LANE = 48;
/** The whole way is some ten statements, however many positions go it together: it is begun no more often than this. */
const WHOLE_WAY_MS = 40;

interface Writer {
  take(message: Message): void;
}
const writers = new WeakMap<Deps, Writer>();

/** Where a listener hands over what its devices say. All intakes of a process write together. */
export function createPositionsIntake(deps: Deps, protocol: string): PositionsIntake {
  const writer = writers.get(deps) ?? createWriter(deps);
  writers.set(deps, writer);
  const describe = (readings: readonly DeviceReading[]): Incoming[] => {
    const receivedAt = deps.clock();
    return readings.map((position) => ({ position, receivedAt, protocol, verdict: undefined }));
  };
  return {
    take: (reading) =>
      new Promise((resolve, reject) => {
        const incoming = describe([reading]);
        const told = (error?: unknown) =>
          error === undefined ? resolve(incoming[0]?.verdict ?? { filtered: null }) : reject(error);
        writer.take({ incoming, devices: [reading.uniqueId], settle: told });
      }),
    hand(readings, onSettled) {
      const settle = (error?: unknown) => onSettled(error === undefined);
      writer.take({ incoming: describe(readings), devices: devicesOf(readings), settle });
    },
  };
}

function devicesOf(readings: readonly DeviceReading[]): string[] {
  const [first] = readings;
  if (first === undefined) return [];
  if (readings.every(({ uniqueId }) => uniqueId === first.uniqueId)) return [first.uniqueId];
  return [...new Set(readings.map(({ uniqueId }) => uniqueId))];
}

/**
 * Gathers messages of all devices into batches; a device is in one batch at a time, so that its messages stay in order. What
 * begins or ends something is left for the whole way, which has a lane of its own: nobody else waits for it.
 */
function createWriter(deps: Deps): Writer {
  catchUpMarkers(deps).catch((error: unknown) => deps.log.warn({ event: 'markers.not_caught_up', error }));
  let waiting: Message[] = [];
  let lanes = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStarting = false;
  /** all that waited the last time was of devices that are being written */
  let isHeldUp = false;
  let forWholeWay: Message[] = [];
  let isOnWholeWay = false;
  /** when it was begun the last time */
  let wholeWayMs = Number.NEGATIVE_INFINITY;
  let wholeWayTimer: NodeJS.Timeout | undefined;
  const busy = new Set<string>();

  function schedule(): void {
    if (lanes === LANES || waiting.length === 0) return;
    if (waiting.length >= WORTH_A_LANE && !isHeldUp) startSoon();
    else if ((lanes === 0 || isHeldUp) && timer === undefined) timer = setTimeout(start, GATHER_MS);
  }

  /** Once everything that has come in by now is read. */
  function startSoon(): void {
    if (isStarting) return;
    isStarting = true;
    setImmediate(start);
  }

  function start(): void {
    isStarting = false;
    clearTimeout(timer);
    timer = undefined;
    if (lanes === LANES) return;
    const batch = nextBatch();
    isHeldUp = batch.length === 0;
    if (isHeldUp) return; // whoever ends writing their devices comes here again
    lanes += 1;
    for (const { devices } of batch) for (const uniqueId of devices) busy.add(uniqueId);
    void writeQuickly(deps, batch).then((left) => {
      lanes -= 1;
      const isLeft = new Set(left);
      free(left.length === 0 ? batch : batch.filter((message) => !isLeft.has(message)));
      forWholeWay.push(...left);
      goWholeWay();
    });
    schedule();
  }

  function goWholeWay(): void {
    if (isOnWholeWay || wholeWayTimer !== undefined || forWholeWay.length === 0) return;
    const restMs = wholeWayMs + WHOLE_WAY_MS - performance.now();
    if (restMs <= 0) startWholeWay();
    else wholeWayTimer = setTimeout(startWholeWay, restMs);
  }

  function startWholeWay(): void {
    wholeWayTimer = undefined;
    wholeWayMs = performance.now();
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
    for (const { devices } of messages) for (const uniqueId of devices) busy.delete(uniqueId);
    isHeldUp = false;
    schedule();
  }

  function nextBatch(): Message[] {
    const batch: Message[] = [];
    const left: Message[] = [];
    const held = new Set(busy);
    let readings = 0;
    const isHeld = (uniqueId: string) => held.has(uniqueId);
    for (const message of waiting) {
      if (readings < BATCH && !message.devices.some(isHeld)) {
        batch.push(message);
        readings += message.incoming.length;
      } else {
        left.push(message);
        for (const uniqueId of message.devices) held.add(uniqueId); // what comes after it waits as well
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

/** Who is told may fail; the others of the batch are told all the same. */
function settle(deps: Deps, message: Message, error?: unknown): void {
  try {
    message.settle(error);
  } catch (failure) {
    deps.log.error({ event: 'positions.answer_failed', error: failure });
  }
}

function refuse(deps: Deps, batch: readonly Message[], error: unknown): void {
  deps.log.error({ event: 'positions.not_stored', count: batch.length, error });
  for (const message of batch) settle(deps, message, error);
}

const readingsOf = (batch: readonly Message[]): Incoming[] => batch.flatMap(({ incoming }) => incoming);
const isDone = ({ incoming }: Message): boolean => incoming.every(({ verdict }) => verdict !== undefined);

/** Answers what can be settled the quick way and gives the messages of which something is left. */
async function writeQuickly(deps: Deps, batch: readonly Message[]): Promise<Message[]> {
  try {
    await storeQuickly(deps, { batch: readingsOf(batch), mayWait: true });
  } catch (error) {
    refuse(deps, batch, error);
    return [];
  }
  const left: Message[] = [];
  for (const message of batch)
    if (isDone(message)) settle(deps, message);
    else left.push(message);
  return left;
}

async function writeWholly(deps: Deps, batch: readonly Message[]): Promise<void> {
  try {
    await storeWholly(
      deps,
      readingsOf(batch).filter(({ verdict }) => verdict === undefined),
    );
    for (const message of batch) settle(deps, message);
  } catch (error) {
    // One message the database will not have must not cost the others theirs.
    if (batch.length > 1 && error instanceof AppError && error.code === 'BAD_INPUT')
      for (const message of batch) await writeWholly(deps, [message]);
    else refuse(deps, batch, error);
  }
}
