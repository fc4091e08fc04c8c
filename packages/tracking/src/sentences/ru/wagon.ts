import type { RailEvent } from '@karavan/contracts';
import { dayIn, MOSCOW } from '../../time.ts';
import { isFirstAbandoning } from '../../wagon-stay.ts';
import type { WagonSnapshot } from '../../wagon-trip.ts';
import { sentence, stationTitle } from '../facts.ts';
import type { WagonSentence } from '../speaker.ts';
import { capital, isOldReport, type WagonParts, wagonParts } from '../wagon-parts.ts';
import { amount, clock, date, days, interval, kilometres, moment, since, station, wholeDays } from './words.ts';

/** What was done to the wagon, before the station and the time. */
const DONE: Record<RailEvent, string> = {
  DEPARTED: 'отправлен со',
  ARRIVED_STATION: 'прибыл на',
  ARRIVED_DESTINATION: 'прибыл на',
  TRAIN_JOINED: 'включён в поезд на',
  TRAIN_LEFT: 'исключён из поезда на',
  TRAIN_ABANDONED: 'поезд брошен на',
  TRAIN_INDEX_CHANGED: 'сменил индекс поезда на',
  LOADED: 'погружен на',
  UNLOADED: 'выгружен на',
  TRANSLOADED: 'груз перегружен на',
  PLACED: 'подан на подъездной путь на',
  REMOVED: 'убран с подъездного пути на',
  BORDER_IN: 'принят на границе на',
  BORDER_OUT: 'сдан на границе на',
  ROAD_IN: 'принят соседней дорогой на',
  ROAD_OUT: 'сдан соседней дороге на',
  INSPECTION: 'прошёл осмотр на',
  BAD_ORDER: 'признан неисправным на',
  REPAIRED: 'вышел из ремонта на',
  TRIP_END: 'закончил рейс на',
  CORRECTION: 'отмечен на',
  SCRAPPED: 'исключён из парка на',
  OTHER: 'отмечен на',
};

function lastOperation({ lastOperation: { event, station: at, at: when } }: WagonSnapshot, now: Date): string {
  return `${DONE[event]} ${station(at.name)} ${moment(when, now)}`;
}

function standing(wagon: WagonSnapshot): string {
  return `стоит на ${station(wagon.lastOperation.station.name)} ${days(wagon.idle.atStationDays)}`;
}

function where(wagon: WagonSnapshot, now: Date): string {
  const { event, at, station: stop } = wagon.lastOperation;
  switch (wagon.status) {
    case 'inTransit':
      return `в пути, ${lastOperation(wagon, now)}`;
    case 'standing':
      if (event === 'DEPARTED')
        return `${lastOperation(wagon, now)}, с тех пор операций нет ${days(wagon.idle.sinceLastOperationDays)}`;
      return `${standing(wagon)}, ${since(wagon.atStationSince, now)}`;
    case 'abandoned':
      return `${standing(wagon)}, ${isFirstAbandoning(wagon) ? `поезд брошен ${moment(at, now)}` : 'в брошенном поезде'}`;
    case 'badOrder':
      return event === 'BAD_ORDER'
        ? `признан неисправным на ${station(stop.name)} ${moment(at, now)}, стоит там ${days(wagon.idle.atStationDays)}`
        : `${standing(wagon)}, неисправен`;
    case 'arrived': {
      const waits = wagon.loadState === 'empty' ? '' : event === 'PLACED' ? ', подан под выгрузку' : ', ждёт выгрузки';
      return `прибыл на станцию назначения ${stationTitle(stop.name)} ${moment(wagon.atStationSince, now)}${waits}`;
    }
    case 'unloaded':
      return event === 'UNLOADED'
        ? `${lastOperation(wagon, now)}, порожний, на станции ${days(wagon.idle.atStationDays)}`
        : `порожний, ${lastOperation(wagon, now)}`;
    case 'emptyInTransit': {
      const to = wagon.destination === undefined ? '' : ` на ${station(wagon.destination.name)}`;
      return `следует${to === '' ? ' порожним' : to}, ${lastOperation(wagon, now)}`;
    }
    case 'atOrigin': {
      const on = station(stop.name);
      return event === 'LOADED'
        ? `погружен на ${on} ${moment(at, now)}, ещё не отправлен`
        : `на станции отправления, ${lastOperation(wagon, now)}`;
    }
    case 'missing':
      return `в последней справке его нет, до этого ${lastOperation(wagon, now)}`;
    case 'unknown':
      return lastOperation(wagon, now);
  }
}

/** (справка 07:05); an older one with its day; a day old: that there is nothing newer. */
function report(wagon: WagonSnapshot, now: Date): string {
  const today = dayIn(wagon.reportedAt, MOSCOW) === dayIn(now, MOSCOW);
  const day = today ? '' : `${date(dayIn(wagon.reportedAt, MOSCOW), now)} `;
  const old = isOldReport(wagon, now) ? ', свежее нет' : '';
  return `(справка ${day}${clock(wagon.reportedAt, MOSCOW)}${old})`;
}

function comingText({ coming, held }: WagonParts, now: Date): string {
  if (coming === undefined) return '';
  if (coming === 'overdue') return 'расчётное время прибытия прошло';
  if (!held) return `прибытие ${interval(coming, now, MOSCOW)}`;
  const [soonest, likely] = [dayIn(coming.from ?? now, MOSCOW), dayIn(coming.likely, MOSCOW)];
  return `ждём не раньше ${date(soonest, now)}${likely === soonest ? '' : `, скорее ${date(likely, now)}`}`;
}

function inTime({ term, arrived }: WagonParts, late: boolean | null, now: Date): string {
  if (term === undefined) return late === true ? 'к сроку опаздывает' : '';
  const due = term.computed ? 'расчётный срок доставки' : 'срок доставки';
  const day = date(term.day, now);
  const by = term.daysLate === undefined ? '' : ` на ${wholeDays(term.daysLate)}`;
  switch (term.verdict) {
    case 'onTime':
      return arrived ? `${due} ${day}, прибыл вовремя` : `${due} ${day}, успевает`;
    case 'tight':
      return `${due} ${day}, может опоздать`;
    case 'late':
      return `${due} ${term.over ? 'был ' : ''}${day}, ${arrived ? 'опоздал' : 'опаздывает'}${by}`;
    case 'unknown':
      return `${due} ${day}`;
  }
}

/** Вагон …, 68 т цемента по заказу 10423: в пути, отправлен со ст. … (справка 07:05). Осталось 368 км, прибытие …; срок …, успевает. */
export function wagonSentence(input: WagonSentence): string {
  const { wagon, order, late, now } = input;
  const parts = wagonParts(input);
  const cargo = parts.empty ? 'порожний' : amount(parts.massKg, parts.product);
  const head = [`Вагон ${wagon.number}`, cargo].filter(Boolean).join(', ');
  const forOrder = order === undefined ? '' : ` по заказу ${order}`;
  const left = parts.leftKm === undefined ? '' : `осталось ${kilometres(parts.leftKm)}`;
  const ahead = [left, comingText(parts, now)].filter(Boolean).join(parts.held ? '; ' : ', ');
  const outlook = [ahead, inTime(parts, late, now)].filter(Boolean).join('; ');
  return [sentence(`${head}${forOrder}: ${where(wagon, now)} ${report(wagon, now)}`), sentence(capital(outlook))]
    .filter(Boolean)
    .join(' ');
}
