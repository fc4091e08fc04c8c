import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A tracker that speaks Wialon IPS: it never has more than one message unacknowledged. */
export interface Tracker {
  uniqueId: string;
  socket: Socket;
  /** the time of its last fix, epoch seconds, and its place */
  seconds: number;
  lon: number;
  lat: number;
  /** waits for the acknowledgement of what it has sent */
  onAnswer: () => void;
}

export interface Drive {
  acknowledged: number;
  seconds: number;
  /** from sending to the acknowledgement */
  ackMs: number[];
}

const STEP_DEGREES = 0.000_25; // 16 m a second: 58 km/h
const HOUR_SECONDS = 3_600;

const two = (value: number): string => String(value).padStart(2, '0');

function inMinutes(degrees: number, width: number): string {
  const whole = Math.trunc(degrees);
  return `${String(whole).padStart(width, '0')}${((degrees - whole) * 60).toFixed(5).padStart(8, '0')}`;
}

/** One fix, one second and sixteen metres after the one before. */
function nextFix(tracker: Tracker): string {
  tracker.seconds += 1;
  tracker.lon += STEP_DEGREES;
  const at = new Date(tracker.seconds * 1000);
  const date = `${two(at.getUTCDate())}${two(at.getUTCMonth() + 1)}${two(at.getUTCFullYear() % 100)}`;
  const time = `${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}`;
  const place = `${inMinutes(tracker.lat, 2)};N;${inMinutes(tracker.lon, 3)};E`;
  return `${date};${time};${place};58;90;150;11;0.9;1;0;;NA;pwr_ext:2:27.4,gsm:1:21`;
}

export function messageOf(tracker: Tracker, positions: number): string {
  if (positions === 1) return `#D#${nextFix(tracker)}\r\n`;
  return `#B#${Array.from({ length: positions }, () => nextFix(tracker)).join('|')}\r\n`;
}

export const trackerId = (index: number): string => `8610000${String(index).padStart(8, '0')}`;

/** Connects so many trackers and signs them in; their clocks begin so many hours ago. */
export async function connectTrackers(input: {
  port: number;
  count: number;
  hoursAgo: number;
  firstIndex?: number;
}): Promise<Tracker[]> {
  const begin = Math.floor(Date.now() / 1000 - input.hoursAgo * HOUR_SECONDS);
  const first = input.firstIndex ?? 0;
  const trackers: Tracker[] = [];
  for (let index = 0; index < input.count; index += 1) {
    const socket = connect({ port: input.port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const place = { lat: 48 + (index % 600) * 0.01, lon: 30 + Math.floor(index / 600) };
    const tracker: Tracker = { uniqueId: trackerId(first + index), socket, seconds: begin, ...place, onAnswer: () => undefined };
    socket.on('error', () => undefined);
    const signedIn = once(socket, 'data');
    socket.write(`#L#${tracker.uniqueId};NA\r\n`);
    await signedIn;
    socket.on('data', () => tracker.onAnswer());
    trackers.push(tracker);
  }
  return trackers;
}

export function disconnect(trackers: readonly Tracker[]): void {
  for (const { socket } of trackers) socket.destroy();
}

/** Every tracker sends again as soon as its last message was acknowledged. */
export async function driveUnacknowledged(
  trackers: readonly Tracker[],
  input: { seconds: number; positions: number },
): Promise<Drive> {
  const { positions } = input;
  const beganAt = performance.now();
  let acknowledged = 0;
  let isOver = false;
  let open = trackers.length;
  const ackMs: number[] = [];
  const ended = new Promise<void>((resolve) => {
    for (const tracker of trackers) {
      let sentAt = 0;
      const send = () => {
        sentAt = performance.now();
        tracker.socket.write(messageOf(tracker, positions), 'latin1');
      };
      tracker.onAnswer = () => {
        acknowledged += positions;
        ackMs.push(performance.now() - sentAt);
        if (!isOver) send();
        else {
          open -= 1;
          if (open === 0) resolve();
        }
      };
      send();
    }
  });
  await sleep(input.seconds * 1000);
  isOver = true;
  await Promise.race([
    ended,
    sleep(10_000).then(() => {
      throw new Error(`${open} trackers never heard an acknowledgement`);
    }),
  ]);
  return { acknowledged, seconds: (performance.now() - beganAt) / 1000, ackMs };
}
