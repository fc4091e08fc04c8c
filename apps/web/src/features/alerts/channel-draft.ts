import type { AlertChannel, AlertKind, ChannelKind, Role, Severity } from '@karavan/contracts';

export interface ChannelDraft {
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  kinds: AlertKind[];
  minSeverity: Severity;
  tellEnd: boolean;
  roles: Role[];
  addresses: string;
  language: 'ru' | 'en';
  url: string;
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);

export function draftOf(channel: AlertChannel | null): ChannelDraft {
  const settings = channel?.settings ?? {};
  return {
    kind: channel?.kind ?? 'email',
    name: channel?.name ?? '',
    enabled: channel?.enabled ?? true,
    kinds: channel?.kinds ?? [],
    minSeverity: channel?.minSeverity ?? 'warning',
    tellEnd: channel?.tellEnd ?? false,
    roles: (channel === null ? ['dispatcher'] : strings(settings['roles'])) as Role[],
    addresses: strings(settings['addresses']).join('\n'),
    language: settings['language'] === 'en' ? 'en' : 'ru',
    url: typeof settings['url'] === 'string' ? settings['url'] : '',
  };
}

/** What the server is sent; empty lines are no addresses. */
export function bodyOf({ kind, roles, addresses, language, url, ...about }: ChannelDraft): Record<string, unknown> {
  const list = addresses
    .split(/[\s,;]+/)
    .map((each) => each.trim())
    .filter(Boolean);
  const settings = kind === 'email' ? { roles, addresses: list, language } : { url: url.trim() };
  return { ...about, settings };
}
