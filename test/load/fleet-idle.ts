import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LIVE_NAMESPACE } from '@karavan/contracts';
import { io } from 'socket.io-client';
import { connectTrackers, disconnect, messageOf, type Tracker } from './ingest/devices.ts';
import { freePort } from './ingest/stage.ts';
import { openWatcher } from './positions/watchers.ts';
import { residentMb } from './support/cpu.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';
import { openHttp, signIn } from './support/http.ts';
import { type RunningProgram, startInstallation, startKaravan } from './support/installation.ts';

const IDLE = Number(process.env['IDLE_CONNECTIONS'] ?? 5_000);
const CYCLES = Number(process.env['IDLE_CYCLES'] ?? 10_000);
const IDLE_SECONDS = 120;
const MESSAGES = 200;
/** a socket of Node.js with its handles, and a device known by name */
const LIMIT_KB = 40;
/** the live device may feel the crowd no more than this */
const SLOWER = 2;
const FLAT = 1.15;
const AT_ONCE = 50;
const LORIS = 20;
const EMAIL = 'dispatcher@bench.example';
const ENDLESS_BYTES = 10_000_000;

type Ports = Record<'WIALON_PORT' | 'EGTS_PORT' | 'TELTONIKA_PORT', number>;

/** Thousands of trackers that say nothing, some that never finish, and one at work among them; then many that come and go. */
export async function benchIdle(): Promise<Figure[]> {
  const installation = await startInstallation();
  const ports: Ports = { WIALON_PORT: await freePort(), EGTS_PORT: await freePort(), TELTONIKA_PORT: await freePort() };
  const env = Object.fromEntries(Object.entries({ ...ports, DEVICE_IDLE_SECONDS: IDLE_SECONDS }).map(([k, v]) => [k, String(v)]));
  try {
    await installation.addPerson({ email: EMAIL, role: 'dispatcher', customerId: null });
    const product = await startKaravan(installation, env);
    try {
      return await measure({ product, ports, token: await tokenOf(product.url) });
    } finally {
      await product.stop();
    }
  } finally {
    await installation.close();
  }
}

async function measure({ product, ports, token }: { product: RunningProgram; ports: Ports; token: string }): Promise<Figure[]> {
  const [live] = await connectTrackers({ port: ports.WIALON_PORT, count: 1, hoursAgo: 1 });
  if (live === undefined) throw new Error('there is no live tracker');
  await talk(live, MESSAGES); // warm
  const alone = await talk(live, MESSAGES);
  const filesBefore = await openFiles(product.pid);
  const memoryBefore = await residentMb(product.pid);
  const idle = await connectIdle(ports);
  const memoryFull = await residentMb(product.pid);
  say(`${idle.length} idle connections: ${memoryBefore.toFixed(0)} → ${memoryFull.toFixed(0)} MB`);
  const strangers = await openStrangers(ports.WIALON_PORT);
  const crowded = await talk(live, MESSAGES);
  const memoryWorst = await residentMb(product.pid);
  say(`with ${LORIS} that never finish and one of ${ENDLESS_BYTES / 1e6} MB without an end: ${memoryWorst.toFixed(0)} MB`);
  printQuantiles(
    'acknowledged',
    new Map([
      ['alone', alone],
      ['in the crowd', crowded],
    ]),
  );
  const closed = await closedWithin(idle, (IDLE_SECONDS + 30) * 1000);
  for (const { socket } of strangers) socket.destroy();
  const devices = await comeAndGo({ what: 'devices', pid: product.pid, cycle: (index) => cycleDevice(ports.WIALON_PORT, index) });
  const pages = await comeAndGo({
    what: 'pages',
    pid: product.pid,
    cycle: (index) => cyclePage({ url: product.url, token }, index),
  });
  disconnect([live]);
  const filesLeft = await leftOver(product.pid, filesBefore);
  return [
    {
      promise: `${idle.length} idle connections: KB each`,
      measured: ((memoryFull - memoryBefore) * 1024) / idle.length,
      limit: LIMIT_KB,
      unit: '',
    },
    {
      promise: 'a live tracker among them, 95 of 100, to alone',
      measured: quantile(crowded, 0.95) / quantile(alone, 0.95),
      limit: SLOWER,
      unit: '',
    },
    { promise: 'half-open ones not closed after the idle limit', measured: idle.length - closed, limit: 0, unit: '' },
    {
      promise: '10 MB without an end: not ended',
      measured: strangers.filter(({ endless, socket }) => endless && !socket.closed).length,
      limit: 0,
      unit: '',
    },
    {
      promise: `${CYCLES} devices came and went: memory of the second half to the first`,
      measured: devices,
      limit: FLAT,
      unit: '',
    },
    { promise: `${CYCLES} pages came and went: memory of the second half to the first`, measured: pages, limit: FLAT, unit: '' },
    { promise: 'files left open after all have gone', measured: filesLeft, limit: 0, unit: '' },
  ];
}

