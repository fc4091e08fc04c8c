import { createRequire } from 'node:module';
import { type ClientEvents, LIVE_NAMESPACE, type ServerEvents } from '@karavan/contracts';
import { io, type Socket } from 'socket.io-client';
import { epochNow } from '../support/clock.ts';
import { FIRST_ROUND_SECONDS, type Heard, type Order, type Told } from './messages.ts';

/** Holds hundreds of sockets, in a process of its own: what is measured is the server alone. */
interface Ear {
  audience: number;
  /** the markers it may hear of */
  theirs: ReadonlySet<string>;
  /** the newest round heard of each marker; an older or the same one again does not count */
  rounds: Map<string, number>;
  moves: number;
  foreign: number;
  frames: number;
  bytes: number;
  recorded: { at: number; text: string }[] | undefined;
  close(): void;
}
interface BareSocket {
  once(event: 'open', listener: () => void): void;
  once(event: 'error', listener: (error: Error) => void): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  close(): void;
}
interface Decoder {
  add(text: unknown): void;
  emit(event: 'decoded', packet: unknown): void;
  on(event: 'decoded', listener: (packet: unknown) => void): void;
  off(event: 'decoded', listener: (packet: unknown) => void): void;
}
const library = createRequire(import.meta.resolve('socket.io-client'));
const parser = library('socket.io-parser') as { Encoder: new () => unknown; Decoder: new () => Decoder };
/** What many sockets are sent alike is parsed once: what listens must not take the machine from what is measured. */
const decoded = new Map<unknown, unknown>();
class SharingDecoder extends parser.Decoder {
  override add(text: unknown): void {
    const known = decoded.get(text);
    if (known !== undefined) {
      this.emit('decoded', known);
      return;
    }
    if (decoded.size > 200) decoded.clear();
    const keep = (packet: unknown) => void decoded.set(text, packet);
    if (typeof text === 'string' && text.includes('["positions",')) this.on('decoded', keep);
    super.add(text);
    this.off('decoded', keep);
  }
}
const engine = createRequire(import.meta.resolve('socket.io-client')).resolve('engine.io-client');
const WebSocket = createRequire(engine)('ws') as new (url: string) => BareSocket;

type Batch = Parameters<ServerEvents['positions']>[0];
/** How such a message begins on the wire. */
const POSITIONS = `42${LIVE_NAMESPACE},["positions",`;

/** Opened at once, no more: the server is not what this measures while they open. */
const AT_ONCE = 100;
/** Audiences of the bare server are counted behind those of the product. */
const BARE = 1_000;
const ears: Ear[] = [];

async function openAll(input: Extract<Order, { do: 'open' }>): Promise<void> {
  const wanted = input.audiences.flatMap(({ tokens, assetIds }, audience) =>
    tokens.map((token) => ({ audience, token, theirs: new Set(assetIds) })),
  );
  for (let from = 0; from < wanted.length; from += AT_ONCE)
    ears.push(...(await Promise.all(wanted.slice(from, from + AT_ONCE).map((one) => open({ url: input.url, ...one })))));
}

function open(input: { url: string; token: string; audience: number; theirs: ReadonlySet<string> }): Promise<Ear> {
  const socket: Socket<ServerEvents, ClientEvents> = io(`${input.url}${LIVE_NAMESPACE}`, {
    auth: { token: input.token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    parser: { Encoder: parser.Encoder, Decoder: SharingDecoder },
  });
  const ear = newEar(input, () => socket.disconnect());
  socket.on('snapshot', ({ assets }) => {
    for (const { id } of assets) noteId(ear, id);
  });
  socket.on('positions', (batch) => hearMoves(ear, batch));
  return new Promise((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => {
      if (reason !== 'io client disconnect') throw new Error(`a live connection ended: ${reason}`);
    });
    socket.once('connect', () => {
      socket.io.engine.on('packet', ({ type, data }) => {
        if (type === 'message') count(ear, `4${String(data)}`);
      });
    });
    socket.once('snapshot', () => resolve(ear));
    socket.emit('watch', { topic: 'fleet', bbox: [-180, -90, 180, 90], zoom: 5 }, (reply) => {
      if (!reply.ok) reject(new Error(reply.problem.detail));
    });
  });
}

