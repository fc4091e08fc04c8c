import type { RailEvent } from '@karavan/contracts';
import { dayIn, MOSCOW } from '../../time.ts';
import { isFirstAbandoning } from '../../wagon-stay.ts';
import type { WagonSnapshot } from '../../wagon-trip.ts';
import { sentence } from '../facts.ts';
import type { WagonSentence } from '../speaker.ts';
import { capital, isOldReport, type WagonParts, wagonParts } from '../wagon-parts.ts';
import { amount, clock, date, days, interval, kilometres, moment, plural, since, station } from './words.ts';

/** What was done to the wagon, before the station and the time. */
const DONE: Record<RailEvent, string> = {
  DEPARTED: 'left',
  ARRIVED_STATION: 'arrived at',
  ARRIVED_DESTINATION: 'arrived at',
  TRAIN_JOINED: 'put into a train at',
  TRAIN_LEFT: 'taken out of its train at',
  TRAIN_ABANDONED: 'the train was abandoned at',
  TRAIN_INDEX_CHANGED: 'given a new train index at',
  LOADED: 'loaded at',
  UNLOADED: 'unloaded at',
  TRANSLOADED: 'goods transloaded at',
  PLACED: 'placed on the siding at',
  REMOVED: 'taken off the siding at',
  BORDER_IN: 'taken over at the border at',
  BORDER_OUT: 'handed over at the border at',
  ROAD_IN: 'taken over by the next railway at',
  ROAD_OUT: 'handed over to the next railway at',
  INSPECTION: 'inspected at',
  BAD_ORDER: 'found in bad order at',
  REPAIRED: 'repaired at',
  TRIP_END: 'ended its trip at',
  CORRECTION: 'last seen at',
  SCRAPPED: 'written off at',
  OTHER: 'last seen at',
};

function lastOperation({ lastOperation: { event, station: at, at: when } }: WagonSnapshot, now: Date): string {
  return `${DONE[event]} ${station(at.name)} ${moment(when, now)}`;
}

function standing(wagon: WagonSnapshot): string {
  return `standing at ${station(wagon.lastOperation.station.name)} for ${days(wagon.idle.atStationDays)}`;
}

function where(wagon: WagonSnapshot, now: Date): string {
  const { event, at, station: stop } = wagon.lastOperation;
  switch (wagon.status) {
    case 'inTransit':
      return `in transit, ${lastOperation(wagon, now)}`;
    case 'standing':
      if (event === 'DEPARTED')
        return `${lastOperation(wagon, now)}, nothing heard for ${days(wagon.idle.sinceLastOperationDays)} since`;
      return `${standing(wagon)}, ${since(wagon.atStationSince, now)}`;
    case 'abandoned':
      return `${standing(wagon)}, ${isFirstAbandoning(wagon) ? `the train was abandoned ${moment(at, now)}` : 'in an abandoned train'}`;
    case 'badOrder':
      return event === 'BAD_ORDER'
        ? `in bad order at ${station(stop.name)} ${since(at, now)}, standing there for ${days(wagon.idle.atStationDays)}`
        : `${standing(wagon)}, in bad order`;
    case 'arrived': {
      const waits = wagon.loadState === 'empty' ? '' : event === 'PLACED' ? ', placed for unloading' : ', waiting to be unloaded';
      return `at its destination ${station(stop.name)}, arrived ${moment(wagon.atStationSince, now)}${waits}`;
    }
    case 'unloaded':
      return event === 'UNLOADED'
        ? `${lastOperation(wagon, now)}, empty now, ${days(wagon.idle.atStationDays)} at the station`
        : `empty, ${lastOperation(wagon, now)}`;
    case 'emptyInTransit': {
      const to = wagon.destination === undefined ? '' : ` to ${station(wagon.destination.name)}`;
      return `running${to === '' ? ' empty' : to}, ${lastOperation(wagon, now)}`;
    }
    case 'atOrigin':
      return event === 'LOADED'
        ? `loaded at ${station(stop.name)} ${moment(at, now)}, not yet departed`
        : `at its origin, ${lastOperation(wagon, now)}`;
    case 'missing':
      return `not in the latest report, before that ${lastOperation(wagon, now)}`;
    case 'unknown':
      return lastOperation(wagon, now);
  }
}

/** (report 07:05); an older one with its day; a day old: that there is nothing newer. */
function report(wagon: WagonSnapshot, now: Date): string {
  const today = dayIn(wagon.reportedAt, MOSCOW) === dayIn(now, MOSCOW);
  const day = today ? '' : `${date(dayIn(wagon.reportedAt, MOSCOW), now)} `;
  const old = isOldReport(wagon, now) ? ', nothing newer' : '';
  return `(report ${day}${clock(wagon.reportedAt, MOSCOW)}${old})`;
}

function comingText({ coming, held }: WagonParts, now: Date): string {
  if (coming === undefined) return '';
  if (coming === 'overdue') return 'it should have been there by now';
  if (!held) return `arriving ${interval(coming, now, MOSCOW)}`;
  const [soonest, likely] = [dayIn(coming.from ?? now, MOSCOW), dayIn(coming.likely, MOSCOW)];
  return `not expected before ${date(soonest, now)}${likely === soonest ? '' : `, more likely ${date(likely, now)}`}`;
}

function inTime({ term, arrived }: WagonParts, late: boolean | null, now: Date): string {
  if (term === undefined) return late === true ? 'late for its deadline' : '';
  const norm = term.computed ? ' by the computed norm' : '';
  const due = `${term.over ? 'was due' : 'due'} ${date(term.day, now)}${norm}`;
  switch (term.verdict) {
    case 'onTime':
      return arrived ? `${due}, came in time` : `${due}, on time`;
    case 'tight':
      return `${due}, may be late`;
    case 'late':
      return term.daysLate === undefined ? `${due}, late` : `${due}, ${plural(term.daysLate, 'day', 'days')} late`;
    case 'unknown':
      return due;
  }
}

/** Wagon …, 69 t for order 10425: standing at Ryazhsk I for 3.4 days, … (report 07:05). 214 km left; not expected before 23 Aug, …, 5 days late. */
export function wagonSentence(input: WagonSentence): string {
  const { wagon, order, late, now } = input;
  const parts = wagonParts(input);
  const cargo = parts.empty ? 'empty' : amount(parts.massKg, parts.product);
  const head = [`Wagon ${wagon.number}`, cargo].filter(Boolean).join(', ');
  const forOrder = order === undefined ? '' : ` for order ${order}`;
  const left = parts.leftKm === undefined ? '' : `${kilometres(parts.leftKm)} left`;
  const ahead = [left, comingText(parts, now)].filter(Boolean).join(parts.held ? '; ' : ', ');
  const outlook = [ahead, inTime(parts, late, now)].filter(Boolean).join('; ');
  return [sentence(`${head}${forOrder}: ${where(wagon, now)} ${report(wagon, now)}`), sentence(capital(outlook))]
    .filter(Boolean)
    .join(' ');
}
