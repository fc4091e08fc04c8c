import { z } from 'zod';
import { Instant, Lat, Lon } from './common.ts';
import { Deadline, Eta } from './rail.ts';

export const WhereQuery = z.object({ q: z.string().trim().min(1).max(200) });

export const WhereAnswer = z.object({
  kind: z.enum(['wagon', 'truck', 'shipment', 'order', 'train']),
  id: z.string(),
  title: z.string(),
  /** what, where, since when, how far, when it arrives, in time or not; plain text in the language asked for */
  sentence: z.string(),
  status: z.string(),
  position: z.object({ lat: Lat, lon: Lon, at: Instant, place: z.string().optional() }).optional(),
  remainingKm: z.number().optional(),
  idleDays: z.number().optional(),
  eta: Eta.optional(),
  deadline: Deadline.optional(),
  late: z.boolean().nullable(),
  shipmentIds: z.array(z.string()),
  evidence: z.record(z.string(), z.unknown()),
  score: z.number(),
});
export type WhereAnswer = z.infer<typeof WhereAnswer>;

export const WhereReply = z.object({ query: z.string(), answers: z.array(WhereAnswer) });
export type WhereReply = z.infer<typeof WhereReply>;
