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
  | 'folder'
  | 'senders'
  | 'subject'
  | 'moveTo'
  | 'path';

/** The settings of each kind, in the order they are asked for. */
export const FIELDS_OF: Readonly<Record<SourceKind, readonly FieldName[]>> = {
  'rzd-account': ['baseUrl', 'login'],
  spv4664: ['url', 'userId', 'wagons'],
  mailbox: ['host', 'port', 'tls', 'login', 'folder', 'senders', 'subject', 'moveTo'],
  folder: ['path'],
  upload: [],
};
export const LISTS: ReadonlySet<FieldName> = new Set(['senders', 'wagons']);
export const HAS_PASSWORD: ReadonlySet<SourceKind> = new Set(['rzd-account', 'spv4664', 'mailbox']);

const START: Readonly<Partial<Record<FieldName, string | number | boolean>>> = { port: 993, tls: true, folder: 'INBOX' };

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
  if (settings['wagonsPerRequest'] !== undefined) given['wagonsPerRequest'] = settings['wagonsPerRequest'];
  return given;
}
