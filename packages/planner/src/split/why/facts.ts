import type { Language, SplitReply } from '@karavan/contracts';
import { ruleWords } from './rule-words.ts';
import { type Repair, SPLIT_WORDS } from './words.ts';

type Reason = SplitReply['reasons'][number];

/** Why not, before it is put into words: what is stored, and read in any language. */
export type Fact =
  | { what: 'region'; region: string }
  | { what: 'lockedGone'; vehicle: string }
  | { what: 'locked'; vehicle: string; rule: string }
  | { what: 'excluded'; vehicle: string; why: 'mode' | 'length' | 'gross' | 'payload' | 'minLoad' | 'piece' }
  | { what: 'noTrucks' }
  | { what: 'remainder'; massKg: number; date: string; pieceKg: number }
  | { what: 'past' | 'closed'; date: string }
  | { what: 'notSought' | 'noRepair'; massKg: number }
  | ({ what: 'repair' } & Repair)
  | { what: 'delay'; lateKgDays: number }
  | { what: 'gap'; gapPct: number };

const CODES = {
  region: 'region',
  lockedGone: 'locked',
  locked: 'locked',
  noTrucks: 'fleet',
  remainder: 'piece',
  past: 'past',
  closed: 'closed',
  notSought: 'size',
  noRepair: 'unresolved',
  delay: 'delay',
  gap: 'gap',
} as const;

function codeOf(fact: Fact): string {
  if (fact.what === 'excluded') return fact.why;
  return fact.what === 'repair' ? fact.limit : CODES[fact.what];
}

export function reasonOfFact(fact: Fact, language: Language): Reason {
  return { code: codeOf(fact), message: inWords(fact, language), values: { ...fact } };
}

/** A reason in the reader's language, whatever it was stored in; one stored without its values stays as it is (SP17). */
export function reasonIn<R extends Reason>(reason: R, language: Language): R {
  const { values } = reason;
  if (values === undefined || !isFact(values)) return reason;
  return { ...reason, message: inWords(values, language) };
}

/** Values are only ever written by `reasonOfFact`; one of a later version may have a name that is not known here. */
const isFact = (values: object): values is Fact =>
  'what' in values && (values.what === 'excluded' || values.what === 'repair' || String(values.what) in CODES);

function inWords(fact: Fact, language: Language): string {
  const words = SPLIT_WORDS[language];
  switch (fact.what) {
    case 'region':
      return words.unknownRegion(fact.region);
    case 'lockedGone':
      return words.lockedGone(fact.vehicle);
    case 'locked':
      return words.locked(fact.vehicle, ruleWords(fact.rule, language));
    case 'excluded':
      return words.excluded(fact.vehicle, fact.why);
    case 'noTrucks':
      return words.noTrucks();
    case 'remainder':
      return words.remainder(fact.massKg, fact.date, fact.pieceKg);
    case 'past':
      return words.past(fact.date);
    case 'closed':
      return words.closed(fact.date);
    case 'notSought':
      return words.notSought(fact.massKg);
    case 'noRepair':
      return words.noRepair(fact.massKg);
    case 'repair':
      return words.lifts(words.binds(fact.limit), words.repair(fact));
    case 'delay':
      return words.lateNow(fact.lateKgDays);
    case 'gap':
      return words.gap(fact.gapPct);
  }
}
