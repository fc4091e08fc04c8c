import { hash } from 'node:crypto';
import type { DevicePosition, DeviceReading, FilterReason } from '@karavan/contracts';
import { type Fix, headMs, judgePosition } from '@karavan/tracking';
import type { KnownDevice } from './positions-devices.ts';

/** Kept either way; `filtered` says why it is not shown. Only what `refused` is set for was not kept. */
export interface PositionVerdict {
  filtered: FilterReason | null;
  refused?: true;
}

/** One reading on its way into the store. */
export interface Incoming {
  position: DeviceReading;
  receivedAt: Date;
  protocol: string;
  ownerId?: string | undefined;
  /** said once it is committed */
  verdict: PositionVerdict | undefined;
}
export const verdictOf = ({ verdict }: Incoming): PositionVerdict => verdict ?? { filtered: null };

/** The same with all that the pipeline says of it. */
export interface Judged extends Omit<Incoming, 'verdict'> {
  /** as it came */
  from: Incoming;
  device: KnownDevice;
  fixedMs: number;
  fingerprint: string;
  /** JSON */
  attributes: string;
  filtered: FilterReason | null;
  moving: boolean | null;
  stepM: number | null;
  /** the good place of the device before this one, in time */
  previous: Fix | null;
  /** not newer than what is known of its device: its place in the history is found when it is stored */
  late: boolean;
}
/** What may move a marker: a place that nothing speaks against. */
export type Good = Judged & { position: DevicePosition };

/** The readings of one device on their way, and the device before and after them. */
export interface DeviceWork {
  device: KnownDevice;
  items: readonly Incoming[];
  /** in the order of time */
  judged: Judged[];
  after: KnownDevice;
}

export const isPlaced = (position: DeviceReading): position is DevicePosition => position.lat !== null;
export const isGood = (item: Judged): item is Good => item.filtered === null && isPlaced(item.position);

/** Judges the readings of one device in the order of their time; gives them in that order, and the device as it is then. */
export function judgeDevice(device: KnownDevice, batch: readonly Incoming[]): DeviceWork {
  const items = batch.map((item) => describe(item, device));
  if (items.length > 1) items.sort(byTime);
  const head = headMs(device.state);
  let { state } = device;
  let before = '';
  for (const item of items) {
    const fix = fixOf(item);
    const isSame = item.fingerprint === before;
    before = item.fingerprint;
    if (isSame) {
      item.filtered = 'duplicate'; // one message twice; it is stored once
      continue;
    }
    if (fix === null) {
      item.filtered = 'invalid'; // what has no place can be shown nowhere, whatever else it tells
      continue;
    }
    const verdict = judgePosition({ fix, valid: item.position.valid, receivedMs: item.receivedAt.getTime(), state });
    item.previous = state.good;
    item.late = fix.atMs <= head;
    item.filtered = verdict.filtered;
    item.moving = verdict.moving;
    item.stepM = verdict.stepM;
    if (!item.late) state = verdict.state;
  }
  return { device, items: batch, judged: items, after: { ...device, state } };
}

/** Messages of one moment have an order of their own, so that one history follows whichever came first. */
const byTime = (a: Judged, b: Judged): number =>
  a.fixedMs - b.fixedMs || (a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0);

function fixOf({ position, fixedMs }: Judged): Fix | null {
  if (!isPlaced(position)) return null;
  const { lat, lon, speedKmh, accuracyM } = position;
  // As exact as they are stored: judged again later, the same comes out.
  const fix = { atMs: fixedMs, lat, lon, speedKmh: speedKmh === null ? null : Math.fround(speedKmh) };
  return accuracyM === undefined ? fix : { ...fix, accuracyM: Math.fround(accuracyM) };
}

function describe(item: Incoming, device: KnownDevice): Judged {
  const { position } = item;
  const attributes = JSON.stringify(position.attributes);
  const content = 'archive' in position.attributes ? JSON.stringify(withoutArchive(position.attributes)) : attributes;
  return {
    from: item,
    position,
    receivedAt: item.receivedAt,
    protocol: item.protocol,
    device,
    fixedMs: Date.parse(position.fixedAt),
    fingerprint: fingerprintOf(position, content),
    attributes,
    filtered: null,
    moving: null,
    stepM: null,
    previous: null,
    late: false,
  };
}

const withoutArchive = ({ archive: _, ...content }: DeviceReading['attributes']) => content;

/**
 * The content of a message; the same message sent again has the same one, also when it now says that it comes from the
 * memory of the device.
 */
function fingerprintOf(position: DeviceReading, attributes: string): string {
  const { uniqueId, fixedAt, lat, lon, speedKmh, courseDeg, altitudeM, accuracyM, valid } = position;
  const text = `${uniqueId}|${fixedAt}|${lat}|${lon}|${speedKmh}|${courseDeg}|${altitudeM}|${accuracyM}|${valid}|${attributes}`;
  return hash('md5', text, 'hex');
}
