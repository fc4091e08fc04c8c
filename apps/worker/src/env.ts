import { z } from 'zod';
import type { ChannelSettings } from './channels/start.ts';
import type { RzdSettings } from './start.ts';

const port = (what: string) => z.coerce.number().int().min(1).max(65_535).optional().describe(what);

/** What the worker reads from its environment; the all-in-one program reads the same. */
export const WorkerEnv = z.object({
  RZD_BASE_URL: z.url().optional().describe('the address of the railway client account, such as https://cargolk.rzd.ru'),
  RZD_LOGIN: z.string().optional().describe('the login of the account; needed with RZD_BASE_URL'),
  RZD_PASSWORD: z.string().optional().describe('its password; needed with RZD_BASE_URL'),
  RZD_POLL_SECONDS: z.coerce.number().min(1).max(86_400).default(900).describe('how often a report is ordered there'),
  FOLDER_ROOT: z.string().optional().describe('the folder below which sources may watch folders; none without it'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('the mail server for alerts, smtp://user:password@host:587 or smtps://…; none are sent without it'),
  SMTP_FROM: z.string().max(254).optional().describe('the sender of these letters, Karavan <cargo@example.com>'),
  WEBHOOK_PRIVATE: z
    .enum(['allow', 'refuse'])
    .default('refuse')
    .describe('whether webhooks of alerts may go to addresses of private networks'),
  ROUTER_URL: z
    .url()
    .optional()
    .describe('an OSRM-compatible server that knows the roads; without it ways are reckoned from the great circle'),
  PUBLIC_URL: z.url().optional().describe('the address people reach this installation at; links in letters begin with it'),
  WORKER_PORT: port('where a worker by itself answers /healthz, /readyz and /metrics; none without it'),
  WIALON_PORT: port('a port for trackers that speak Wialon IPS, usually 5039'),
  EGTS_PORT: port('a port for trackers and platforms that speak EGTS, usually 5162'),
  TELTONIKA_PORT: port('a port for Teltonika trackers, codec 8 and 8E, usually 5027'),
  DEVICE_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(200_000)
    .default(10_000)
    .describe('trackers one port talks to at a time; more are turned away'),
  DEVICE_LOGIN_SECONDS: z.coerce.number().min(1).max(3_600).default(120).describe('who says nothing for so long is sent away'),
  DEVICE_IDLE_SECONDS: z.coerce
    .number()
    .min(1)
    .max(604_800)
    .default(1_800)
    .describe('a tracker that was heard and has been silent for so long is gone, whatever TCP believes'),
  DEVICE_MESSAGE_SECONDS: z.coerce
    .number()
    .min(1)
    .max(86_400)
    .default(600)
    .describe('a message that was begun is whole after so long, or the line ends'),
  DEVICE_PENDING_MB: z.coerce
    .number()
    .min(1)
    .max(65_536)
    .default(128)
    .describe('memory for unfinished messages of all trackers of a port'),
});
export type WorkerEnv = z.infer<typeof WorkerEnv>;

/** The client account to read, if one is configured. @throws Error when only a part of it is */
export function rzdSettings(env: WorkerEnv): RzdSettings | undefined {
  const { RZD_BASE_URL: baseUrl, RZD_LOGIN: login, RZD_PASSWORD: password } = env;
  if (baseUrl === undefined) return undefined;
  if (login === undefined || password === undefined) throw new Error('RZD_BASE_URL needs RZD_LOGIN and RZD_PASSWORD beside it');
  return { baseUrl, login, password, everySeconds: env.RZD_POLL_SECONDS };
}

/** How messages about alerts go out. */
export const channelSettings = (env: WorkerEnv): ChannelSettings => ({
  smtpUrl: env.SMTP_URL,
  from: env.SMTP_FROM,
  publicUrl: env.PUBLIC_URL ?? null,
  allowPrivate: env.WEBHOOK_PRIVATE === 'allow',
});
