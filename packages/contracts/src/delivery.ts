import { z } from 'zod';
import { ALERT_KINDS, AlertKind, Severity } from './alert.ts';
import { Instant, PageQuery, Role } from './common.ts';

export const CHANNEL_KINDS = ['email', 'webhook'] as const;
export const ChannelKind = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof ChannelKind>;

export const EmailSettings = z
  .object({
    /** everybody of the company in these roles; a customer's people hear of their own cargo only, inside its window */
    roles: z.array(Role).max(4).default([]),
    addresses: z.array(z.email().max(254)).max(50).default([]),
    /** of the addresses; people are written to in their own language */
    language: z.enum(['ru', 'en']).default('ru'),
  })
  .refine(({ roles, addresses }) => roles.length + addresses.length > 0, {
    path: ['roles'],
    message: 'name a role or an address: somebody has to get it',
  });
export type EmailSettings = z.infer<typeof EmailSettings>;

export const WebhookSettings = z.object({
  url: z.url({ protocol: /^https?$/ }).max(1000),
});
export type WebhookSettings = z.infer<typeof WebhookSettings>;

const About = {
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean().default(true),
  /** empty: every kind */
  kinds: z.array(AlertKind).max(ALERT_KINDS.length).default([]),
  minSeverity: Severity.default('warning'),
  /** one more message when it is over */
  tellEnd: z.boolean().default(false),
};

export const NewAlertChannel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('email'), ...About, settings: EmailSettings }),
  z.object({ kind: z.literal('webhook'), ...About, settings: WebhookSettings }),
]);
export type NewAlertChannel = z.infer<typeof NewAlertChannel>;

export const AlertChannelChange = z.object({
  name: About.name.optional(),
  enabled: z.boolean().optional(),
  kinds: z.array(AlertKind).max(ALERT_KINDS.length).optional(),
  minSeverity: Severity.optional(),
  tellEnd: z.boolean().optional(),
  settings: z.union([WebhookSettings, EmailSettings]).optional(),
});
export type AlertChannelChange = z.infer<typeof AlertChannelChange>;

export const AlertChannel = z.object({
  id: z.string(),
  kind: ChannelKind,
  name: z.string(),
  enabled: z.boolean(),
  kinds: z.array(AlertKind),
  minSeverity: Severity,
  tellEnd: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  waiting: z.number().int(),
  dead: z.number().int(),
  lastSentAt: Instant.nullable(),
  lastError: z.string().nullable(),
});
export type AlertChannel = z.infer<typeof AlertChannel>;

/** The secret of a webhook is shown this once. */
export const AlertChannelMade = AlertChannel.extend({ secret: z.string().optional() });
export type AlertChannelMade = z.infer<typeof AlertChannelMade>;

export const DELIVERY_STATES = ['waiting', 'sent', 'dead'] as const;
export const DeliveryState = z.enum(DELIVERY_STATES);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** One message to one place; `id` is the `webhook-id`, the same however often it is sent. */
export const Delivery = z.object({
  id: z.string(),
  channelId: z.string(),
  channelName: z.string(),
  channelKind: ChannelKind,
  alertId: z.string().nullable(),
  change: z.enum(['opened', 'ended', 'test']),
  recipient: z.string(),
  state: DeliveryState,
  attempts: z.number().int(),
  createdAt: Instant,
  dueAt: Instant,
  sentAt: Instant.nullable(),
  lastError: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const DeliveryQuery = PageQuery.extend({ state: DeliveryState.optional(), channelId: z.guid().optional() });
