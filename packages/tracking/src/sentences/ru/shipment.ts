import type { ShipmentUnit } from '@karavan/contracts';
import { dayIn, knownZone, MOSCOW } from '../../time.ts';
import { ageOf, arrivalOf, sentence, stationTitle } from '../facts.ts';
import { joinParts, type ShipmentParts, shipmentParts } from '../parts.ts';
import type { ShipmentSentence } from '../speaker.ts';
import { ahead } from './truck.ts';
import { ago, amount, clock, date, interval, kilometres, moment, plural, since, station, tonnes, wholeDays } from './words.ts';

function wagonAhead(unit: ShipmentUnit, now: Date): string[] {
  const arrival = arrivalOf(unit.eta, now, 60);
  const when =
    arrival === undefined
      ? ''
      : arrival === 'overdue'
        ? 'расчётное время прибытия прошло'
        : `прибытие ${interval(arrival, now, MOSCOW)} МСК`;
  const left = unit.remainingKm === undefined ? '' : `осталось ${kilometres(unit.remainingKm)}`;
  return [unit.station === undefined ? '' : station(unit.station.name), left, when].filter(Boolean);
}

function fact(unit: ShipmentUnit, now: Date): string {
  if (unit.seenAt === undefined) return '';
  if (unit.mode === 'road') return `на связи ${ago(ageOf(unit.seenAt, now))}`;
  const today = dayIn(unit.seenAt, MOSCOW) === dayIn(now, MOSCOW);
  return `справка ${today ? '' : `${date(dayIn(unit.seenAt, MOSCOW), now)} `}${clock(unit.seenAt, MOSCOW)}`;
}

function unitText(unit: ShipmentUnit, now: Date, timeZone: string): string {
  const way = unit.mode === 'road' ? ahead(unit, now, timeZone) : wagonAhead(unit, now);
  return [...way, fact(unit, now)].filter(Boolean).join(', ');
}

const name = (unit: ShipmentUnit) => `${unit.mode === 'road' ? 'машина' : 'вагон'} ${unit.label}`;

function counted({ moving, together, oldest }: ShipmentParts, now: Date, timeZone: string): string {
  const wagons = moving.filter((unit) => unit.mode === 'rail').length;
  const trucks = moving.length - wagons;
  const inWagons = wagons === 0 ? '' : `в ${wagons} ${plural(wagons, 'вагоне', 'вагонах', 'вагонах')}`;
  const onTrucks = trucks === 0 ? '' : `на ${trucks} ${plural(trucks, 'машине', 'машинах', 'машинах')}`;
  const arrival = arrivalOf(together, now, 60);
  const when = arrival === undefined || arrival === 'overdue' ? '' : `, прибытие ${interval(arrival, now, timeZone)}`;
  const age =
    oldest === undefined
      ? ''
      : `, сведения не старше ${ago(ageOf(oldest, now)).replace(' назад', '').replace('только что', 'минуты')}`;
  return `${[inWagons, onTrucks].filter(Boolean).join(' и ')}${when}${age}`;
}

function movingText(kg: number, parts: ShipmentParts, now: Date, timeZone: string): string {
  const [first, ...others] = parts.moving;
  if (first === undefined || !parts.listed) return `${tonnes(kg)} в пути ${counted(parts, now, timeZone)}`.trim();
  const tell = (unit: ShipmentUnit) =>
    [`${name(unit)} (${tonnes(unit.massKg)})`, unitText(unit, now, timeZone)].filter(Boolean).join(', ');
  if (others.length > 0) return `${tonnes(kg)} в пути: ${parts.moving.map(tell).join('; ')}`;
  const carrier = first.mode === 'road' ? `везёт машина ${first.label}` : `в вагоне ${first.label}`;
  return [`${tonnes(kg)} ${carrier}`, unitText(first, now, timeZone)].filter(Boolean).join(', ');
}

function stationText(kg: number, { stations, stationWagons }: ShipmentParts): string {
  const where = stations.length === 1 && stations[0] !== undefined ? ` ${stationTitle(stations[0])}` : '';
  const one = stationWagons.length === 1 ? ` (вагон ${stationWagons[0]})` : '';
  return `${tonnes(kg)} на станции${where}${one} ${one === '' && where === '' ? 'ждёт вывоза' : 'ждёт выгрузки'}`;
}

function plannedText(kg: number, { plannedFirst: from, plannedLast: to }: ShipmentParts, now: Date): string {
  if (from === undefined || to === undefined) return `${tonnes(kg)} ещё не отправлено`;
  return `${tonnes(kg)} запланировано на ${from === to ? date(from, now) : `${date(from, now)} – ${date(to, now)}`}`;
}

