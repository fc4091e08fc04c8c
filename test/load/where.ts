import type { WhereReply } from '@karavan/contracts';
import type { z } from 'zod';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';
import { type HttpClient, openHttp, signIn } from './support/http.ts';
import { type Installation, startApi, startInstallation } from './support/installation.ts';
import { makeQuestions, type Question } from './where/questions.ts';
import type { Customer } from './where/shipments.ts';
import { fillWorld, type World } from './where/world.ts';

const LIMIT_MS = 20;
/** The promise is about an answer; the second round shows how many the machine gives when it does nothing else. */
const ROUNDS = [
  { concurrency: 1, questions: 4_000 },
  { concurrency: 4, questions: 8_000 },
];
const WARM_UP = 400;
/** A round ends then, however few were asked: a slow answer must not make a slow bench. */
const ROUND_MS = 90_000;
const EMPTY_REQUESTS = 300;

/** "Where is my cargo" is answered within 20 ms, however much is stored. */
export async function benchWhere(): Promise<Figure[]> {
  const installation = await startInstallation();
  try {
    const world = await fillWorld(installation);
    const api = await startApi(installation);
    try {
      return await askAll({ installation, world, url: api.url });
    } finally {
      await api.stop();
    }
  } finally {
    await installation.close();
  }
}

interface Asker {
  login: string;
  token: string;
  questions: Question[];
}
interface Asked {
  kind: string;
  login: string;
  ms: number;
}

export async function askAll(input: { installation: Installation; world: World; url: string }): Promise<Figure[]> {
  const askers = await signInAll(input);
  const figures: Figure[] = [];
  await askRound(askers, { url: input.url, concurrency: 4, count: WARM_UP });
  for (const { concurrency, questions } of ROUNDS) {
    const since = performance.now();
    const asked = await askRound(askers, { url: input.url, concurrency, count: questions });
    const perSecond = (asked.length * 1000) / (performance.now() - since);
    say(`\n${concurrency} at a time, ${asked.length} questions, ${perSecond.toFixed(0)} a second`);
    const empty = await askNothing(input.url, concurrency);
    printQuantiles('the machine', new Map([['a request that asks nothing', empty]]));
    printQuantiles(
      'question',
      groupedBy(asked, ({ kind }) => kind),
    );
    printQuantiles(
      'login',
      groupedBy(asked, ({ login }) => login),
    );
    if (concurrency > 1) continue;
    figures.push({
      promise: 'where: 99 of 100 answers',
      measured: quantile(
        asked.map(({ ms }) => ms),
        0.99,
      ),
      limit: LIMIT_MS,
      unit: 'ms',
    });
  }
  return figures;
}

/** Half of the questions come from the company's own people, half from the largest customer, a middling and a small one. */
async function signInAll(input: { installation: Installation; world: World; url: string }): Promise<Asker[]> {
  const { world, installation } = input;
  const client = openHttp({ url: input.url, connections: 1 });
  const staff = { login: 'dispatcher', customer: undefined, count: 6_000 };
  const customers = sampleCustomers(world).map((customer) => ({ ...customer, count: 2_000 }));
  const askers: Asker[] = [];
  for (const { login, customer, count } of [staff, ...customers]) {
    const email = `person${askers.length}@bench.example`;
    await installation.addPerson({ email, role: customer ? 'customer' : 'dispatcher', customerId: customer?.id ?? null });
    const questions = makeQuestions(world, { count, ...(customer ? { customer } : {}) });
    askers.push({ login, token: await signIn(client, email), questions });
  }
  client.close();
  return askers;
}

/** Of those with cargo on the rails and on the road: the largest, a middling one, the smallest. */
function sampleCustomers(world: World): { login: string; customer: Customer }[] {
  const shipments = new Map<string, { all: number; rail: number; road: number }>();
  for (const cargo of world.cargo) {
    const count = shipments.get(cargo.customer.id) ?? { all: 0, rail: 0, road: 0 };
    count.all += 1;
    if (cargo.isOpen && cargo.wagons.length > 0) count.rail += 1;
    if (cargo.plates.length > 0) count.road += 1;
    shipments.set(cargo.customer.id, count);
  }
  const sizeOf = (customer: Customer) => shipments.get(customer.id)?.all ?? 0;
  const ranked = world.customers
    .filter(({ id }) => (shipments.get(id)?.rail ?? 0) > 0 && (shipments.get(id)?.road ?? 0) > 0)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  return [ranked[0], ranked[Math.floor(ranked.length / 2)], ranked.at(-1)].flatMap((customer) =>
    customer === undefined ? [] : [{ login: `customer with ${sizeOf(customer)} shipments`, customer }],
  );
}

async function askRound(askers: readonly Asker[], input: { url: string; concurrency: number; count: number }): Promise<Asked[]> {
  const client = openHttp({ url: input.url, connections: input.concurrency });
  const asked: Asked[] = [];
  const until = performance.now() + ROUND_MS;
  let next = 0;
  const work = async () => {
    for (let turn = next++; turn < input.count && performance.now() < until; turn = next++) {
      const asker = askers[turn % 2 === 0 ? 0 : 1 + (((turn - 1) / 2) % (askers.length - 1))];
      const question = asker?.questions[turn % asker.questions.length];
      if (asker && question) asked.push(await askOne(client, { asker, question }));
    }
  };
  await Promise.all(Array.from({ length: input.concurrency }, work));
  client.close();
  return asked;
}

/** How fast the machine is at this moment: the same way there and back, without a question. */
async function askNothing(url: string, concurrency: number): Promise<number[]> {
  const client = openHttp({ url, connections: concurrency });
  const work = async () => {
    const took: number[] = [];
    while (took.length < EMPTY_REQUESTS) took.push((await client.get('/healthz')).ms);
    return took;
  };
  const took = await Promise.all(Array.from({ length: concurrency }, work));
  client.close();
  return took.flat();
}

async function askOne(client: HttpClient, { asker, question }: { asker: Asker; question: Question }): Promise<Asked> {
  const reply = await client.get(`/api/v1/where?q=${encodeURIComponent(question.text)}`, {
    authorization: `Bearer ${asker.token}`,
  });
  const answers = reply.status === 200 ? (JSON.parse(reply.body) as z.infer<typeof WhereReply>).answers.length : undefined;
  const right = { answers: (answers ?? 0) > 0, nothing: answers === 0, either: answers !== undefined }[question.expects];
  if (!right)
    throw new Error(
      `${asker.login} asked for ${question.kind} «${question.text}» and got ${reply.status} ${reply.body.slice(0, 300)}`,
    );
  return { kind: question.kind, login: asker.login, ms: reply.ms };
}

function groupedBy(asked: readonly Asked[], key: (one: Asked) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const one of asked) groups.set(key(one), [...(groups.get(key(one)) ?? []), one.ms]);
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b)));
}
