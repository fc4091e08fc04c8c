import { z } from 'zod';
import type { Role } from '../common.ts';

/** `public`: no login. `any`: whoever is signed in. Otherwise the roles that may. */
export type Access = 'public' | 'any' | readonly Role[];

export interface Endpoint {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** below /api/v1, `:name` marks a parameter */
  path: string;
  access: Access;
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** `multipart` has one file in the field `file`; `bytes` and `geojson` are what the reply is */
  accepts?: 'multipart';
  replies?: 'bytes';
  /** status → shape of the reply */
  responses: Record<number, z.ZodType>;
}

export const STAFF = ['dispatcher', 'manager', 'admin'] as const;
export const ADMIN = ['admin'] as const;
export const Ok = z.object({ ok: z.literal(true) });
export const FeatureCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.record(z.string(), z.unknown())),
});