function termText({ term, deliveredAt }: ShipmentParts, now: Date): string {
  if (term === undefined) return '';
  const done = deliveredAt !== undefined;
  const by = term.daysLate === undefined ? '' : ` на ${wholeDays(term.daysLate)}`;
  const verdict = {
    onTime: done ? ', доставили вовремя' : ', успеваем',
    tight: ', можем опоздать',
    late: `, ${done ? 'опоздали' : 'опаздываем'}${by}`,
    unknown: '',
  }[term.verdict];
  return sentence(`${term.computed ? 'Расчётный срок' : 'Срок'} ${term.over ? 'был ' : ''}${date(term.day, now)}${verdict}`);
}

const HELD = { abandoned: 'в брошенном поезде', badOrder: 'неисправен' } as const;

function heldText(unit: ShipmentUnit, now: Date): string {
  if (unit.held === undefined) return '';
  const where = unit.station === undefined ? '' : ` на ${station(unit.station.name)}`;
  const from = unit.held.since === undefined ? '' : ` ${since(unit.held.since, now)}`;
  return `вагон ${unit.label} (${tonnes(unit.massKg)}) ${HELD[unit.held.why]}${where}${from}`;
}

/** Под угрозой: вагон 93456788 (69 т) в брошенном поезде на ст. Ряжск I с 16 авг. 22:40 МСК. */
function riskText({ held, heldListed }: ShipmentParts, now: Date): string {
  if (held.length === 0) return '';
  if (heldListed) return sentence(`Под угрозой: ${held.map((unit) => heldText(unit, now)).join('; ')}`);
  const count = (why: 'abandoned' | 'badOrder') => held.filter((unit) => unit.held?.why === why).length;
  const [left, broken] = [count('abandoned'), count('badOrder')];
  const told = [
    left > 0 ? `в брошенных поездах ${left} ${plural(left, 'вагон', 'вагона', 'вагонов')}` : '',
    broken > 0
      ? `${plural(broken, 'неисправен', 'неисправны', 'неисправны')} ${broken} ${plural(broken, 'вагон', 'вагона', 'вагонов')}`
      : '',
  ].filter(Boolean);
  return sentence(`Под угрозой: ${told.join(', ')}`);
}

/** Заказ 10431, 70 т: 30 т доставлено, 20 т везёт машина А123ВС56, 42 км до места, прибытие 14:10–14:40; 20 т запланировано на 25 авг. */
export function shipmentSentence(input: ShipmentSentence): string {
  const { state, units, now } = input;
  const zone = knownZone(input.timeZone ?? state.destination.timeZone);
  const title = state.orderNumber === undefined ? `Партия ${state.number}` : `Заказ ${state.orderNumber}`;
  const head = `${title}, ${amount(state.orderedKg, state.product)}`;
  if (state.cancelledAt !== undefined) return sentence(`${head}: ${cancelledText(input, zone)}`);
  const parts = shipmentParts(state, units, now, zone);
  const done = parts.deliveredAt === undefined ? '' : ` полностью, ${moment(parts.deliveredAt, now, zone, '')}`;
  const told = [
    state.deliveredKg > 0 ? `${tonnes(state.deliveredKg)} доставлено${done}` : '',
    state.movingKg > 0 ? movingText(state.movingKg, parts, now, zone) : '',
    state.atStationKg > 0 ? stationText(state.atStationKg, parts) : '',
    state.plannedKg > 0 ? plannedText(state.plannedKg, parts, now) : '',
  ].filter(Boolean);
  const dropped = input.cancelledKg === undefined ? '' : sentence(`Ещё ${tonnes(input.cancelledKg)} отменено`);
  return [sentence(`${head}: ${joinParts(told)}`), dropped, riskText(parts, now), termText(parts, now)].filter(Boolean).join(' ');
}

/** Партия S-000012, 20 т цемента: отменена 22 нояб. в 14:05, Анна Петрова. */
function cancelledText({ state, now, cancelledBy }: ShipmentSentence, timeZone: string): string {
  const gone = state.orderNumber === undefined ? 'отменена' : 'отменён';
  const when = state.cancelledAt === undefined ? '' : ` ${moment(state.cancelledAt, now, timeZone, '')}`;
  return `${gone}${when}${cancelledBy === undefined ? '' : `, ${cancelledBy}`}`;
}
