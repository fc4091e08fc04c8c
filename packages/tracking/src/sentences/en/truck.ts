import type { Eta, ShipmentUnit } from '@karavan/contracts';
import { knownZone, ms } from '../../time.ts';
import { ageOf, arrivalOf, atTheGate, type SeenPosition, sentence } from '../facts.ts';
import type { TruckSentence } from '../speaker.ts';
import { latin } from './latin.ts';
import { ago, amount, clock, fromThen, interval, kilometres, moment } from './words.ts';

const STANDING_KMH = 5;

function motion(position: SeenPosition | undefined): string {
  const near = position?.place === undefined ? '' : ` near ${latin(position.place)}`;
  const speed = position?.speedKmh ?? null;
  if (speed === null) return `on its way${near}`;
  return speed <= STANDING_KMH ? `on its way, standing just now${near}` : `on its way${near}, doing ${Math.round(speed)} km/h`;
}

/** 42 km from the site, arriving 14:10–14:40; what is not known is not said. */
export function ahead(unit: ShipmentUnit, now: Date, timeZone: string): string[] {
  const arrival = arrivalOf(atTheGate(unit.eta), now, 5);
  const when =
    arrival === undefined
      ? ''
      : arrival === 'overdue'
        ? 'it should have been there by now'
        : `arriving ${interval(arrival, now, timeZone)}`;
  const way = unit.remainingKm === undefined ? '' : `${kilometres(unit.remainingKm)} from the site`;
  return [way, when, resting(unit.eta), gate(unit.eta, now, timeZone)].filter(Boolean);
}

/** The rest that the driver has to take on the way (RT7). */
function resting(eta: Eta | undefined): string {
  const rests = eta?.stops?.filter(({ kind }) => kind === 'rest').length ?? 0;
  return rests === 0 ? '' : `with ${rests === 1 ? 'a' : `${rests} rests of`} ${rests === 1 ? 'rest of ' : ''}11 h for the driver`;
}

/** The gate closes at 18:00, unloading tomorrow from 08:00 (RT12). */
function gate(eta: Eta | undefined, now: Date, timeZone: string): string {
  if (eta?.gate === undefined) return '';
  const { closedAt, opensAt } = eta.gate;
  const closed = closedAt === undefined ? 'the gate will be closed' : `the gate closes at ${clock(closedAt, timeZone)}`;
  return `${closed}, unloading ${fromThen(opensAt, now, timeZone)}`;
}

function byPlan({ eta, unloadTo }: ShipmentUnit, now: Date, timeZone: string): string {
  if (unloadTo === undefined) return '';
  const plan = moment(unloadTo, now, timeZone, '');
  if (now.getTime() > ms(unloadTo)) return `was planned ${plan}, late`;
  if (eta === undefined) return `planned ${plan}`;
  return ms(eta.p50) <= ms(unloadTo) ? `on time for the plan (${plan})` : `late for the plan (${plan})`;
}

function trip(unit: ShipmentUnit, position: SeenPosition | undefined, now: Date, timeZone: string): string {
  if (unit.handedOverAt !== undefined) return `handed over to another truck ${moment(unit.handedOverAt, now, timeZone, '')}`;
  if (unit.status === 'delivered') {
    return unit.deliveredAt === undefined ? 'delivered' : `delivered ${moment(unit.deliveredAt, now, timeZone, '')}`;
  }
  if (unit.status === 'planned') {
    const load = unit.loadFrom === undefined ? 'trip planned' : `to be loaded ${moment(unit.loadFrom, now, timeZone, '')}`;
    return position?.place === undefined ? load : `${load}, now near ${latin(position.place)}`;
  }
  const left = unit.departedAt === undefined ? '' : `left ${moment(unit.departedAt, now, timeZone, '')}`;
  return [motion(position), left, ...ahead(unit, now, timeZone), byPlan(unit, now, timeZone)].filter(Boolean).join(', ');
}

const seen = (position: SeenPosition | undefined, now: Date): string =>
  position === undefined ? 'not heard from yet' : `seen ${ago(ageOf(position.at, now))}`;

function idle(position: SeenPosition | undefined): string {
  const speed = position?.speedKmh ?? null;
  const motion = speed === null ? '' : speed <= STANDING_KMH ? ', standing' : `, doing ${Math.round(speed)} km/h`;
  const place = position?.place === undefined ? '' : `near ${latin(position.place)}${motion}, `;
  return `${place}no loaded trip just now`;
}

/** Truck А123ВС56, 20 t of cement for order 10431: on its way, 42 km from the site, arriving 14:10–14:40; seen 3 min ago. */
export function truckSentence({ label, position, unit, order, product, now, timeZone }: TruckSentence): string {
  const zone = knownZone(timeZone);
  const head = [`Truck ${label}`, unit === undefined || unit.handedOverAt !== undefined ? '' : amount(unit.massKg, product)]
    .filter(Boolean)
    .join(', ');
  const forOrder = order === undefined || unit === undefined ? '' : ` for order ${order}`;
  const what = unit === undefined ? idle(position) : trip(unit, position, now, zone);
  return sentence(`${head}${forOrder}: ${what}; ${seen(position, now)}`);
}