async function tokenOf(url: string): Promise<string> {
  const client = openHttp({ url, connections: 1 });
  try {
    return await signIn(client, EMAIL);
  } finally {
    client.close();
  }
}

/** From sending to the acknowledgement, one message at a time. */
async function talk(tracker: Tracker, messages: number): Promise<number[]> {
  const ms: number[] = [];
  for (let index = 0; index < messages; index += 1) {
    const sentAt = performance.now();
    const answered = new Promise<void>((resolve) => {
      tracker.onAnswer = resolve;
    });
    tracker.socket.write(messageOf(tracker, 1), 'latin1');
    await answered;
    ms.push(performance.now() - sentAt);
  }
  return ms;
}

/** A third on each port: signed in where there is a login, then silent for ever, without a word that they have gone. */
async function connectIdle(ports: Ports): Promise<Socket[]> {
  const sockets: Socket[] = [];
  const kinds: [port: number, hello: (index: number) => Buffer | undefined][] = [
    [ports.WIALON_PORT, (index) => Buffer.from(`#L#idle${index};NA\r\n`)],
    [ports.TELTONIKA_PORT, (index) => Buffer.concat([Buffer.from([0, 15]), Buffer.from(String(350_000_000_000_000 + index))])],
    [ports.EGTS_PORT, () => undefined], // nothing is answered before its first packet
  ];
  for (let from = 0; from < IDLE; from += AT_ONCE) {
    const opened = Array.from({ length: Math.min(AT_ONCE, IDLE - from) }, (_, offset) => {
      const [port, hello] = kinds[(from + offset) % kinds.length] ?? [0, () => undefined];
      return openIdle(port, hello(from + offset));
    });
    sockets.push(...(await Promise.all(opened)));
  }
  return sockets;
}

async function openIdle(port: number, hello: Buffer | undefined): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (hello === undefined) return socket.resume();
  socket.write(hello);
  await once(socket, 'data');
  return socket.resume();
}

/** Some whose message trickles in byte by byte, and one whose message has no end. */
async function openStrangers(port: number): Promise<{ socket: Socket; endless: boolean }[]> {
  const strangers: { socket: Socket; endless: boolean }[] = [];
  for (let index = 0; index <= LORIS; index += 1) {
    const socket = await openIdle(port, Buffer.from(`#L#stranger${index};NA\r\n`));
    const endless = index === LORIS;
    if (endless) socket.write(Buffer.alloc(ENDLESS_BYTES, '1'));
    else trickle(socket);
    strangers.push({ socket, endless });
  }
  return strangers;
}

function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('1'), 1_000);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}

async function closedWithin(sockets: readonly Socket[], ms: number): Promise<number> {
  const until = performance.now() + ms;
  const closed = () => sockets.filter((socket) => socket.closed || socket.destroyed).length;
  while (closed() < sockets.length && performance.now() < until) await sleep(500);
  say(`${closed()} of ${sockets.length} were closed by the idle limit`);
  return closed();
}

async function comeAndGo(input: { what: string; pid: number; cycle: (index: number) => Promise<void> }): Promise<number> {
  const memory: number[] = [];
  for (let from = 0; from < CYCLES; from += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, offset) => input.cycle(from + offset)));
    if (from % (20 * AT_ONCE) === 0 || CYCLES < 40 * AT_ONCE) memory.push(await residentMb(input.pid));
  }
  const half = Math.floor(memory.length / 2);
  say(
    `${CYCLES} ${input.what} came and went: ${memory.at(0)?.toFixed(0)}, ${memory.at(half)?.toFixed(0)}, ${memory.at(-1)?.toFixed(0)} MB`,
  );
  return Math.max(...memory.slice(half)) / Math.max(...memory.slice(0, half));
}

/** Half of them do not wait for what they have asked for. */
async function cyclePage({ url, token }: { url: string; token: string }, index: number): Promise<void> {
  if (index % 2 === 0) return (await openWatcher({ url, token })).close();
  const socket = io(`${url}${LIVE_NAMESPACE}`, {
    auth: { token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
  socket.emit('watch', { topic: 'fleet', bbox: [-180, -90, 180, 90], zoom: 5 }, () => undefined);
  socket.disconnect();
}

/** A third says good-bye, a third is reset, a third leaves in the middle of a message. */
async function cycleDevice(port: number, index: number): Promise<void> {
  const socket = await openIdle(port, Buffer.from(`#L#cycle${index % 100};NA\r\n`));
  const gone = once(socket, 'close');
  if (index % 3 === 0) socket.end();
  else if (index % 3 === 1) socket.resetAndDestroy();
  else socket.end('#SD#unfinished');
  await gone;
}

/** The pool of the database lets its spare connections go after ten seconds. */
async function leftOver(pid: number, before: number): Promise<number> {
  for (let second = 0; second < 30 && (await openFiles(pid)) > before; second += 1) await sleep(1_000);
  return Math.max(0, (await openFiles(pid)) - before);
}

const openFiles = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length;
