import { connect } from 'node:net';

/** What a tracker has sent and heard, by the number of the message. */
export interface StubbornTracker {
  uniqueId: string;
  acknowledged: Set<number>;
  /** lines that ended while a message waited for its answer */
  cut: number;
  /** resolves when every message was acknowledged */
  done: Promise<void>;
  stop(): void;
}

const RETRY_MS = 50;
const PATIENCE_MS = 5_000;
const two = (value: number): string => String(value).padStart(2, '0');

/** One message a second of device time, going north by 11 m. */
export function messageNumber(index: number, beganAt: number): { text: string; fixedAt: string } {
  const at = new Date(beganAt + index * 1000);
  const date = `${two(at.getUTCDate())}${two(at.getUTCMonth() + 1)}${two(at.getUTCFullYear() % 100)}`;
  const time = `${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}`;
  const minutes = (index * 0.006).toFixed(4).padStart(7, '0');
  return { text: `#SD#${date};${time};55${minutes};N;03739.6834;E;40;0;150;9\r\n`, fixedAt: at.toISOString() };
}

/** Sends its messages one by one over Wialon IPS, each until it is acknowledged, whatever happens to the line. */
export function startTracker(input: { port: number; uniqueId: string; messages: number; beganAt: number }): StubbornTracker {
  const { port, uniqueId, messages, beganAt } = input;
  const acknowledged = new Set<number>();
  let next = 0;
  let stopped = false;
  let finish: () => void = () => undefined;
  const tracker: StubbornTracker = {
    uniqueId,
    acknowledged,
    cut: 0,
    done: new Promise((resolve) => {
      finish = resolve;
    }),
    stop: () => {
      stopped = true;
    },
  };

  function call(): void {
    if (stopped) return;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let heard = '';
    let waits = false;
    const send = () => {
      if (stopped || next >= messages) {
        waits = false;
        socket.end();
        if (next >= messages) finish();
        return;
      }
      waits = true;
      socket.write(messageNumber(next, beganAt).text);
    };
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('error', () => undefined); // told by `close`
    socket.on('connect', () => socket.write(`#L#${uniqueId};NA\r\n`));
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      for (let end = heard.indexOf('\r\n'); end !== -1; end = heard.indexOf('\r\n')) {
        const line = heard.slice(0, end);
        heard = heard.slice(end + 2);
        if (line === '#ASD#1') {
          acknowledged.add(next);
          next += 1;
        }
        send();
      }
    });
    socket.on('close', () => {
      if (waits) tracker.cut += 1;
      if (next < messages) setTimeout(call, RETRY_MS);
    });
  }

  call();
  return tracker;
}
