import { setTimeout as sleep } from 'node:timers/promises';
import { createNews } from '@karavan/bus';
import { createLogger } from '@karavan/runtime';
import { takeRevision } from '@karavan/store';
import { LIVE_TOPIC } from '@karavan/usecases';
import { type Child, startChild } from './fanout/child.ts';
import { FIRST_ROUND_SECONDS, type Heard, type Order, type Score, type Told } from './fanout/messages.ts';
import { type Audience, type FanoutStage, setFanoutStage } from './fanout/stage.ts';
import { cpuMsOf } from './support/cpu.ts';
import { type Figure, say } from './support/figures.ts';
import { startApi } from './support/installation.ts';

const SOCKETS = Number(process.env['FANOUT_SOCKETS'] ?? 500);
const DELTA = 100;
const EVERY_MS = 100;
const TURNS = 3;
const TURN_SECONDS = Number(process.env['FANOUT_SECONDS'] ?? 10);
const LIMIT = 1.5;
/** until the last batch is at the sockets, where nothing else goes on and where much does */
const SETTLE_MS = 1_000;
const MOST_SETTLE_MS = 30_000;

/** Who watches: everybody the whole fleet, or most of them only what carries their own cargo. */
const MIXES = [
  { name: `${SOCKETS} dispatchers`, dispatchers: SOCKETS, customers: 0 },
  {
    name: `${SOCKETS / 5} dispatchers, ${(SOCKETS * 4) / 5} of 40 customers`,
    dispatchers: SOCKETS / 5,
    customers: (SOCKETS * 4) / 5,
  },
];

interface Hall {
  apiPid: number;
  sockets: Child;
  bare: Child;
  audiences: readonly Audience[];
  move: Mover['move'];
}

