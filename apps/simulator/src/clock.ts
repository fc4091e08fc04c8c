/** The world's time: real time, or a multiple of it for tests. Starts at `startAt` when it is made. */
export type WorldClock = () => Date;

export function createWorldClock({ startAt, speed = 1 }: { startAt: Date; speed?: number }): WorldClock {
  const realStart = performance.now();
  return () => new Date(startAt.getTime() + (performance.now() - realStart) * speed);
}
