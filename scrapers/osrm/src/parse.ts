import type { Route } from '@karavan/contracts';
import { z } from 'zod';

const Reply = z.object({
  code: z.string(),
  routes: z.array(z.object({ distance: z.number().nonnegative(), duration: z.number().nonnegative() })).optional(),
});

/**
 * The shortest of what an OSRM server answers, metres and seconds there; undefined where it knows no way (`NoRoute`, `NoSegment`).
 * Throws on anything that is not such an answer.
 */
export function parseRoute(reply: unknown): Route | undefined {
  const { code, routes } = Reply.parse(reply);
  if (code === 'NoRoute' || code === 'NoSegment') return undefined;
  const [best] = routes ?? [];
  if (code !== 'Ok' || best === undefined) throw new Error(`the router answered ${code}`);
  return { km: best.distance / 1000, minutes: best.duration / 60 };
}
