import type { Eta, ShipmentUnit } from '@karavan/contracts';
import { knownZone, ms } from '../../time.ts';
import { ageOf, arrivalOf, atTheGate, type SeenPosition, sentence } from '../facts.ts';
import type { TruckSentence } from '../speaker.ts';
import { ago, amount, clock, fromThen, interval, kilometres, moment } from './words.ts';

const STANDING_KMH = 5;

function motion(position: SeenPosition | undefined): string {
  const near = position?.place === undefined ? '' : ` (${position.place})`;
  const speed = position?.speedKmh ?? null;
  if (speed === null) return `в пути${near}`;
  return speed <= STANDING_KMH ? `в пути, сейчас стоит${near}` : `в пути${near}, идёт ${Math.round(speed)} км/ч`;
}

/** 42 км до места, прибытие 14:10–14:40; what is not known is not said. */
export function ahead(unit: ShipmentUnit, now: Date, timeZone: string): string[] {
  const arrival = arrivalOf(atTheGate(unit.eta), now, 5);
  const when =
    arrival === undefined
      ? ''
      : arrival === 'overdue'
        ? 'расчётное время прибытия прошло'
        : `прибытие ${interval(arrival, now, timeZone)}`;
  const way = unit.remainingKm === undefined ? '' : `${kilometres(unit.remainingKm)} до места`;
  return [way, when, resting(unit.eta), gate(unit.eta, now, timeZone)].filter(Boolean);
}

/** Отдых, который водитель обязан взять по пути (RT7). */
function resting(eta: Eta | undefined): string {
  const rests = eta?.stops?.filter(({ kind }) => kind === 'rest').length ?? 0;
  return rests === 0 ? '' : `с отдыхом водителя ${rests === 1 ? '' : `${rests} × `}11 ч`;
}

/** Ворота закрыты с 18:00, выгрузка завтра с 08:00 (RT12). */
function gate(eta: Eta | undefined, now: Date, timeZone: string): string {
  if (eta?.gate === undefined) return '';
  const { closedAt, opensAt } = eta.gate;
  const closed = closedAt === undefined ? 'ворота будут закрыты' : `ворота закрыты с ${clock(closedAt, timeZone)}`;
  return `${closed}, выгрузка ${fromThen(opensAt, now, timeZone)}`;
}

function byPlan({ eta, unloadTo }: ShipmentUnit, now: Date, timeZone: string): string {
  if (unloadTo === undefined) return '';
  const plan = moment(unloadTo, now, timeZone, '');
  if (now.getTime() > ms(unloadTo)) return `по плану ждали ${plan}, опаздывает`;
  if (eta === undefined) return `по плану ${plan}`;
  return ms(eta.p50) <= ms(unloadTo) ? `успевает к плану (${plan})` : `опаздывает против плана (${plan})`;
}

function trip(unit: ShipmentUnit, position: SeenPosition | undefined, now: Date, timeZone: string): string {
  if (unit.handedOverAt !== undefined) return `груз передан другой машине ${moment(unit.handedOverAt, now, timeZone, '')}`;
  if (unit.status === 'delivered') {
    return unit.deliveredAt === undefined ? 'груз доставлен' : `груз доставлен ${moment(unit.deliveredAt, now, timeZone, '')}`;
  }
  if (unit.status === 'planned') {
    const load =
      unit.loadFrom === undefined ? 'рейс запланирован' : `погрузка по плану ${moment(unit.loadFrom, now, timeZone, '')}`;
    return position?.place === undefined ? load : `${load}, машина сейчас: ${position.place}`;
  }
  const left = unit.departedAt === undefined ? '' : `выехала ${moment(unit.departedAt, now, timeZone, '')}`;
  return [motion(position), left, ...ahead(unit, now, timeZone), byPlan(unit, now, timeZone)].filter(Boolean).join(', ');
}

function seen(position: SeenPosition | undefined, now: Date): string {
  return position === undefined ? 'на связь ещё не выходила' : `на связи ${ago(ageOf(position.at, now))}`;
}

function idle(position: SeenPosition | undefined): string {
  const speed = position?.speedKmh ?? null;
  const motion = speed === null ? '' : speed <= STANDING_KMH ? ', стоит' : `, идёт ${Math.round(speed)} км/ч`;
  const place = position?.place === undefined ? '' : `${position.place}${motion}, `;
  return `${place}рейса с грузом сейчас нет`;
}

/** Машина А123ВС56, 20 т цемента по заказу 10431: в пути, 42 км до места, прибытие 14:10–14:40; на связи 3 мин назад. */
export function truckSentence({ label, position, unit, order, product, now, timeZone }: TruckSentence): string {
  const zone = knownZone(timeZone);
  const head = [`Машина ${label}`, unit === undefined || unit.handedOverAt !== undefined ? '' : amount(unit.massKg, product)]
    .filter(Boolean)
    .join(', ');
  const forOrder = order === undefined || unit === undefined ? '' : ` по заказу ${order}`;
  const what = unit === undefined ? idle(position) : trip(unit, position, now, zone);
  return sentence(`${head}${forOrder}: ${what}; ${seen(position, now)}`);
}
