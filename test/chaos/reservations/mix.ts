import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeptPromise, NewNetwork } from '@karavan/contracts';

export interface Reply {
  status: number;
  body: unknown;
}
/** Rejects when nobody answers: then it is not known whether it counted. */
export type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<Reply>;

type Given = Pick<KeptPromise, 'networkVersion' | 'plan'>;

/** What the askers know: every promise that was acknowledged, and what was asked of it afterwards. */
export interface Known {
  /** promise by the id of its request */
  given: Map<string, { id: string; as: Given }>;
  released: Set<string>;
  /** an accepted change may have changed it */
  touched: Set<string>;
  operations: Record<string, number>;
  /** answers that may not be */
  wrong: string[];
  /** times nobody answered */
  unanswered: number;
}
export const knowNothing = (): Known => ({
  given: new Map(),
  released: new Set(),
  touched: new Set(),
  operations: {},
  wrong: [],
  unanswered: 0,
});

export const GOODS = ['fixed1', 'fixed2', 'moved1', 'moved2'] as const;
const CALENDAR = {
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '18:00']]])),
};
const DAILY = { days: [1, 2, 3, 4, 5] as (1 | 2 | 3 | 4 | 5)[], at: '20:00' };

const warehouse = (id: string) => ({
  id,
  owner: 'own' as const,
  ships: true,
  calendar: CALENDAR,
  cutOff: '14:00',
  handlingMinutes: 60,
  crossDockMinutes: 60,
});
/** Krasnodar and Rostov, and the trucks of this version. */
export function networkOf(version: number): NewNetwork {
  const service = (fromId: string, days: number) => ({
    id: fromId,
    carrier: 'own trucks',
    fromId,
    zones: ['msk'],
    departures: DAILY,
    transitMinutes: days * 1440,
    cost: { fixed: 1000, perKg: 1 },
  });
  const lane = {
    id: 'L',
    fromId: 'Rostov',
    toId: 'Krasnodar',
    departures: DAILY,
    transitMinutes: 300,
    cost: { fixed: 1, perKg: 0 },
  };
  return {
    warehouses: [warehouse('Krasnodar'), warehouse('Rostov')],
    lanes: version % 2 === 0 ? [lane] : [],
    services: [service('Krasnodar', 1 + (version % 3)), service('Rostov', 2)],
  };
}

export async function stockUp(ask: Ask): Promise<void> {
  const replies = [
    await ask('POST', '/network', networkOf(0)),
    await ask('POST', '/network/items', { items: GOODS.map((sku) => ({ sku, massKg: 1000 })) }),
    await ask('POST', '/network/stock', {
      rows: GOODS.flatMap((sku) => ['Krasnodar', 'Rostov'].map((warehouseId) => ({ warehouseId, sku, quantity: 60 }))),
    }),
  ];
  const failed = replies.find(({ status }) => status >= 300);
  if (failed) throw new Error(`no stock: ${JSON.stringify(failed)}`);
}

interface Worker {
  ask: Ask;
  known: Known;
  random: () => number;
}
const below = ({ random }: Worker, count: number) => Math.floor(random() * count);
const someId = (worker: Worker): string | undefined => {
  const held = [...worker.known.given.values()].filter(({ id }) => !worker.known.released.has(id));
  return held[below(worker, held.length)]?.id;
};

const OPERATIONS: [name: string, weight: number, run: (worker: Worker) => Promise<unknown>][] = [
  ['reserve', 45, reserve],
  ['cancel', 22, (worker) => onOne(worker, { method: 'DELETE', path: '', allowed: [200, 409] })],
  ['recheck', 8, (worker) => onOne(worker, { method: 'POST', path: '/recheck', allowed: [200, 409] })],
  ['accept', 12, (worker) => onOne(worker, { method: 'POST', path: '/accept', allowed: [200, 409] })],
  ['stock', 8, changeStock],
  ['network', 3, (worker) => once(worker, ['POST', '/network', networkOf(below(worker, 6))], [201])],
  ['read', 2, (worker) => once(worker, ['GET', '/network/stock?limit=100'], [200])],
];

const DECK = OPERATIONS.flatMap(([name, weight, run]) => Array.from({ length: weight }, () => [name, run] as const));
const pick = (unit: number) => DECK[Math.floor(unit * DECK.length)] ?? (['reserve', reserve] as const);

export async function work(worker: Worker, operations: number): Promise<void> {
  for (let done = 0; done < operations; done++) {
    const [name, run] = pick(worker.random());
    await run(worker);
    worker.known.operations[name] = (worker.known.operations[name] ?? 0) + 1;
  }
}

type Question = Parameters<Ask>;

async function once(worker: Worker, question: Question, allowed: readonly number[]): Promise<Reply | undefined> {
  try {
    const reply = await worker.ask(...question);
    if (!allowed.includes(reply.status)) worker.known.wrong.push(`${question[0]} ${question[1]}: ${JSON.stringify(reply)}`);
    return reply;
  } catch {
    worker.known.unanswered += 1;
    await sleep(200);
    return undefined;
  }
}

/** As a program does that must know: the same request until somebody answers. */
async function untilAnswered(worker: Worker, question: Question, allowed: readonly number[]): Promise<Reply> {
  for (;;) {
    const reply = await once(worker, question, allowed);
    if (reply !== undefined) return reply;
  }
}

async function reserve(worker: Worker): Promise<void> {
  const requestId = randomUUID();
  const first = below(worker, GOODS.length);
  const lines = Array.from({ length: 1 + below(worker, 3) }, (_, index) => ({
    sku: GOODS[(first + index) % GOODS.length] ?? '',
    quantity: 1 + below(worker, 8),
  }));
  const order = { requestId, orderedAt: '2026-06-10T07:00:00Z', lines, destination: { zone: 'msk' }, objective: 'fastest' };
  const { status, body } = await untilAnswered(worker, ['POST', '/promises', order], [200, 201, 422]);
  if (status > 201) return;
  const { id, networkVersion, plan } = body as KeptPromise;
  const before = worker.known.given.get(requestId);
  if (before !== undefined && before.id !== id) worker.known.wrong.push(`${requestId} was promised twice`);
  worker.known.given.set(requestId, { id, as: { networkVersion, plan } });
}

async function onOne(
  worker: Worker,
  { method, path, allowed }: { method: 'POST' | 'DELETE'; path: string; allowed: readonly number[] },
): Promise<void> {
  const id = someId(worker);
  if (id === undefined) return;
  if (path === '/accept') worker.known.touched.add(id);
  const question: Question = [method, `/promises/${id}${path}`, {}];
  if (method === 'DELETE') worker.known.released.add(id); // from here on nobody may think that it is held
  if (method === 'DELETE') await untilAnswered(worker, question, allowed);
  else await once(worker, question, allowed);
}

/** Cut, sold out, restocked, or something that is still to come. */
async function changeStock(worker: Worker): Promise<void> {
  const rows = (['moved1', 'moved2'] as const).slice(below(worker, 2)).map((sku) => ({
    warehouseId: below(worker, 2) === 0 ? 'Krasnodar' : 'Rostov',
    sku,
    quantity: below(worker, 60),
    ...(below(worker, 3) === 0 ? { availableFrom: `2026-06-1${below(worker, 9)}T05:00:00Z` } : {}),
  }));
  await once(worker, ['POST', '/network/stock', { rows }], [200]);
}
