import { z } from 'zod';

/** The way of a truck as a router knows it. */
export const Route = z.object({ km: z.number().nonnegative(), minutes: z.number().nonnegative() });
export type Route = z.infer<typeof Route>;

/** Somebody who knows the roads. */
export interface Router {
  /** Undefined where it knows no way, or does not answer. Never throws. */
  route(ask: {
    from: { lat: number; lon: number };
    to: { lat: number; lon: number };
    signal?: AbortSignal | undefined;
  }): Promise<Route | undefined>;
}
