/**
 * A world to run Karavan against: an account of the railway with moving wagons, trucks that report where they are, and
 * customers with orders. It speaks to Karavan over its public interfaces only.
 */
import { startAccount } from './account/account.ts';
import { findAnchor } from './anchor.ts';
import { createWorldClock } from './clock.ts';
import { clientOf, seedDemo, seedOrders } from './seed.ts';
import { startTrucks } from './trucks.ts';
import { createWorld, type World } from './world.ts';

export { type Account, type AccountOptions, type Served, startAccount } from './account/account.ts';
export { reportCells } from './account/report-cells.ts';
export { type ReportFormat, reportBytes } from './account/report-file.ts';
export { createWorldClock, type WorldClock } from './clock.ts';
export { composeMail, type Mail } from './mail/compose-mail.ts';
export { type MailServer, type MailServerOptions, startMailServer } from './mail/mail-server.ts';
export { sendMail } from './mail/send-mail.ts';
export { startMovizorServer } from './movizor/movizor-server.ts';
export type { WagonRow } from './rail/wagon-row.ts';
export { createTruckSender, osmandUrl, type SenderState } from './road/truck-sender.ts';
export { type SeedOptions, seedDemo } from './seed.ts';
export { type Spv4664Server, startSpv4664Server } from './spv4664/spv4664-server.ts';
export { startTraccarServer } from './traccar/traccar-server.ts';
export type { TrackedFix, TrackingService } from './tracking-service.ts';
export { startTrucks, type Trucks } from './trucks.ts';
export { startWialonServer } from './wialon/wialon-server.ts';
export { createWorld, type WagonNews, type World } from './world.ts';

/** What the simulator says of itself; a pino logger fits. */
export interface SimulatorLog {
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
}

export interface SimulatorOptions {
  /** where Karavan answers, without `/api/v1` */
  apiUrl: string;
  /** bearer token of an admin */
  token: string;
  /** the same seed gives the same world; default 1 */
  seed?: number;
  demoCustomerId?: string;
  /** the world's present when this is called; on kept data the world goes on from its own beginning */
  startAt: Date;
  /** world time per real time, for tests; default 1 */
  speed?: number;
  /** seconds between two positions of a truck, least and most */
  truckEverySeconds?: readonly [number, number];
  /** how long the account prepares a report, ms */
  preparationMs?: number;
  log: SimulatorLog;
}

export interface Simulator {
  accountUrl: string;
  accountLogin: string;
  accountPassword: string;
  demoCustomerId: string;
  world: World;
  stop(): Promise<void>;
}

const DEFAULT_SEED = 1;
const LOGIN = 'demo@karavan.example';
const PASSWORD = 'karavan-account';
/** A dispatcher looks this often for new orders, ms. */
const ORDERS_EVERY_MS = 60_000;
const HEALTH_EVERY_MS = 30_000;

/** Resolves when the stage is set and everything moves. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { apiUrl, token, seed = DEFAULT_SEED, startAt, speed = 1, log } = options;
  const stopping = new AbortController();
  const now = createWorldClock({ startAt, speed });
  const client = clientOf({ apiUrl, token, signal: stopping.signal });
  const anchor = (await findAnchor(client, seed)) ?? startAt;
  const demoCustomer = (await client.listCompanies()).find(({ id }) => id === options.demoCustomerId);
  const world = createWorld({ seed, anchor, demoCustomerName: demoCustomer?.name });
  const account = await startAccount({
    login: LOGIN,
    password: PASSWORD,
    rows: (at) => world.wagonRows(at),
    now,
    ...(options.preparationMs === undefined ? {} : { preparationMs: options.preparationMs }),
  });
  const { demoCustomerId, stage } = await seedDemo({
    apiUrl,
    token,
    world,
    now: now(),
    signal: stopping.signal,
    ...(options.demoCustomerId === undefined ? {} : { demoCustomerId: options.demoCustomerId }),
  }).catch(async (error: unknown) => {
    await account.stop();
    throw error;
  });
  const trucks = startTrucks({
    world,
    now,
    ingestUrl: apiUrl,
    ...(options.truckEverySeconds ? { everySeconds: options.truckEverySeconds } : {}),
  });

  let entering: Promise<unknown> = Promise.resolve();
  const orders = setInterval(
    () => {
      entering = seedOrders(client, { world, now: now(), stage }).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          log.warn({ event: 'simulator.orders_not_entered', error }, 'new orders could not be entered');
      });
    },
    Math.max(1_000, ORDERS_EVERY_MS / speed),
  );
  const health = setInterval(() => {
    const state = trucks.state();
    if (state.problem !== undefined) log.warn({ event: 'simulator.trucks_waiting', ...state }, 'positions are not accepted');
  }, HEALTH_EVERY_MS);
  log.info(
    { event: 'simulator.started', seed, anchor: world.anchor.toISOString(), accountUrl: account.url },
    'the demo world runs',
  );

  return {
    accountUrl: account.url,
    accountLogin: account.login,
    accountPassword: account.password,
    demoCustomerId,
    world,
    async stop() {
      clearInterval(orders);
      clearInterval(health);
      stopping.abort();
      await Promise.all([trucks.stop(), account.stop(), entering]);
    },
  };
}
