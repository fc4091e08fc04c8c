import type { Language, PromiseTimelineEntry } from '@karavan/contracts';
import { TIMELINE_STAGES } from '@karavan/contracts';
import { addDays, isWorkingDay, localDay } from '../calendar/index.ts';
import type { CarriedLine, CarriedShipment } from './carried.ts';
import type { Transfer } from './model.ts';
import type { Place } from './network.ts';
import type { Release } from './release.ts';
import type { Speaker } from './speaker.ts';
import { speakerOf } from './words.ts';

/** Who tells it, and to whom. */
export interface Telling {
  language: Language;
  orderedMs: number;
  zone: string;
  places: ReadonlyMap<string, Place>;
  /** instants told before, by release and transfer: the plans of one order share them */
  goods: Map<Release, Map<Transfer | undefined, Entry[]>>;
}

interface Entry extends PromiseTimelineEntry {
  atMs: number;
}

/** Rule PR6: the instants the goods of a shipment have, in order, each with a sentence that can be read to a customer. */
export function timelineOf(shipment: CarriedShipment, telling: Telling): PromiseTimelineEntry[] {
  const speaker = speakerOf(telling.language);
  const entries = [
    ...distinctGoods(shipment.lines).flatMap((line) => goodsEntries(line, { telling, speaker })),
    ...roadEntries(shipment, { telling, speaker }),
  ];
  const rank = (what: Entry['what']) => TIMELINE_STAGES.indexOf(what);
  entries.sort((a, b) => a.atMs - b.atMs || rank(a.what) - rank(b.what) || byName(a.where, b.where));
  return entries.flatMap(({ atMs, at, what, where, why }, index) => {
    const before = entries[index - 1];
    return before?.atMs === atMs && before.what === what && before.where === where ? [] : [{ at, what, where, why }];
  });
}

function entryOf(atMs: number, what: Entry['what'], told: { where: string; why: string }): Entry {
  return { atMs, at: new Date(atMs).toISOString(), what, ...told };
}

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Lines of one source that went the same way have the same instants. */
function distinctGoods(lines: readonly CarriedLine[]): CarriedLine[] {
  const seen = new Map<Release, Set<Transfer | undefined>>();
  return lines.filter(({ stock, transfer }) => {
    const ways = seen.get(stock.release);
    if (ways?.has(transfer)) return false;
    if (ways) ways.add(transfer);
    else seen.set(stock.release, new Set([transfer]));
    return true;
  });
}

type Context = { telling: Telling; speaker: Speaker };

function goodsEntries(line: CarriedLine, { telling, speaker }: Context): Entry[] {
  const { release } = line.stock;
  const known = telling.goods.get(release) ?? new Map<Transfer | undefined, Entry[]>();
  telling.goods.set(release, known);
  const own = known.get(undefined) ?? sourceEntries(line, { telling, speaker });
  known.set(undefined, own);
  if (!line.transfer) return own;
  const over = known.get(line.transfer) ?? [...own, ...transferEntries(line.transfer, { line, telling, speaker })];
  known.set(line.transfer, over);
  return over;
}

function sourceEntries(line: CarriedLine, context: Context): Entry[] {
  const { row, release } = line.stock;
  const place = context.telling.places.get(row.warehouseId);
  if (!place) return [];
  const at = { ms: release.readyMs, zone: place.timeZone };
  const why = context.speaker.ready({ minutes: place.handlingMinutes, at });
  return [
    entryOf(release.releasedMs, 'released', { where: place.id, why: whyReleased(line, { ...context, place }) }),
    entryOf(release.readyMs, 'ready', { where: place.id, why }),
  ];
}

function transferEntries(transfer: Transfer, { line, telling, speaker }: Context & { line: CarriedLine }): Entry[] {
  const { lane, departsMs, arrivesMs, readyMs } = transfer;
  const place = telling.places.get(line.stock.row.warehouseId);
  const hub = telling.places.get(lane.toId);
  if (!place || !hub) return [];
  const left = { lane: lane.id, to: hub.id, at: { ms: departsMs, zone: place.timeZone } };
  const came = { minutes: lane.transitMinutes, where: hub.id, at: { ms: arrivesMs, zone: hub.timeZone } };
  const docked = { minutes: hub.crossDockMinutes, at: { ms: readyMs, zone: hub.timeZone } };
  return [
    entryOf(departsMs, 'transferDeparted', { where: place.id, why: speaker.transferDeparted(left) }),
    entryOf(arrivesMs, 'transferArrived', { where: hub.id, why: speaker.arrived(came) }),
    entryOf(readyMs, 'ready', { where: hub.id, why: speaker.crossDocked(docked) }),
  ];
}

function whyReleased(line: CarriedLine, from: Context & { place: Place }): string {
  const { row, release } = line.stock;
  const { place, telling } = from;
  const availableMs = row.availableFrom === undefined ? 0 : Date.parse(row.availableFrom);
  const atMs = Math.max(telling.orderedMs, availableMs);
  return from.speaker.released({
    since: { ms: atMs, zone: place.timeZone },
    isInbound: availableMs > telling.orderedMs,
    cutOff: place.cutOff,
    reason: release.reason,
    closedDays: closedBetween(place, atMs, release.releasedMs),
    at: { ms: release.releasedMs, zone: place.timeZone },
  });
}

/** Days off between two instants, both days included. */
function closedBetween(place: Place, fromMs: number, toMs: number): string[] {
  const last = localDay(toMs, place.timeZone);
  const days: string[] = [];
  for (let day = localDay(fromMs, place.timeZone); day <= last; day = addDays(day, 1)) {
    if (!isWorkingDay(place.calendar, day)) days.push(day);
  }
  return days;
}

function roadEntries(shipment: CarriedShipment, { telling, speaker }: Context): Entry[] {
  const { run, departure, lines } = shipment;
  const { service, place } = run;
  const readyMs = Math.max(...lines.map((line) => line.transfer?.readyMs ?? line.stock.release.readyMs));
  const isLater = run.departures.some(({ departsMs }) => departsMs >= readyMs && departsMs < departure.departsMs);
  const zone = service.receiving?.timeZone ?? place.timeZone;
  const { departsMs, arrivesMs, deliveredMs } = departure;
  const left = { carrier: service.carrier, service: service.id, isLater, at: { ms: departsMs, zone: place.timeZone } };
  const came = { minutes: service.transitMinutes, where: telling.zone, at: { ms: arrivesMs, zone } };
  const received = {
    ...{ waited: deliveredMs > arrivesMs, hasHours: service.receiving !== undefined },
    at: { ms: deliveredMs, zone },
  };
  return [
    entryOf(departsMs, 'departed', { where: place.id, why: speaker.departed(left) }),
    entryOf(arrivesMs, 'arrived', { where: telling.zone, why: speaker.arrived(came) }),
    entryOf(deliveredMs, 'delivered', { where: telling.zone, why: speaker.delivered(received) }),
  ];
}
