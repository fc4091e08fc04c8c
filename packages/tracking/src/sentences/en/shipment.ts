import type { ShipmentUnit } from '@karavan/contracts';
import { dayIn, knownZone, MOSCOW } from '../../time.ts';
import { ageOf, arrivalOf, sentence } from '../facts.ts';
import { joinParts, type ShipmentParts, shipmentParts } from '../parts.ts';
import type { ShipmentSentence } from '../speaker.ts';
import { ahead } from './truck.ts';
import { ago, amount, clock, date, interval, kilometres, moment, plural, since, station, tonnes } from './words.ts';

function wagonAhead(unit: ShipmentUnit, now: Date): string[] {
  const arrival = arrivalOf(unit.eta, now, 60);
  const when =
    arrival === undefined
      ? ''
      : arrival === 'overdue'
        ? 'it should have been there by now'
        : `arriving ${interval(arrival, now, MOSCOW)} MSK`;
  const left = unit.remainingKm === undefined ? '' : `${kilometres(unit.remainingKm)} left`;
  return [unit.station === undefined ? '' : `at ${station(unit.station.name)}`, left, when].filter(Boolean);
}

function fact(unit: ShipmentUnit, now: Date): string {
  if (unit.seenAt === undefined) return '';
  if (unit.mode === 'road') return `seen ${ago(ageOf(unit.seenAt, now))}`;
  const today = dayIn(unit.seenAt, MOSCOW) === dayIn(now, MOSCOW);
  return `report ${today ? '' : `${date(dayIn(unit.seenAt, MOSCOW), now)} `}${clock(unit.seenAt, MOSCOW)}`;
}

function unitText(unit: ShipmentUnit, now: Date, timeZone: string): string {
  const way = unit.mode === 'road' ? ahead(unit, now, timeZone) : wagonAhead(unit, now);
  return [...way, fact(unit, now)].filter(Boolean).join(', ');
}

const name = (unit: ShipmentUnit) => `${unit.mode === 'road' ? 'truck' : 'wagon'} ${unit.label}`;

function counted({ moving, together, oldest }: ShipmentParts, now: Date, timeZone: string): string {
  const wagons = moving.filter((unit) => unit.mode === 'rail').length;
  const trucks = moving.length - wagons;
  const inWagons = wagons === 0 ? '' : `in ${plural(wagons, 'wagon', 'wagons')}`;
  const onTrucks = trucks === 0 ? '' : `on ${plural(trucks, 'truck', 'trucks')}`;
  const arrival = arrivalOf(together, now, 60);
  const when = arrival === undefined || arrival === 'overdue' ? '' : `, arriving ${interval(arrival, now, timeZone)}`;
  const age = oldest === undefined ? '' : `, all seen since ${moment(oldest, now, timeZone, '').replace(/^on /, '')}`;
  return `${[inWagons, onTrucks].filter(Boolean).join(' and ')}${when}${age}`;
}

function movingText(kg: number, parts: ShipmentParts, now: Date, timeZone: string): string {
  const [first, ...others] = parts.moving;
  if (first === undefined || !parts.listed) return `${tonnes(kg)} on the way ${counted(parts, now, timeZone)}`.trim();
  const tell = (unit: ShipmentUnit) =>
    [`${name(unit)} (${tonnes(unit.massKg)})`, unitText(unit, now, timeZone)].filter(Boolean).join(', ');
  if (others.length > 0) return `${tonnes(kg)} on the way: ${parts.moving.map(tell).join('; ')}`;
  const carrier = `${first.mode === 'road' ? 'on' : 'in'} ${name(first)}`;
  return [`${tonnes(kg)} ${carrier}`, unitText(first, now, timeZone)].filter(Boolean).join(', ');
}

function stationText(kg: number, { stations, stationWagons }: ShipmentParts): string {
  const where = stations.length === 1 && stations[0] !== undefined ? station(stations[0]) : 'the station';
  const one = stationWagons.length === 1 ? ` in wagon ${stationWagons[0]}` : '';
  return `${tonnes(kg)} waiting at ${where}${one}`;
}

