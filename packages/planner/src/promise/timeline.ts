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
  /** sentences said before: the plans of one order share their releases */
  releases: Map<Release, string>;
}

interface Entry {
  atMs: number;
  what: PromiseTimelineEntry['what'];
  where: string;
  why: () => string;
}

/** Rule PR6: the instants the goods of a shipment have, in order, each with a sentence that can be read to a customer. */
export function timelineOf(shipment: CarriedShipment, telling: Telling): PromiseTimelineEntry[] {
  const speaker = speakerOf(telling.language);
  const entries = [
    ...distinctGoods(shipment.lines).flatMap((line) => goodsEntries(line, { telling, speaker })),
    ...roadEntries(shipment, { telling, speaker }),
  ];
  const seen = new Set<string>();
  const rank = (what: Entry['what']) => TIMELINE_STAGES.indexOf(what);
  return entries
    .sort((a, b) => a.atMs - b.atMs || rank(a.what) - rank(b.what) || byName(a.where, b.where))
    .filter(({ atMs, what, where }) => {
      const key = `${atMs} ${what} ${where}`;
      return !seen.has(key) && seen.add(key);
    })
    .map(({ atMs, what, where, why }) => ({ at: new Date(atMs).toISOString(), what, where, why: why() }));
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
  const { row, release } = line.stock;
  const place = telling.places.get(row.warehouseId);
  if (!place) return [];
  const source = row.warehouseId;
  const entries: Entry[] = [
    { atMs: release.releasedMs, what: 'released', where: source, why: () => whyReleased(line, { place, telling, speaker }) },
    {
      atMs: release.readyMs,
      what: 'ready',
      where: source,
      why: () => speaker.ready({ minutes: place.handlingMinutes, at: { ms: release.readyMs, zone: place.timeZone } }),
    },
  ];
  const hub = line.transfer && telling.places.get(line.transfer.lane.toId);
  if (!line.transfer || !hub) return entries;
  const { lane, departsMs, arrivesMs, readyMs } = line.transfer;
  return [
    ...entries,
    {
      atMs: departsMs,
      what: 'transferDeparted',
      where: source,
      why: () => speaker.transferDeparted({ lane: lane.id, to: hub.id, at: { ms: departsMs, zone: place.timeZone } }),
    },
    {
      atMs: arrivesMs,
      what: 'transferArrived',
      where: hub.id,
      why: () => speaker.arrived({ minutes: lane.transitMinutes, where: hub.id, at: { ms: arrivesMs, zone: hub.timeZone } }),
    },
    {
      atMs: readyMs,
      what: 'ready',
      where: hub.id,
      why: () => speaker.crossDocked({ minutes: hub.crossDockMinutes, at: { ms: readyMs, zone: hub.timeZone } }),
    },
  ];
}

function whyReleased(line: CarriedLine, from: Context & { place: Place }): string {
  const { row, release } = line.stock;
  const { place, telling } = from;
  const said = telling.releases.get(release);
  if (said !== undefined) return said;
  const availableMs = row.availableFrom === undefined ? 0 : Date.parse(row.availableFrom);
  const atMs = Math.max(telling.orderedMs, availableMs);
  const why = from.speaker.released({
    since: { ms: atMs, zone: place.timeZone },
    isInbound: availableMs > telling.orderedMs,
    cutOff: place.cutOff,
    reason: release.reason,
    closedDays: closedBetween(place, atMs, release.releasedMs),
    at: { ms: release.releasedMs, zone: place.timeZone },
  });
  telling.releases.set(release, why);
  return why;
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
  return [
    {
      atMs: departsMs,
      what: 'departed',
      where: place.id,
      why: () =>
        speaker.departed({ carrier: service.carrier, service: service.id, isLater, at: { ms: departsMs, zone: place.timeZone } }),
    },
    {
      atMs: arrivesMs,
      what: 'arrived',
      where: telling.zone,
      why: () => speaker.arrived({ minutes: service.transitMinutes, where: telling.zone, at: { ms: arrivesMs, zone } }),
    },
    {
      atMs: deliveredMs,
      what: 'delivered',
      where: telling.zone,
      why: () =>
        speaker.delivered({
          waited: deliveredMs > arrivesMs,
          hasHours: service.receiving !== undefined,
          at: { ms: deliveredMs, zone },
        }),
    },
  ];
}
