import type { Language, SplitDay, SplitReply, SplitRequest } from '@karavan/contracts';
import { isRegionKnown } from '../../load/index.ts';
import type { Model } from '../model.ts';
import { tripTypes } from '../trip-types.ts';
import { fixedViolations } from '../validate/index.ts';
import { type Fact, reasonOfFact } from './facts.ts';
import { canBeTried, findRepairs } from './repairs.ts';
import { SPLIT_WORDS, type SplitWords } from './words.ts';

export interface ExplainInput {
  readonly request: SplitRequest;
  readonly model: Model;
  readonly reply: SplitReply;
  readonly language: Language;
}
type Dated = Fact & { date: string };

const NOTHING_KG = 1e-6;

/** Which limits bind, in words, with what would lift them; and a sentence for every day that is short or late (SP17). */
export function explain(input: ExplainInput): Pick<SplitReply, 'days' | 'reasons'> {
  const demands = demandFacts(input);
  const general = [...regionFacts(input), ...lockedFacts(input), ...(isShort(input) ? excludedFacts(input) : [])];
  const lifted = liftFacts(input);
  const said = (facts: readonly Fact[]) => facts.map((fact) => reasonOfFact(fact, input.language));
  const because = (on: string) =>
    said([
      ...demands.filter(({ date }) => date === on),
      ...lifted.slice(0, 1),
      ...general.filter(({ what }) => what !== 'region'),
    ])[0]?.message;
  const words = SPLIT_WORDS[input.language];
  return {
    days: input.reply.days.map((day) => explainDay(day, { input, words, because: because(day.date) })),
    reasons: said([...general, ...demands, ...lifted, ...softFacts(input)]),
  };
}

const isShort = ({ reply }: ExplainInput): boolean => reply.unmetKg > NOTHING_KG;

function explainDay(
  day: SplitDay,
  { input, words, because }: { input: ExplainInput; words: SplitWords; because: string | undefined },
): SplitDay {
  const parts: string[] = [];
  if (day.lateKg > NOTHING_KG) {
    const later = input.reply.trips.filter((trip) => trip.date > day.date && trip.serves.some(({ date }) => date === day.date));
    parts.push(`${words.lateBy(day.lateKg, [...new Set(later.map(({ date }) => date))].sort())}.`);
  }
  if (day.unmetKg > NOTHING_KG) parts.push([`${words.missing(day.unmetKg, day.date)}.`, because ?? ''].join(' ').trim());
  return parts.length === 0 ? day : { ...day, why: parts.join(' ') };
}

/** Nothing is known of a region by this name: no act of it was counted. */
function regionFacts({ request: { site, fleet, ruleSet = 'RU' }, model }: ExplainInput): Fact[] {
  const isDescribed = fleet.some(({ maxPayloadKg }) => maxPayloadKg === undefined);
  if (site.region === undefined || ruleSet !== 'RU' || !isDescribed || isRegionKnown(model.known.law, site.region)) return [];
  return [{ what: 'region', region: site.region }];
}

function lockedFacts({ request, reply, model }: ExplainInput): Fact[] {
  const locked = reply.trips.filter((trip) => trip.locked === true);
  const known = new Set(request.fleet.map(({ id }) => id));
  const gone = locked.filter(({ vehicleId }) => !known.has(vehicleId));
  const broken = fixedViolations(request, locked, model.known).filter(({ trips }) =>
    trips.every((index) => known.has(locked[index]?.vehicleId ?? '')),
  );
  return [
    ...gone.map(({ vehicleId }): Fact => ({ what: 'lockedGone', vehicle: vehicleId })),
    ...broken.map(({ trips, rule, message }): Fact => {
      const place = message.startsWith('the site') ? `${rule} site` : rule;
      return { what: 'locked', vehicle: locked[trips.at(-1) ?? 0]?.vehicleId ?? '', rule: place };
    }),
  ];
}

function excludedFacts({ model }: ExplainInput): Fact[] {
  const facts = model.excluded.map(({ vehicle, why }): Fact => ({ what: 'excluded', vehicle: vehicle.id, why }));
  return model.groups.length === 0 ? [...facts, { what: 'noTrucks' }] : facts;
}

/** What by itself rules a demand out: it is over, no day has hours for it, it is no whole piece. */
function demandFacts({ model, reply, request }: ExplainInput): Dated[] {
  const served = new Set(tripTypes(model).flatMap(({ date }) => model.dates[date]?.serves.map(({ demand }) => demand) ?? []));
  return reply.days.flatMap((day, index): Dated[] => {
    if (day.unmetKg <= NOTHING_KG) return [];
    const { date, unmetKg: massKg } = day;
    const { product } = request;
    if (product.form === 'pieces' && massKg < product.pieceMassKg - NOTHING_KG)
      return [{ what: 'remainder', massKg, date, pieceKg: product.pieceMassKg }];
    if (model.groups.length === 0 || served.has(index)) return [];
    const isPast = model.dates.every(({ serves }) => serves.every(({ demand }) => demand !== index));
    return [{ what: isPast ? 'past' : 'closed', date }];
  });
}

function liftFacts({ request, model, reply }: ExplainInput): Fact[] {
  const massKg = wholeUnmetKg(request, reply);
  if (massKg <= NOTHING_KG) return [];
  if (!canBeTried(model)) return [{ what: 'notSought', massKg }];
  const { repairs, isComplete } = findRepairs(request, massKg, model.known);
  if (repairs.length === 0) return [{ what: isComplete ? 'noRepair' : 'notSought', massKg }];
  return repairs.map((repair): Fact => ({ what: 'repair', ...repair }));
}

/** Parts of a piece no change of trucks or hours can bring. */
function wholeUnmetKg({ product }: SplitRequest, { days }: SplitReply): number {
  if (product.form === 'bulk') return days.reduce((sum, { unmetKg }) => sum + unmetKg, 0);
  return days.reduce((sum, { unmetKg }) => sum + Math.floor(unmetKg / product.pieceMassKg + 1e-7) * product.pieceMassKg, 0);
}

function softFacts({ reply: { lateKgDays, proof } }: ExplainInput): Fact[] {
  const late: Fact[] = lateKgDays > NOTHING_KG ? [{ what: 'delay', lateKgDays }] : [];
  return proof === 'optimal' ? late : [...late, { what: 'gap', gapPct: proof.gapPct }];
}
