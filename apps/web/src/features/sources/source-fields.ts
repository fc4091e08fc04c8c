import type { SourceHealth, SourceKind } from '@karavan/contracts';

/** What the form holds: texts as they are typed. */
export interface SourceDraft {
  kind: SourceKind;
  name: string;
  everySeconds: number;
  enabled: boolean;
  password: string;
  settings: Record<string, string | number | boolean>;
}

export type FieldName =
  | 'baseUrl'
  | 'login'
  | 'url'
  | 'userId'
  | 'wagons'
  | 'host'
  | 'port'
  | 'tls'
  | 'starttls'
  | 'ca'
  | 'folder'
  | 'senders'
  | 'subject'
  | 'moveTo'
  | 'path'
  | 'project'
  | 'historyHours'
  | 'overlapMinutes';

/** The settings of each kind, in the order they are asked for. */
export const FIELDS_OF: Readonly<Record<SourceKind, readonly FieldName[]>> = {
  'rzd-account': ['baseUrl', 'login'],
  spv4664: ['url', 'userId', 'wagons'],
  mailbox: ['host', 'port', 'tls', 'starttls', 'ca', 'login', 'folder', 'senders', 'subject', 'moveTo'],
  folder: ['path'],
  upload: [],
  movizor: ['baseUrl', 'project', 'historyHours', 'overlapMinutes'],
  wialon: ['baseUrl', 'historyHours', 'overlapMinutes'],
  traccar: ['baseUrl', 'login', 'historyHours', 'overlapMinutes'],
};
/** services that stand at one address for everybody; another one may be given */
export const HAS_USUAL_ADDRESS: ReadonlySet<SourceKind> = new Set(['movizor', 'wialon']);
/** kinds whose password is called otherwise over there */
export const PASSWORD_IS_TOLD = ['movizor', 'wialon', 'traccar'] as const satisfies readonly SourceKind[];
/** trucks move faster than reports are made */
export const usualSeconds = (kind: SourceKind): number => (PASSWORD_IS_TOLD.some((poller) => poller === kind) ? 60 : 900);
export const NUMBERS = {
  port: { min: 1, max: 65_535 },
  historyHours: { min: 0, max: 720 },
  overlapMinutes: { min: 0, max: 1440 },
} as const satisfies Partial<Record<FieldName, { min: number; max: number }>>;
const LISTS: ReadonlySet<FieldName> = new Set(['senders', 'wagons']);
export const HAS_PASSWORD: ReadonlySet<SourceKind> = new Set([
  'rzd-account',
  'spv4664',
  'mailbox',
  'movizor',
  'wialon',
  'traccar',
]);

/** what a new source begins with */
export const START: Readonly<Partial<Record<FieldName, string | number | boolean>>> = {
  port: 993,
  tls: true,
  starttls: true,
  folder: 'INBOX',
  historyHours: 24,
  overlapMinutes: 15,
};
/** settings the form does not ask for and must not lose */
const UNASKED = ['wagonsPerRequest', 'pauseMs'];

export function draftOf(source: SourceHealth | null): SourceDraft {
  if (source === null)
    return { kind: 'mailbox', name: '', everySeconds: 900, enabled: true, password: '', settings: { ...START } };
  const settings = Object.fromEntries(
    Object.entries(source.settings ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join('\n') : (value as string),
    ]),
  );
  const { kind, name, everySeconds, enabled } = source;
  return { kind: kind as SourceKind, name, everySeconds: everySeconds ?? 900, enabled, password: '', settings };
}

/** The settings as the API takes them: only those of the kind, lists as lists, nothing empty. */
export function settingsOf({ kind, settings }: SourceDraft): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of FIELDS_OF[kind]) {
    const value = settings[name] ?? START[name];
    if (LISTS.has(name))
      given[name] = String(value ?? '')
        .split(/[\s,;]+/)
        .filter(Boolean);
    else if (value !== undefined && value !== '') given[name] = value;
  }
  if (kind === 'mailbox') given['whenDone'] = given['moveTo'] === undefined ? 'flag' : 'move';
  for (const name of UNASKED) if (settings[name] !== undefined) given[name] = settings[name];
  return given;
}
