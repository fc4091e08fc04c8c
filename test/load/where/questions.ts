import { otherLayout } from '@karavan/contracts';
import { isWagonNumber, wagonCheckDigit } from '@karavan/rail';
import type { Random } from '../support/random.ts';
import type { Customer } from './shipments.ts';
import type { Cargo, World } from './world.ts';

export interface Question {
  kind: Kind;
  text: string;
  /** a bench that measures empty answers would measure nothing */
  expects: 'answers' | 'nothing' | 'either';
}

/** How often each is asked, in a hundred. */
const WEIGHTS = {
  wagon: 24,
  order: 14,
  waybill: 10,
  plate: 10,
  shipment: 10,
  typo: 8,
  customer: 6,
  'customer, first letters': 4,
  station: 6,
  phone: 2,
  unknown: 6,
} as const;
export type Kind = keyof typeof WEIGHTS;

/** What people type: of a customer's people, about their own cargo, sometimes about somebody else's. */
export function makeQuestions(world: World, input: { count: number; customer?: Customer }): Question[] {
  const { random } = world;
  const seen =
    input.customer === undefined ? world.cargo : world.cargo.filter((cargo) => cargo.customer.id === input.customer?.id);
  const open = seen.filter((cargo) => cargo.isOpen);
  const known: Known = {
    random,
    world,
    customer: input.customer,
    seen,
    open,
    byRail: open.filter((cargo) => cargo.wagons.length > 0),
    byRoad: seen.filter((cargo) => cargo.plates.length > 0),
  };
  return Array.from({ length: input.count }, () => ask(known, random.weighted(WEIGHTS)));
}

interface Known {
  random: Random;
  world: World;
  customer: Customer | undefined;
  seen: readonly Cargo[];
  open: readonly Cargo[];
  byRail: readonly Cargo[];
  byRoad: readonly Cargo[];
}

function ask(known: Known, kind: Kind): Question {
  const { random, world, customer } = known;
  const answers = (text: string): Question => ({ kind, text, expects: 'answers' });
  const nothing = (text: string): Question => ({ kind, text, expects: 'nothing' });
  switch (kind) {
    case 'wagon':
      return answers(spaced(random, random.pick(random.pick(known.byRail).wagons)));
    case 'typo':
      return answers(mistyped(random, random.pick(random.pick(known.byRail).wagons)));
    case 'waybill':
      return answers(random.pick(known.byRail).waybill ?? '');
    case 'plate':
      return answers(written(random, random.pick(random.pick(known.byRoad).plates)));
    case 'order':
      return answers(random.pick(random.unit() < 0.7 ? known.open : known.seen).orderNumber);
    case 'shipment':
      return answers(random.pick(random.unit() < 0.7 ? known.open : known.seen).number);
    case 'customer': {
      const { name } = customer ?? random.pick(known.seen).customer;
      return answers(random.unit() < 0.1 ? otherLayout(name) : name);
    }
    case 'customer, first letters':
      return customer === undefined
        ? answers(
            random
              .pick(known.seen)
              .customer.name.slice(0, 3 + random.below(6))
              .trim(),
          )
        : answers(customer.name.slice(0, 4));
    case 'station': {
      const rake = random.pick(world.rakes);
      const station = random.pick(rake.states).lastOperation.station.name;
      return customer === undefined ? answers(station) : { kind, text: station, expects: 'either' };
    }
    case 'phone':
      return customer === undefined ? answers(random.pick(world.trucks).phone) : nothing(random.pick(world.trucks).phone);
    case 'unknown':
      return nothing(customer !== undefined && random.unit() < 0.5 ? foreign(known) : unheard(random));
  }
}

const spaced = (random: Random, number: string): string =>
  random.unit() < 0.2 ? `${number.slice(0, 2)} ${number.slice(2, 5)} ${number.slice(5)}` : number;

/** One digit wrong, so that the check digit is wrong too. */
function mistyped(random: Random, number: string): string {
  const at = random.below(8);
  const digit = (Number(number[at]) + 1 + random.below(9)) % 10;
  const text = `${number.slice(0, at)}${digit}${number.slice(at + 1)}`;
  return isWagonNumber(text) ? mistyped(random, number) : text;
}

const LATIN: Readonly<Record<string, string>> = {
  А: 'a',
  В: 'b',
  Е: 'e',
  К: 'k',
  М: 'm',
  Н: 'h',
  О: 'o',
  Р: 'p',
  С: 'c',
  Т: 't',
  У: 'y',
  Х: 'x',
};

/** With spaces and in Latin letters as often as not. */
function written(random: Random, plate: string): string {
  if (random.unit() < 0.5) return plate;
  return [...`${plate.slice(0, 1)} ${plate.slice(1, 4)} ${plate.slice(4)}`].map((letter) => LATIN[letter] ?? letter).join('');
}

function unheard(random: Random): string {
  const first7 = String(9_900_000 + random.below(90_000));
  return random.pick([
    `${first7}${wagonCheckDigit(first7)}`,
    `Щ${100 + random.below(900)}ЩЩ99`,
    `S-${900_000 + random.below(9_000)}`,
    `нет такого ${random.below(1000)}`,
  ]);
}

/** Cargo of others: an answer of any kind would be a leak. */
function foreign({ random, world, customer }: Known): string {
  const cargo = random.pick(world.cargo);
  return cargo.customer.id === customer?.id ? 'ничего' : cargo.number;
}
