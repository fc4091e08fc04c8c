import { z } from 'zod';
import { Instant } from './common.ts';
import type { DeviceReading } from './road.ts';

/**
 * Where wagon reports come from by themselves, and `upload`: a fleet whose reports people or other systems send. The last
 * three are tracking services that are asked where the trucks of a carrier are.
 */
export const SOURCE_KINDS = ['rzd-account', 'spv4664', 'mailbox', 'folder', 'upload', 'movizor', 'wialon', 'traccar'] as const;
export const SourceKind = z.enum(SOURCE_KINDS);
export type SourceKind = z.infer<typeof SourceKind>;

const Text = z.string().trim().min(1).max(300);
const HttpUrl = z.url({ protocol: /^https?$/ }).max(500);
const Wagon = z.string().regex(/^\d{8}$/, 'must be the 8 digits of a wagon');

export const RzdAccountSettings = z.object({ baseUrl: HttpUrl, login: Text });
export type RzdAccountSettings = z.infer<typeof RzdAccountSettings>;

export const Spv4664Settings = z.object({
  url: HttpUrl,
  /** `idUser` of the request; some services ask for nothing else */
  userId: Text,
  /** empty: all wagons the user may see, in one request */
  wagons: z.array(Wagon).max(20_000).default([]),
  wagonsPerRequest: z.number().int().min(1).max(1000).default(200),
});
export type Spv4664Settings = z.infer<typeof Spv4664Settings>;

export const MailboxSettings = z
  .object({
    host: Text,
    port: z.number().int().min(1).max(65_535).default(993),
    /** encrypted from the first byte */
    tls: z.boolean().default(true),
    /** without `tls`: no password before the connection is encrypted; else that is done where the server offers it */
    starttls: z.boolean().default(false),
    /** certificates (PEM) that are trusted besides those of the system */
    ca: z
      .string()
      .trim()
      .max(20_000)
      .regex(/^-----BEGIN CERTIFICATE-----/, 'must be a certificate in PEM')
      .optional(),
    login: Text,
    folder: Text.default('INBOX'),
    /** a whole address, or `@` and a domain; mail of anybody else is left alone */
    senders: z
      .array(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^[^\s@]*@[^\s@]+$/, 'must be an address or @ and a domain'),
      )
      .min(1)
      .max(50),
    /** words the subject has to contain; empty: any subject */
    subject: z.string().trim().max(200).default(''),
    /** what is done with a message whose reports are stored */
    whenDone: z.enum(['flag', 'move']).default('flag'),
    moveTo: Text.optional(),
  })
  .refine(({ whenDone, moveTo }) => whenDone === 'flag' || moveTo !== undefined, {
    path: ['moveTo'],
    message: 'name the folder that handled messages are moved to',
  });
export type MailboxSettings = z.infer<typeof MailboxSettings>;

export const FolderSettings = z.object({
  /** absolute; `done` and `failed` are made inside it */
  path: z
    .string()
    .trim()
    .min(2)
    .max(1000)
    .regex(/^(\/|[A-Za-z]:[\\/])/, 'must be an absolute path'),
});
export type FolderSettings = z.infer<typeof FolderSettings>;

const UploadSettings = z.object({});

const PollerLimits = {
  /** how far back positions are fetched of a vehicle that is seen for the first time, and at most after an outage */
  historyHours: z.number().int().min(0).max(720).default(24),
  /** what comes late is looked for so far before the newest position we have */
  overlapMinutes: z.number().int().min(0).max(1440).default(15),
  /** between two requests; services that allow fewer lock the account */
  pauseMs: z.number().int().min(0).max(60_000).default(200),
};

export const MovizorSettings = z.object({
  baseUrl: HttpUrl.default('https://movizor.ru/api_2'),
  /** the project's name in the address; its key is the password */
  project: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,100}$/, 'must be the name of a project'),
  ...PollerLimits,
  pauseMs: PollerLimits.pauseMs.default(1000),
});
export type MovizorSettings = z.infer<typeof MovizorSettings>;

/** The token is the password. */
export const WialonSettings = z.object({ baseUrl: HttpUrl.default('https://hst-api.wialon.com'), ...PollerLimits });
export type WialonSettings = z.infer<typeof WialonSettings>;

export const TraccarSettings = z.object({
  baseUrl: HttpUrl,
  /** the e-mail of a user; empty: the password is a token */
  login: z.string().trim().max(300).default(''),
  ...PollerLimits,
});
export type TraccarSettings = z.infer<typeof TraccarSettings>;

export const SOURCE_SETTINGS = {
  'rzd-account': RzdAccountSettings,
  spv4664: Spv4664Settings,
  mailbox: MailboxSettings,
  folder: FolderSettings,
  upload: UploadSettings,
  movizor: MovizorSettings,
  wialon: WialonSettings,
  traccar: TraccarSettings,
} as const satisfies Record<SourceKind, z.ZodType>;
/** kinds that cannot sign in without a password */
export const NEEDS_PASSWORD: readonly SourceKind[] = ['rzd-account', 'mailbox', 'movizor', 'wialon', 'traccar'];

