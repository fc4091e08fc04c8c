/** What a reply says of itself around its list: whether it is finished, and whether it is all. */
import { isObject } from './flatten.ts';
import { ReportError } from './report-error.ts';

const MAX_DEPTH = 5;
const STATUS_KEY = /^(status|state)$/i;
const NOT_DONE =
  /^(error|fail|failed|failure|processing|in[ _-]?progress|running|pending|queued|waiting|partial|cancel+ed|new|created)$/i;
const SUCCESS_KEY = /^(success|ok|succeeded)$/i;

/** names of the number of all elements; the first say so only beside a page */
const TOTAL_KEY = /^(total|count|total[ _-]?(count|elements|items|rows|records)|records[ _-]?total)$/i;
const PAGE_KEY =
  /^(page|pages|page[ _-]?(no|number|size)|per[ _-]?page|current[ _-]?page|last[ _-]?page|total[ _-]?pages|offset|skip|limit|number|next|previous|size|last)$/i;
const MORE_KEY = /^(has[ _-]?more|has[ _-]?next|more)$/i;
const MOST_ROWS = 1_000_000;

type Envelope = Record<string, unknown>;

/** The objects around the lists, from the outside in; never an element of a list. */
function envelopesOf(root: unknown): Envelope[] {
  const found: Envelope[] = [];
  let level: unknown[] = [root];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const objects = level.filter(isObject) as Envelope[];
    found.push(...objects);
    level = objects.flatMap((one) => Object.values(one).filter(isObject)).slice(0, 50);
  }
  return found;
}

/** @throws ReportError NOT_A_REPORT for a reply that says itself that the report has failed or is still being made */
export function refuseUnfinished(root: unknown, name: string): void {
  for (const envelope of envelopesOf(root)) {
    if (isWagonLike(envelope)) continue;
    for (const [key, value] of Object.entries(envelope)) {
      const isRefusal = SUCCESS_KEY.test(key) && value === false;
      const isUnfinished = STATUS_KEY.test(key) && typeof value === 'string' && NOT_DONE.test(value.trim());
      if (isRefusal || isUnfinished)
        throw new ReportError('NOT_A_REPORT', `${name} says of itself that it is no finished report (${key}: ${String(value)}).`);
    }
  }
}

/** What the reply says of the whole list; undefined where it says nothing. */
export function wholeOf(root: unknown): { rows?: number; hasMore: boolean } | undefined {
  const pages = envelopesOf(root).filter((envelope) => !isWagonLike(envelope));
  const rows = pages.flatMap((envelope) => {
    const isPaged = Object.keys(envelope).some((key) => PAGE_KEY.test(key));
    return Object.entries(envelope).flatMap(([key, value]) =>
      TOTAL_KEY.test(key) && (isPaged || !/^total$/i.test(key)) ? wholeNumber(value) : [],
    );
  });
  const hasMore = pages.some(saysMore);
  if (rows.length === 0 && !hasMore) return undefined;
  return { ...(rows.length === 0 ? {} : { rows: Math.max(...rows) }), hasMore };
}

function saysMore(envelope: Envelope): boolean {
  const value = (pattern: RegExp) => Object.entries(envelope).find(([key]) => pattern.test(key))?.[1];
  const next = value(/^(next|next[ _-]?page([ _-]?(url|token))?)$/i);
  const [page] = wholeNumber(value(/^(page|current[ _-]?page)$/i));
  const [pages] = wholeNumber(value(/^(pages|last[ _-]?page|total[ _-]?pages)$/i));
  return (
    Object.entries(envelope).some(([key, more]) => MORE_KEY.test(key) && more === true) ||
    (typeof next === 'string' && next !== '') ||
    (pages !== undefined && page !== undefined && pages > 1) ||
    (value(/^last$/i) === false && pages !== undefined)
  );
}

function wholeNumber(value: unknown): number[] {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= MOST_ROWS ? [number] : [];
}

/** A map of wagons by number has records where others have envelopes; a wagon's own status is none of a reply. */
const isWagonLike = (envelope: Envelope): boolean =>
  Object.values(envelope).some(
    (value) => (typeof value === 'string' || typeof value === 'number') && /^\d{8}$/.test(String(value)),
  );
