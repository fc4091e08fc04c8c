import type { AssetState, PositionTuple } from '@karavan/contracts';

/**
 * What we hold of an asset after a whole state arrives: the higher revision wins. Position tuples carry no revision, so
 * a place seen later than the one in the winning state is kept.
 */
export function mergeAsset(held: AssetState | undefined, incoming: AssetState): AssetState {
  if (!held) return incoming;
  if (incoming.revision < held.revision) return held;
  if (incoming.gone) return incoming;
  if (held.position && isNewer(held.position.at, incoming.position?.at)) return { ...incoming, position: held.position };
  return incoming;
}

/** What we hold after a position arrives; the held state itself when the position is no news. */
export function mergePosition(held: AssetState, [, lat, lon, courseDeg, speedKmh, epochSeconds]: PositionTuple): AssetState {
  if (held.position && epochMsOf(held.position.at) >= epochSeconds * 1000) return held;
  const source = held.position?.source ?? '';
  return {
    ...held,
    // a device that speaks is fresh; how old a report may be, the server says
    freshness: held.kind === 'wagon' ? held.freshness : 'fresh',
    position: { lat, lon, courseDeg, speedKmh, at: isoOf(epochSeconds), source },
  };
}

let lastIso = { epochSeconds: Number.NaN, text: '' };

/** A batch is of one or two seconds, and wording a date costs more than all the rest of a move. */
function isoOf(epochSeconds: number): string {
  if (lastIso.epochSeconds !== epochSeconds) lastIso = { epochSeconds, text: new Date(epochSeconds * 1000).toISOString() };
  return lastIso.text;
}

const MOST_PARSED = 64;
const parsed = new Map<string, number>();

/** As `isoOf`: what thousands hold is of a few seconds, too. */
export function epochMsOf(text: string): number {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= MOST_PARSED) parsed.clear();
  const epochMs = Date.parse(text);
  parsed.set(text, epochMs);
  return epochMs;
}

/** Wire data is not trusted: a torn tuple costs itself, never the batch. */
export function isPositionTuple(value: unknown): value is PositionTuple {
  if (!Array.isArray(value) || value.length < 6) return false;
  const [id, lat, lon, course, speed, at] = value as unknown[];
  return (
    typeof id === 'string' &&
    isNumber(lat) &&
    Math.abs(lat) <= 90 &&
    isNumber(lon) &&
    Math.abs(lon) <= 180 &&
    (course === null || isNumber(course)) &&
    (speed === null || isNumber(speed)) &&
    isNumber(at)
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isNewer(a: string, b: string | undefined): boolean {
  return b === undefined || Date.parse(a) > Date.parse(b);
}