function plannedText(kg: number, { plannedFirst: from, plannedLast: to }: ShipmentParts, now: Date): string {
  if (from === undefined || to === undefined) return `${tonnes(kg)} not yet dispatched`;
  return `${tonnes(kg)} planned for ${from === to ? date(from, now) : `${date(from, now)} – ${date(to, now)}`}`;
}

function termText({ term, deliveredAt }: ShipmentParts, now: Date): string {
  if (term === undefined) return '';
  const done = deliveredAt !== undefined;
  const late = term.daysLate === undefined ? ', late' : `, ${plural(term.daysLate, 'day', 'days')} late`;
  const verdict = { onTime: done ? ', delivered in time' : ', on time', tight: ', may be late', late, unknown: '' }[term.verdict];
  const norm = term.computed ? ' by the computed norm' : '';
  return sentence(`${term.over ? 'Was due' : 'Due'} ${date(term.day, now)}${norm}${verdict}`);
}

const HELD = { abandoned: 'is in an abandoned train', badOrder: 'is out of order' } as const;

function heldText(unit: ShipmentUnit, now: Date): string {
  if (unit.held === undefined) return '';
  const where = unit.station === undefined ? '' : ` at ${station(unit.station.name)}`;
  const from = unit.held.since === undefined ? '' : ` ${since(unit.held.since, now)}`;
  return `wagon ${unit.label} (${tonnes(unit.massKg)}) ${HELD[unit.held.why]}${where}${from}`;
}

/** At risk: wagon 93456788 (69 t) is in an abandoned train at Ryazhsk I since 16 Aug 22:40 MSK. */
function riskText({ held, heldListed }: ShipmentParts, now: Date): string {
  if (held.length === 0) return '';
  if (heldListed) return sentence(`At risk: ${held.map((unit) => heldText(unit, now)).join('; ')}`);
  const count = (why: 'abandoned' | 'badOrder') => held.filter((unit) => unit.held?.why === why).length;
  const [left, broken] = [count('abandoned'), count('badOrder')];
  const told = [
    left > 0 ? `${plural(left, 'wagon', 'wagons')} in abandoned trains` : '',
    broken > 0 ? `${plural(broken, 'wagon', 'wagons')} out of order` : '',
  ].filter(Boolean);
  return sentence(`At risk: ${told.join(', ')}`);
}

/** Order 10431, 70 t: 30 t delivered, 20 t on truck А123ВС56, 42 km from the site, arriving 14:10–14:40, seen 3 min ago; 20 t planned for 25 Aug. */
export function shipmentSentence(input: ShipmentSentence): string {
  const { state, units, now } = input;
  const zone = knownZone(input.timeZone ?? state.destination.timeZone);
  const title = state.orderNumber === undefined ? `Shipment ${state.number}` : `Order ${state.orderNumber}`;
  const head = `${title}, ${amount(state.orderedKg, state.product)}`;
  if (state.cancelledAt !== undefined) return sentence(`${head}: ${cancelledText(input, zone)}`);
  const parts = shipmentParts(state, units, now, zone);
  const done = parts.deliveredAt === undefined ? '' : ` in full, ${moment(parts.deliveredAt, now, zone, '')}`;
  const told = [
    state.deliveredKg > 0 ? `${tonnes(state.deliveredKg)} delivered${done}` : '',
    state.movingKg > 0 ? movingText(state.movingKg, parts, now, zone) : '',
    state.atStationKg > 0 ? stationText(state.atStationKg, parts) : '',
    state.plannedKg > 0 ? plannedText(state.plannedKg, parts, now) : '',
  ].filter(Boolean);
  const dropped = input.cancelledKg === undefined ? '' : sentence(`Another ${tonnes(input.cancelledKg)} cancelled`);
  return [sentence(`${head}: ${joinParts(told)}`), dropped, riskText(parts, now), termText(parts, now)].filter(Boolean).join(' ');
}

/** Shipment S-000012, 20 t of cement: cancelled on 22 Nov 14:05 by Anna Petrova. */
function cancelledText({ state, now, cancelledBy }: ShipmentSentence, timeZone: string): string {
  const when = state.cancelledAt === undefined ? '' : ` ${moment(state.cancelledAt, now, timeZone, '')}`;
  return `cancelled${when}${cancelledBy === undefined ? '' : ` by ${cancelledBy}`}`;
}
