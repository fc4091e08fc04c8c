import { z } from 'zod';

/** What the API reads from its environment; the all-in-one program reads the same. */
export const ApiEnv = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('the port of the page and the API'),
  OSMAND_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('a port of its own for OsmAnd / Traccar Client, usually 5055'),
  PUBLIC_URL: z.url().optional().describe('the address people reach this installation at; share links begin with it'),
  TILE_URL: z.string().optional().describe('an online map tile address such as https://tiles.example/{z}/{x}/{y}.png'),
  TILE_ATTRIBUTION: z.string().optional().describe('what the owner of the tiles wants shown'),
  SECRET_KEY: z
    .string()
    .min(16)
    .optional()
    .describe('seals the passwords of sources; the same for every process; at least 16 characters'),
  SESSION_DAYS: z.coerce.number().int().min(1).max(365).default(14).describe('how long a sign-in lasts'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('how much is logged'),
});
export type ApiEnv = z.infer<typeof ApiEnv>;