const base = {
  name: Text.max(100),
  /** between two looks */
  everySeconds: z.number().int().min(1).max(86_400).default(900),
  enabled: z.boolean().default(true),
  /** stored sealed; never given out again */
  password: z.string().min(1).max(500).optional(),
};
const ofKind = <K extends SourceKind>(kind: K) => z.object({ kind: z.literal(kind), settings: SOURCE_SETTINGS[kind], ...base });
/** Trucks move faster than reports are made. */
const ofPoller = <K extends SourceKind>(kind: K) => ofKind(kind).extend({ everySeconds: base.everySeconds.default(60) });
export const NewSource = z.discriminatedUnion('kind', [
  ofKind('rzd-account'),
  ofKind('spv4664'),
  ofKind('mailbox'),
  ofKind('folder'),
  ofKind('upload'),
  ofPoller('movizor'),
  ofPoller('wialon'),
  ofPoller('traccar'),
]);
export type NewSource = z.infer<typeof NewSource>;

/** What is left out stays; `settings`, where given, are the whole of them. */
export const SourceChange = z.object({
  name: Text.max(100).optional(),
  everySeconds: z.number().int().min(1).max(86_400).optional(),
  enabled: z.boolean().optional(),
  password: z.string().min(1).max(500).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});
export type SourceChange = z.infer<typeof SourceChange>;

export const CIRCUITS = ['closed', 'open', 'halfOpen'] as const;
export const Circuit = z.enum(CIRCUITS);
export type Circuit = z.infer<typeof Circuit>;

/**
 * Why a source gave no report. BAD_LOGIN is final until somebody changes the credentials: asking again locks accounts.
 * UNREACHABLE and TIMEOUT pass by themselves; BAD_REPLY means the site changed; REPORT_FAILED that it could not make one.
 */
export const SOURCE_ERROR_CODES = ['BAD_LOGIN', 'UNREACHABLE', 'TIMEOUT', 'BAD_REPLY', 'REPORT_FAILED'] as const;
export type SourceErrorCode = (typeof SOURCE_ERROR_CODES)[number];

export class SourceError extends Error {
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SourceError';
    this.code = code;
  }
}

/** How a source is doing. */
export const SourceHealth = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  /** set by the environment of the program */
  managed: z.boolean(),
  /** failing: something went wrong and is tried again soon; down: given up until `nextRunAt` */
  state: z.enum(['new', 'ok', 'failing', 'down', 'off']),
  circuit: Circuit,
  failures: z.number().int(),
  lastAttemptAt: Instant.nullable(),
  lastSuccessAt: Instant.nullable(),
  lastError: z.string().nullable(),
  lastErrorCode: z.enum(SOURCE_ERROR_CODES).nullable(),
  outageSince: Instant.nullable(),
  nextRunAt: Instant.nullable(),
  everySeconds: z.number().nullable(),
  /** formation time of the newest report it gave, or time of the newest position, and how old that is */
  newestReportAt: Instant.nullable(),
  lagSeconds: z.number().nullable(),
  hasPassword: z.boolean(),
  /** for admins */
  settings: z.record(z.string(), z.unknown()).optional(),
});
export type SourceHealth = z.infer<typeof SourceHealth>;

/** What became of one file of a source. */
export interface FileOutcome {
  /** its bytes are with us: in use, held or quarantined; else it holds no report at all and nothing of it was kept */
  stored: boolean;
  /** why it is not in use, in words */
  problem: string | null;
  /** something was sent that may have been a report, and nothing of it could be opened: people have to hear of it */
  unreadable?: boolean;
}

/** One file a source has for us. It stays where it is until `settle` is told that we have it. */
export interface SourceFile {
  /** the same for the same message or file in every look; null for what is made anew each time */
  key: string | null;
  fileName: string | null;
  /** null: a note about the key alone, such as a message whose files came before it; `outcome` is what is noted */
  bytes: Uint8Array | null;
  outcome?: FileOutcome;
  settle(outcome: FileOutcome): Promise<void>;
}

export interface SourceLook {
  signal: AbortSignal;
  /** what an earlier look made of a key: its bytes are with us, or it holds nothing usable; undefined for a new one */
  recall: (key: string) => Promise<'stored' | 'unusable' | undefined>;
}

/** Goes to one source and looks. Files come one by one; the next one is fetched when the last one is settled. */
export interface SourceReader {
  /** Throws SourceError. */
  read(look: SourceLook): AsyncIterable<SourceFile>;
}

/** A vehicle as a tracking service has it. */
export interface PolledVehicle {
  /** its id over there; it becomes a device id of ours with the source before it */
  uniqueId: string;
  /** what it is called; a number plate among it makes the device that of the stored vehicle */
  names: string[];
}

/** One reply of a tracking service, read. Positions name their vehicle by `uniqueId` and come oldest first. */
export interface PolledPage {
  vehicles: PolledVehicle[];
  positions: DeviceReading[];
  /** what could not be read, in words that name the vehicle */
  rejects: string[];
}

export interface PollLook {
  signal: AbortSignal;
  now: Date;
  everySeconds: number;
  /** time of the newest position we have of each vehicle, epoch ms; undefined for one never seen. Read anew in each look. */
  newestMs: (uniqueId: string) => number | undefined;
}

/** Asks one tracking service. Pages come one by one; the next is asked for when the last is committed. */
export interface PositionReader {
  /** Throws SourceError. */
  poll(look: PollLook): AsyncIterable<PolledPage>;
}
