import { LAW_VALUES, type LawChange, type NewLawItem, type StoredLaw } from '@karavan/contracts';
import { addDays } from '../calendar/days.ts';
import { InputError } from '../input-error.ts';
import { hasOwnDays, idOfRule, liveOf } from './law-items.ts';

/** Who writes it down, and when. */
export interface Stamp {
  by: string;
  at: string;
}

const UNMARKED = { confirmedBy: null, confirmedAt: null, withdrawnBy: null, withdrawnAt: null };
const refuse = (path: string, message: string): never => {
  throw new InputError([{ path, message }]);
};
const next = (versions: readonly { version: number }[]): number => Math.max(...versions.map(({ version }) => version)) + 1;
const marked = (confirmed: boolean, stamp: Stamp) =>
  confirmed
    ? { status: 'confirmed' as const, ...UNMARKED, confirmedBy: stamp.by, confirmedAt: stamp.at }
    : { status: 'unconfirmed' as const, ...UNMARKED };

/**
 * The version a change of an item would become. What the change leaves out is as on the newest version.
 * @param versions of the item: what ships, if it does, and all that was stored
 * @throws InputError naming the field: values of another shape, days that do not go together
 */
export function proposeChange(versions: readonly StoredLaw[], change: LawChange, stamp: Stamp): StoredLaw {
  const [current] = liveOf(versions);
  if (current === undefined)
    throw new InputError([{ path: 'itemId', message: 'everything of this item was withdrawn; add it anew' }]);
  if (change.ifVersion !== undefined && change.ifVersion !== current.version)
    refuse('ifVersion', `the newest version is ${current.version}: somebody changed it meanwhile`);
  const base: StoredLaw = {
    ...current,
    version: next(versions),
    source: change.source ?? current.source,
    confidence: change.confidence ?? (change.values === undefined ? current.confidence : 'unconfirmed'),
    ...(change.note === undefined ? {} : { note: change.note }),
    editedBy: stamp.by,
    editedAt: stamp.at,
    ...marked(change.confirmed, stamp),
  };
  if (change.ends !== undefined) return ended(base, change, change.ends);
  const values = change.values === undefined ? current.values : readValues(current.kind, change.values);
  if (values === null) return refuse('values', 'this item has ended: say what it is to hold again');
  return dated({ ...base, values }, change);
}

/** The first version of an item of a company's own. `own` tells it from its like. */
export function proposeItem(item: NewLawItem, own: string, stamp: Stamp): StoredLaw {
  const edition = item.kind === 'season' ? null : item.edition;
  const rule = item.kind === 'season' ? `season/${own}` : `${item.edition}/${item.kind}/${own}`;
  const version: StoredLaw = {
    id: idOfRule(rule),
    rule,
    regime: item.regime,
    edition,
    kind: item.kind,
    version: 1,
    values: withoutUndefined(item.values),
    validFrom: null,
    validTo: null,
    source: item.source,
    confidence: item.confidence,
    ...(item.note === undefined ? {} : { note: item.note }),
    editedBy: stamp.by,
    editedAt: stamp.at,
    ...marked(item.confirmed, stamp),
  };
  return dated(version, item.kind === 'season' ? {} : { validFrom: item.validFrom, validTo: item.validTo });
}

/** What ships, written down as the company's own because an admin checked it. */
export function confirmShipped(
  shipped: StoredLaw,
  versions: readonly StoredLaw[],
  stamp: Stamp & { note?: string | undefined },
): StoredLaw {
  const { by, at, note } = stamp;
  return {
    ...shipped,
    version: next([shipped, ...versions]),
    ...marked(true, { by, at }),
    ...(note === undefined ? {} : { note }),
  };
}

function readValues(kind: StoredLaw['kind'], given: Record<string, unknown>): Record<string, unknown> {
  const parsed = LAW_VALUES[kind].safeParse(given);
  if (parsed.success) return withoutUndefined(parsed.data);
  throw new InputError(parsed.error.issues.map(({ path, message }) => ({ path: ['values', ...path].join('.'), message })));
}

const withoutUndefined = (values: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(values)) as Record<string, unknown>;

/** Acts hold from and to the days in their values; everything else from `validFrom` to `validTo`. */
function dated(version: StoredLaw, change: Pick<LawChange, 'validFrom' | 'validTo'>): StoredLaw {
  if (version.kind === 'season') {
    const { from, to } = version.values as { from: string | null; to: string | null };
    for (const path of ['validFrom', 'validTo'] as const)
      if (change[path] !== undefined) refuse(path, 'an act holds from values.from to values.to: set those');
    return { ...version, validFrom: from, validTo: to };
  }
  const validFrom = change.validFrom === undefined ? version.validFrom : change.validFrom;
  const validTo = change.validTo === undefined ? version.validTo : change.validTo;
  if (validFrom !== null && validTo !== null && validFrom > validTo) refuse('validTo', `lies before the first day, ${validFrom}`);
  return { ...version, validFrom, validTo };
}

/** Deleted by ending: until that day it holds as before, from the next day on it does not. */
function ended(version: StoredLaw, change: LawChange, ends: string): StoredLaw {
  for (const path of ['values', 'validFrom', 'validTo'] as const)
    if (change[path] !== undefined) refuse(path, 'is not given together with ends');
  if (version.values === null) return refuse('ends', 'this item has ended already');
  if (!hasOwnDays(version.kind)) return { ...version, values: null, validFrom: addDays(ends, 1), validTo: null };
  if (version.validFrom !== null && ends < version.validFrom) return { ...version, values: null };
  const values = version.kind === 'season' ? { ...version.values, to: ends } : version.values;
  return { ...version, values, validTo: ends };
}
