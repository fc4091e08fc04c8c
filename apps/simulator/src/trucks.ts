/** The trackers of all trucks: each reports every few seconds, at moments of its own. */
import type { WorldClock } from './clock.ts';
import { createPrng } from './prng.ts';
import { fixAt } from './road/fix.ts';
import { createTruckSender, type SenderOptions, type SenderState } from './road/truck-sender.ts';
import type { World } from './world.ts';

export interface TrucksOptions extends SenderOptions {
  world: World;
  now: WorldClock;
  /** least and most seconds of real time between two positions of a truck */
  everySeconds?: readonly [number, number];
}

export interface Trucks {
  /** of all senders together */
  state(): SenderState;
  stop(): Promise<void>;
}

export function startTrucks(options: TrucksOptions): Trucks {
  const { world, now, everySeconds = [3, 5], ...sender } = options;
  const trackers = world.trucks.map((truck) => {
    const chance = createPrng(world.seed, `tracker ${truck.cast.deviceId}`);
    const tracker = createTruckSender(sender);
    let timer: NodeJS.Timeout;
    const report = () => {
      const at = now();
      tracker.push(fixAt(truck, at.getTime() - world.anchor.getTime()), at);
      timer = setTimeout(report, chance.between(...everySeconds) * 1000);
    };
    // the first ones spread over the interval, so that they do not all report at once
    timer = setTimeout(report, chance.between(0, everySeconds[1]) * 1000);
    return { tracker, stop: () => clearTimeout(timer) };
  });
  return {
    state: () => sum(trackers.map(({ tracker }) => tracker.state())),
    async stop() {
      for (const { stop } of trackers) stop();
      await Promise.all(trackers.map(({ tracker }) => tracker.stop()));
    },
  };
}

function sum(states: readonly SenderState[]): SenderState {
  return {
    sent: states.reduce((all, { sent }) => all + sent, 0),
    failed: states.reduce((all, { failed }) => all + failed, 0),
    lost: states.reduce((all, { lost }) => all + lost, 0),
    waiting: states.reduce((all, { waiting }) => all + waiting, 0),
    problem: states.find(({ problem }) => problem !== undefined)?.problem,
  };
}
