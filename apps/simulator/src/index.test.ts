import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CUSTOMER_KEYS, DEMO_CUSTOMER, PLACES } from './cast.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './index.ts';
import { type FakeKaravan, startFakeKaravan } from './karavan.fixture.ts';

const START = new Date('2026-11-22T06:00:25Z');
const HOUR_MS = 3_600_000;
const DEMO_ID = '00000000-0000-4000-8000-00000000d000';

let karavan: FakeKaravan;
let simulator: Simulator | undefined;

async function start(more: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const log = { info: () => undefined, warn: () => undefined };
  simulator = await startSimulator({ apiUrl: karavan.url, token: 'key', demoCustomerId: DEMO_ID, startAt: START, log, ...more });
  return simulator;
}
const taken = (path: string) => karavan.taken.get(path) ?? [];

beforeEach(async () => {
  karavan = await startFakeKaravan({ token: 'key' });
});
afterEach(async () => {
  await simulator?.stop();
  simulator = undefined;
  await karavan.stop();
});

describe('the simulator', () => {
  it('sets the stage through the public API', async () => {
    await start();
    expect(taken('/companies').length).toBe(CUSTOMER_KEYS.length - 1);
    expect(taken('/sites').length).toBe(PLACES.length);
    expect(taken('/vehicles').length).toBe(25);
    expect(taken('/devices').length).toBe(25);
    const shipments = taken('/shipments') as { customerId: string; orderNumber: string; massKg: number }[];
    expect(shipments.length).toBeGreaterThan(30);
    expect(shipments.filter(({ customerId }) => customerId === DEMO_ID).length).toBeGreaterThanOrEqual(8);
    expect(shipments.find(({ orderNumber }) => orderNumber === '10431')).toMatchObject({ massKg: 70_000 });
  });

  it('brings three days of reports, oldest first', async () => {
    await start();
    const stamps = taken('/reports') as string[];
    expect(stamps.length).toBe(13);
    expect(stamps).toEqual([...stamps].sort());
    expect([stamps[0], stamps.at(-1)]).toEqual(['202611190600', '202611220600']);
  });

  it('makes the demo customer where none is given', async () => {
    const { demoCustomerId, stop } = await startSimulator({
      apiUrl: karavan.url,
      token: 'key',
      startAt: START,
      log: { info: () => undefined, warn: () => undefined },
    });
    expect(taken('/companies').length).toBe(CUSTOMER_KEYS.length);
    expect(demoCustomerId).toMatch(/^0{8}-/);
    expect(CUSTOMER_KEYS).toContain(DEMO_CUSTOMER);
    await stop();
  });

  it('sends where the trucks are', async () => {
    await start({ truckEverySeconds: [0.02, 0.05] });
    const devices = () => new Set(karavan.positions.map((query) => new URLSearchParams(query).get('id')));
    await expect.poll(() => devices().size, { timeout: 10_000 }).toBe(25);
    expect(karavan.positions.length).toBeGreaterThan(25);
  });

  it('goes on where it was on kept data: the same beginning, nothing twice', async () => {
    const first = await start();
    const { world } = first;
    await first.stop();
    const before = new Map([...karavan.taken].map(([path, bodies]) => [path, bodies.length]));
    const again = await start({ startAt: new Date(START.getTime() + 90_000) });
    expect(again.world.anchor).toEqual(world.anchor);
    for (const path of ['/companies', '/sites', '/reports', '/shipments']) expect(taken(path).length).toBe(before.get(path));
  });

  it('after a longer pause brings the reports and orders that are missing', async () => {
    await (await start()).stop();
    const orders = taken('/shipments').length;
    await start({ startAt: new Date(START.getTime() + 13 * HOUR_MS) });
    expect((taken('/reports') as string[]).slice(-2)).toEqual(['202611221200', '202611221800']);
    expect(taken('/shipments').length).toBeGreaterThan(orders);
  });

  it('enters new orders while it runs', async () => {
    await start({ speed: 20_000 });
    const orders = taken('/shipments').length;
    await expect.poll(() => taken('/shipments').length, { timeout: 15_000, interval: 200 }).toBeGreaterThan(orders);
  });

  it('gives a railway account with the same world', async () => {
    const { accountUrl, accountLogin, accountPassword } = await start();
    expect(accountLogin && accountPassword).toBeTruthy();
    const page = await (await fetch(`${accountUrl}/sign_in`)).text();
    expect(page).toContain('<meta name="csrf-token"');
  });

  it('leaves nothing behind when the stage cannot be set', async () => {
    await expect(start({ token: 'other' })).rejects.toThrow('/shipments was answered with 401');
  });
});
