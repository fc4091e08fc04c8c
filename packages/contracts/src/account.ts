import { z } from 'zod';
import { Language, Role } from './common.ts';

export const Login = z.object({ email: z.string().min(3).max(254), password: z.string().min(1).max(500) });

export const User = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  /** the company this person belongs to: the shipper's, or for a customer his own */
  companyId: z.string(),
  companyName: z.string(),
  language: Language,
});
export type User = z.infer<typeof User>;

export const LoginReply = z.object({ token: z.string(), user: User });

export const NewUser = z.object({
  email: z.email().max(254),
  password: z.string().min(10).max(500),
  name: z.string().min(1).max(200),
  role: Role,
  /** a customer's company; required for the role customer, refused for the others */
  companyId: z.guid().optional(),
  language: Language.optional(),
});
export type NewUser = z.infer<typeof NewUser>;

export const Company = z.object({
  id: z.string(),
  kind: z.enum(['operator', 'customer']),
  name: z.string(),
  okpo: z.string().nullable(),
});
export type Company = z.infer<typeof Company>;

export const NewCompany = z.object({
  name: z.string().min(1).max(300),
  okpo: z
    .string()
    .regex(/^\d{8,10}$/)
    .optional(),
});

export const NewApiKey = z.object({ name: z.string().min(1).max(100) });
export const ApiKey = z.object({ id: z.string(), name: z.string(), prefix: z.string(), createdAt: z.string() });
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyCreated = ApiKey.extend({ key: z.string() });

export const AuditEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What the page needs before anyone has signed in. */
export const ClientConfig = z.object({
  demo: z.boolean(),
  companyName: z.string(),
  tileUrl: z.string().nullable(),
  tileAttribution: z.string().nullable(),
  version: z.string(),
});
export type ClientConfig = z.infer<typeof ClientConfig>;
