import { ALERT_KINDS, ALERT_STATES, type AlertKind, type AlertState } from '@karavan/contracts';
import type { AlertFilter } from './queries.ts';

const isKind = (text: string | null): text is AlertKind => ALERT_KINDS.some((kind) => kind === text);
const isState = (text: string | null): text is AlertState => ALERT_STATES.some((state) => state === text);

/** What the address asks for: open ones unless it says otherwise. */
export function readFilter(search: URLSearchParams): AlertFilter {
  const [state, kind] = [search.get('state'), search.get('kind')];
  return {
    state: state === 'all' ? undefined : isState(state) ? state : 'open',
    kind: isKind(kind) ? kind : undefined,
    mine: search.get('mine') === 'true',
  };
}

/** The filter as the address has it; what is usual is left out. */
export function writeFilter({ state, kind, mine }: AlertFilter): Record<string, string> {
  return {
    ...(state === 'open' ? {} : { state: state ?? 'all' }),
    ...(kind === undefined ? {} : { kind }),
    ...(mine ? { mine: 'true' } : {}),
  };
}
