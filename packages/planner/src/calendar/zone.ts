import { tzOffset } from '@date-fns/tz';
import { DAY_MS, dayNumber, dayText, MINUTE_MS, wallMinutes } from './days.ts';

/** Asking the runtime for an offset is slow, so the clock changes found are kept. No zone changes its clock twice in a week. */
const BLOCK_MS = 7 * DAY_MS;
const MAX_BLOCKS = 10_000;

interface Block {
  beforeMs: number;
  afterMs: number;
  changeMs: number;
}

export interface Zone {
  name: string;
  blocks: Map<number, Block>;
}

const ZONES = new Map<string, Zone>();

export function zoneOf(name: string): Zone {
  const known = ZONES.get(name);
  if (known) return known;
  if (Number.isNaN(tzOffset(name, new Date(0)))) throw new RangeError(`${name} is not a time zone such as Europe/Moscow`);
  const zone = { name, blocks: new Map() };
  ZONES.set(name, zone);
  return zone;
}

function askOffset(zone: Zone, atMs: number): number {
  return tzOffset(zone.name, new Date(atMs)) * MINUTE_MS;
}

function findBlock(zone: Zone, index: number): Block {
  let [low, high] = [index * BLOCK_MS, (index + 1) * BLOCK_MS];
  const block = { beforeMs: askOffset(zone, low), afterMs: askOffset(zone, high), changeMs: high };
  if (block.beforeMs === block.afterMs) return block;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askOffset(zone, middle) === block.beforeMs) low = middle;
    else high = middle;
  }
  return { ...block, changeMs: high };
}

/** Local clock minus UTC, ms. */
export function offsetAt(zone: Zone, atMs: number): number {
  const index = Math.floor(atMs / BLOCK_MS);
  let block = zone.blocks.get(index);
  if (!block) {
    if (zone.blocks.size >= MAX_BLOCKS) zone.blocks.clear();
    block = findBlock(zone, index);
    zone.blocks.set(index, block);
  }
  return atMs < block.changeMs ? block.beforeMs : block.afterMs;
}

/** The instant a wall clock shows `minutes` after midnight of the day: skipped times move forward by the gap, of repeated ones the first. */
export function wallInstant(zone: Zone, day: number, minutes: number): number {
  const wallMs = day * DAY_MS + minutes * MINUTE_MS;
  const before = offsetAt(zone, wallMs - DAY_MS);
  const after = offsetAt(zone, wallMs + DAY_MS);
  if (before === after || offsetAt(zone, wallMs - before) === before) return wallMs - before;
  return offsetAt(zone, wallMs - after) === after ? wallMs - after : wallMs - before;
}

export function localDayNumber(zone: Zone, atMs: number): number {
  return Math.floor((atMs + offsetAt(zone, atMs)) / DAY_MS);
}

/** The calendar day an instant (ms) falls on in a zone. Throws RangeError for a zone that does not exist. Rule CA2. */
export function localDay(atMs: number, timeZone: string): string {
  return dayText(localDayNumber(zoneOf(timeZone), atMs));
}

/** The instant (ms) of a wall time of a day in a zone: `HH:MM`, `24:00` is 00:00 of the next day. Rule CA3. */
export function wallToInstant(day: string, time: string, timeZone: string): number {
  return wallInstant(zoneOf(timeZone), dayNumber(day), wallMinutes(time));
}

/** The first instant (ms) of a calendar day in a zone; not always 00:00 on the clock. Rule CA3. */
export function dayStart(day: string, timeZone: string): number {
  return wallInstant(zoneOf(timeZone), dayNumber(day), 0);
}

/** What a wall clock shows at an instant (ms), as minutes since 00:00 of the day; 1440 and more when it is the next day there. */
export function wallMinutesAt(atMs: number, day: string, timeZone: string): number {
  return Math.round((atMs + offsetAt(zoneOf(timeZone), atMs) - dayNumber(day) * DAY_MS) / MINUTE_MS);
}