/** 500 sockets, deltas of 100 markers, ten a second: the live gateway beside `ws` that sends the very same bytes. */
export async function benchFanout(): Promise<Figure[]> {
  const stage = await setFanoutStage();
  const closing = [() => stage.installation.close()];
  try {
    const api = await startApi(stage.installation);
    closing.push(api.stop);
    const mover = await startMover(stage);
    closing.push(mover.close);
    const figures: Figure[] = [];
    for (const mix of MIXES) {
      const sockets = startChild(new URL('./fanout/sockets.ts', import.meta.url));
      const bare = startChild(new URL('./fanout/bare-ws.ts', import.meta.url));
      try {
        const { url: bareUrl } = (await bare.heard()) as { url: string };
        const audiences = await stage.audiences(mix);
        await order(sockets, { do: 'open', url: api.url, audiences });
        const bareAudiences = audiences.map(({ tokens, assetIds }) => ({ size: tokens.length, assetIds }));
        await order(sockets, { do: 'open bare', url: bareUrl, audiences: bareAudiences });
        say(`${mix.name}: all sockets are open`);
        figures.push(...(await measure(mix.name, { apiPid: api.pid, sockets, bare, audiences, move: mover.move })));
      } finally {
        await sockets.stop();
        await bare.stop();
      }
    }
    return figures;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function measure(name: string, hall: Hall): Promise<Figure[]> {
  await hall.move(3); // every socket hears of every marker, and the programs are warm
  await sleep(SETTLE_MS);
  let ours = 0;
  let theirs = 0;
  let wrong = 0;
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const product = await driveProduct(hall);
    const bare = await driveBare(hall, product.heard);
    ours += product.cpuMs;
    theirs += bare.cpuMs;
    wrong += product.wrong + bare.wrong;
    say(
      `turn ${turn}: gateway ${product.cpuMs} ms of CPU, bare ws ${bare.cpuMs} ms, ratio ${(product.cpuMs / bare.cpuMs).toFixed(2)}; ` +
        `${product.moves} moves, ${product.frames} frames, ${(product.bytes / 1e6).toFixed(0)} MB`,
    );
  }
  return [
    { promise: `fan-out, ${name}: CPU to bare ws`, measured: ours / theirs, limit: LIMIT, unit: '' },
    { promise: `fan-out, ${name}: sockets that heard too little or too much`, measured: wrong, limit: 0, unit: '' },
  ];
}

async function driveProduct({ apiPid, sockets, audiences, move }: Hall) {
  await order(sockets, { do: 'listen' });
  const before = await cpuMsOf([apiPid]);
  const moved = await move(TURN_SECONDS);
  const expected = audiences.map(({ assetIds }) => {
    const theirs = new Set(assetIds);
    return moved.filter((id) => theirs.has(id)).length;
  });
  await settled(sockets, (heard) => expected.every((moves, index) => (heard[index]?.fewest ?? 0) >= moves));
  const cpuMs = (await cpuMsOf([apiPid])) - before;
  const live = (await order(sockets, { do: 'tell', recorded: true })).slice(0, audiences.length);
  const wrong = live.filter((one, index) => {
    const isRight = one.fewest === expected[index] && one.most === expected[index] && one.foreign === 0;
    if (!isRight) say(`audience ${index}: ${one.fewest} to ${one.most} moves, not ${expected[index]}; ${one.foreign} foreign`);
    return !isRight;
  });
  const sum = (of: (one: Heard) => number) => live.reduce((total, one) => total + of(one), 0);
  return {
    cpuMs,
    heard: live,
    wrong: wrong.reduce((total, one) => total + one.sockets, 0),
    moves: moved.length,
    frames: sum(({ frames }) => frames),
    bytes: sum(({ bytes }) => bytes),
  };
}

/** The recorded frames once more, at the same moments, to as many sockets. */
async function driveBare({ bare, sockets, audiences }: Hall, live: readonly Heard[]) {
  bare.tell({ score: scoreOf(live) });
  await order(sockets, { do: 'listen' });
  await sleep(SETTLE_MS); // what is to be sent is read before the clock runs
  const before = await cpuMsOf([bare.pid]);
  await bare.ask('play');
  const bareOnes = (heard: readonly Heard[]) => heard.slice(audiences.length);
  await settled(sockets, (heard) => live.every(({ bytes }, index) => (bareOnes(heard)[index]?.bytes ?? 0) >= bytes));
  const cpuMs = (await cpuMsOf([bare.pid])) - before;
  const heard = bareOnes(await order(sockets, { do: 'tell', recorded: false }));
  const wrong = live.filter(({ bytes, frames }, index) => heard[index]?.bytes !== bytes || heard[index]?.frames !== frames);
  for (const { bytes, frames } of wrong) say(`the bare server did not send ${frames} frames of ${bytes} bytes`);
  return { cpuMs, wrong: wrong.reduce((total, { sockets: count }) => total + count, 0) };
}

/** Waits until all of it is heard, and a moment for what should not come; what is still missing then is wrong. */
async function settled(sockets: Child, isAllHeard: (heard: readonly Heard[]) => boolean): Promise<void> {
  await sleep(SETTLE_MS);
  const until = performance.now() + MOST_SETTLE_MS;
  while (performance.now() < until && !isAllHeard(await order(sockets, { do: 'tell', recorded: false }))) await sleep(250);
}

/** What comes within one beat of the clock is sent in one. */
function scoreOf(live: readonly Heard[]): Score {
  const all = live.flatMap(({ recorded }, audience) => recorded.map(({ at, text }) => ({ at, audience, text })));
  all.sort((a, b) => a.at - b.at);
  const score: Score = [];
  const beganAt = all[0]?.at ?? 0;
  for (const { at, audience, text } of all) {
    const afterMs = at - beganAt;
    const last = score.at(-1);
    if (last !== undefined && afterMs - last.afterMs < EVERY_MS) last.messages.push({ audience, text });
    else score.push({ afterMs, messages: [{ audience, text }] });
  }
  return score;
}

async function order(child: Child, what: Order): Promise<Heard[]> {
  const { error, heard } = (await child.ask(what)) as Told;
  if (error !== undefined) throw new Error(`${what.do}: ${error}`);
  return heard ?? [];
}

interface Mover {
  /** Moves the next hundred markers ten times a second; gives the id of each as often as it was moved. */
  move(seconds: number): Promise<string[]>;
  close(): Promise<void>;
}

async function startMover({ installation, assetIds }: FanoutStage): Promise<Mover> {
  const { db, databaseUrl, companyId } = installation;
  const news = await createNews({ databaseUrl, log: createLogger({ level: 'warn', name: 'bench' }) });
  let turn = 0;

  async function moveSome(): Promise<string[]> {
    const from = (turn * DELTA) % assetIds.length;
    const round = 1 + Math.floor((turn * DELTA) / assetIds.length);
    turn += 1;
    const ids = assetIds.slice(from, from + DELTA);
    await db.system(async (tx) => {
      await tx.many(
        'UPDATE assets SET lat = lat + 0.0001, lon = lon + 0.00025, at = to_timestamp($1), revision = $2 WHERE company_id = $3 AND id = ANY($4)',
        [FIRST_ROUND_SECONDS + round, await takeRevision(tx), companyId, ids],
      );
    });
    await news.publish(LIVE_TOPIC);
    return ids;
  }

  return {
    async move(seconds) {
      const moved: string[] = [];
      const beganAt = performance.now();
      for (let delta = 0; delta * EVERY_MS < seconds * 1000; delta += 1) {
        await sleep(beganAt + delta * EVERY_MS - performance.now());
        moved.push(...(await moveSome()));
      }
      return moved;
    },
    close: news.close,
  };
}
