import type { AlertSettings } from '@karavan/contracts';
import { limitsOf } from '../freshness.ts';
import { DAY_MS, iso, MINUTE_MS, ms } from '../time.ts';
import type { Condition } from './condition.ts';

/** So many trackers of one source that fall silent together are an outage of the source; together is within ten minutes. */
const LEAST_TOGETHER = 5;
export const TOGETHER_MS = 10 * MINUTE_MS;
/** Phones located by their cells are fresh for an hour; every tracker for minutes. */
const CELL_FRESH_MINUTES = 60;

/** A truck or device with its newest position. */
export interface LastSeen {
  assetId: string;
  label: string;
  source: string;
  /** the account it is heard of through; null for a device that comes to us by itself */
  account: string | null;
  at: string;
  lat: number;
  lon: number;
  shipments: { id: string; customerId: string }[];
}

/** All trackers of one source that were heard of within a day: those of one account, or all that speak one protocol to us. */
export interface Feed {
  source: string;
  account: string | null;
  /** what the account is called */
  name: string | null;
  trackers: number;
  /** the newest of their newest positions */
  lastAt: string;
  /** those whose newest position is at most `TOGETHER_MS` older than that */
  together: number;
}

export interface SilenceInput {
  /** those that may be silent, and those whose silence is known; others may be left out */
  assets: readonly LastSeen[];
  feeds: readonly Feed[];
  settings: AlertSettings;
  /** accounts that are given up just now: their own alert tells of it */
  sourcesDown: ReadonlySet<string>;
  now: Date;
}

/** So long without cargo, and a silent tracker is no matter for today any more: the list of devices has it (AL19). */
const GIVEN_UP_MS = 7 * DAY_MS;

const feedOf = ({ account, source }: Pick<Feed, 'account' | 'source'>): string => account ?? source;

/** How long a source of positions may be silent. */
const limitMs = (source: string, settings: AlertSettings): number =>
  MINUTE_MS * (limitsOf(source).freshMinutes >= CELL_FRESH_MINUTES ? settings.cellSignalLostMinutes : settings.signalLostMinutes);

/**
 * No position for too long, by the time of the fix (AL7). Where a source is down, or its trackers fell silent together, the
 * source is one alert and they are none (AL8). A silence that began more than a day ago is old.
 */
export function silenceConditions(input: SilenceInput): Condition[] {
  const { feeds, sourcesDown } = input;
  const many = feeds.filter(({ trackers }) => trackers >= LEAST_TOGETHER);
  const newest = new Map(
    many.filter(({ together }) => together >= LEAST_TOGETHER).map((feed) => [feedOf(feed), ms(feed.lastAt)]),
  );
  // Also before the last of them has been silent for long enough: else the others would have called already.
  const isTogether = (asset: LastSeen): boolean => {
    const lastMs = newest.get(feedOf(asset));
    return lastMs !== undefined && ms(asset.at) >= lastMs - TOGETHER_MS;
  };
  const isDown = ({ account }: Pick<Feed, 'account'>): boolean => account !== null && sourcesDown.has(account);
  const silences = input.assets.map((asset) => {
    const silence = silenceOf(asset, input);
    return isDown(asset) || isTogether(asset) ? { ...silence, isOld: true } : silence;
  });
  const outages = many.map((feed) => (isDown(feed) ? { ...outageOf(feed, input), isOld: true } : outageOf(feed, input)));
  return [...outages, ...silences];
}

function silenceOf(asset: LastSeen, { settings, now }: SilenceInput): Condition {
  const lostAtMs = ms(asset.at) + limitMs(asset.source, settings);
  const isGivenUp = asset.shipments.length === 0 && now.getTime() - lostAtMs > GIVEN_UP_MS;
  const holds = now.getTime() >= lostAtMs && !isGivenUp;
  return {
    kind: 'signalLost',
    subject: asset.assetId,
    holds,
    at: isGivenUp ? now.toISOString() : holds ? iso(lostAtMs) : asset.at,
    severity: asset.shipments.length > 0 ? 'warning' : 'notice',
    label: asset.label,
    evidence: { lastFixAt: asset.at, source: asset.source, ...(isGivenUp ? { reason: 'silentForGood' } : {}) },
    lat: asset.lat,
    lon: asset.lon,
    assetId: asset.assetId,
    shipments: asset.shipments,
    isOld: now.getTime() - lostAtMs > DAY_MS || (asset.shipments.length === 0 && !settings.withoutCargo),
  };
}

function outageOf(feed: Feed, { settings, now }: SilenceInput): Condition {
  const { source, together, lastAt } = feed;
  const isSilent = now.getTime() - ms(lastAt) >= limitMs(source, settings);
  const holds = isSilent && together >= LEAST_TOGETHER;
  return {
    kind: 'sourceDown',
    subject: `feed:${feedOf(feed)}`,
    holds,
    at: lastAt,
    severity: 'critical',
    label: feed.name ?? source,
    evidence: { source, trackers: together, lastFixAt: lastAt },
    sourceId: feedOf(feed),
    shipments: [],
  };
}