/** What listens to the bare server does the same work: a slower reader costs the sender more. */
async function openBare({ url, audiences }: Extract<Order, { do: 'open bare' }>): Promise<void> {
  for (const [audience, { size, assetIds }] of audiences.entries())
    for (let index = 0; index < size; index += 1) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/?audience=${audience}`);
      const decoder = new SharingDecoder();
      const ear = newEar({ audience: BARE + audience, theirs: new Set(assetIds) }, () => socket.close());
      decoder.on('decoded', (packet) => hearMoves(ear, (packet as { data: [string, Batch] }).data[1]));
      socket.on('message', (data) => {
        const text = data.toString();
        count(ear, text);
        if (text.startsWith(POSITIONS)) decoder.add(text.slice(1));
      });
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      ears.push(ear);
    }
}

function noteId(ear: Ear, id: string): void {
  if (!ear.theirs.has(id)) ear.foreign += 1;
}

function hearMoves(ear: Ear, { items }: Batch): void {
  for (const [id, , , , , seconds] of items) {
    noteId(ear, id);
    const round = seconds - FIRST_ROUND_SECONDS;
    if (round <= (ear.rounds.get(id) ?? -1)) continue;
    ear.rounds.set(id, round);
    ear.moves += 1;
  }
}

const newEar = ({ audience, theirs }: { audience: number; theirs: ReadonlySet<string> }, close: () => void): Ear => ({
  audience,
  theirs,
  rounds: new Map(),
  moves: 0,
  foreign: 0,
  frames: 0,
  bytes: 0,
  recorded: undefined,
  close,
});

function count(ear: Ear, text: string): void {
  ear.frames += 1;
  ear.bytes += Buffer.byteLength(text);
  ear.recorded?.push({ at: epochNow(), text });
}

function listen(): void {
  const recorded = new Set<number>();
  for (const ear of ears) {
    const isFirst = !recorded.has(ear.audience);
    recorded.add(ear.audience);
    Object.assign(ear, { moves: 0, foreign: 0, frames: 0, bytes: 0, recorded: isFirst ? [] : undefined });
  }
}

function tell(recorded: boolean): Heard[] {
  const audiences = new Map<number, Heard>();
  for (const ear of ears) {
    const heard = audiences.get(ear.audience) ?? emptyHeard();
    audiences.set(ear.audience, {
      sockets: heard.sockets + 1,
      fewest: Math.min(heard.fewest, ear.moves),
      most: Math.max(heard.most, ear.moves),
      foreign: heard.foreign + ear.foreign,
      frames: heard.frames + ear.frames,
      bytes: heard.bytes + ear.bytes,
      recorded: (recorded ? ear.recorded : undefined) ?? heard.recorded,
    });
  }
  return [...audiences].sort(([a], [b]) => a - b).map(([, heard]) => heard);
}

const emptyHeard = (): Heard => ({
  sockets: 0,
  fewest: Number.POSITIVE_INFINITY,
  most: 0,
  foreign: 0,
  frames: 0,
  bytes: 0,
  recorded: [],
});

async function obey(order: Order): Promise<Heard[] | undefined> {
  if (order.do === 'open') await openAll(order);
  if (order.do === 'open bare') await openBare(order);
  if (order.do === 'listen') listen();
  if (order.do === 'close') for (const ear of ears.splice(0)) ear.close();
  return order.do === 'tell' ? tell(order.recorded) : undefined;
}

process.on('message', (order: Order) => {
  const answer = (told: Told) => void process.send?.(told);
  obey(order).then(
    (heard) => answer({ done: order.do, ...(heard === undefined ? {} : { heard }) }),
    (error: unknown) => answer({ done: order.do, error: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
