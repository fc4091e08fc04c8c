import type { Language, SplitDay, SplitReply, SplitRequest } from '@karavan/contracts';
import { isRegionKnown } from '../../load/index.ts';
import type { Model } from '../model.ts';
import { tripTypes } from '../trip-types.ts';
import { fixedViolations } from '../validate/index.ts';
import { canBeTried, findRepairs } from './repairs.ts';
import { SPLIT_WORDS, type SplitWords } from './words.ts';

export interface ExplainInput {
  readonly request: SplitRequest;
  readonly model: Model;
  readonly reply: SplitReply;
  readonly language: Language;
}
type Reason = SplitReply['reasons'][number];

const NOTHING_KG = 1e-6;

/** Which limits bind, in words, with what would lift them; and a sentence for every day that is short or late (SP17). */
export function explain(input: ExplainInput): Pick<SplitReply, 'days' | 'reasons'> {
  const words = SPLIT_WORDS[input.language];
  const demands = demandReasons(input, words);
  const general = [
    ...regionReasons(input, words),
    ...lockedReasons(input, words),
    ...(isShort(input) ? excludedReasons(input, words) : []),
  ];
  const lifted = liftReasons(input, words);
  const reasons = [
    ...general,
    ...demands.map(({ code, message }) => ({ code, message })),
    ...lifted,
    ...softReasons(input, words),
  ];
  const because = (date: string) =>
    demands.find((reason) => reason.date === date)?.message ??
    lifted[0]?.message ??
    general.find(({ code }) => code !== 'region')?.message;
  return { days: input.reply.days.map((day) => explainDay(day, { input, words, because: because(day.date) })), reasons };
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
function regionReasons({ request: { site, fleet, ruleSet = 'RU' }, model }: ExplainInput, words: SplitWords): Reason[] {
  const isDescribed = fleet.some(({ maxPayloadKg }) => maxPayloadKg === undefined);
  if (site.region === undefined || ruleSet !== 'RU' || !isDescribed || isRegionKnown(model.known.law, site.region)) return [];
  return [{ code: 'region', message: words.unknownRegion(site.region) }];
}

function lockedReasons({ request, reply, model }: ExplainInput, words: SplitWords): Reason[] {
  const locked = reply.trips.filter((trip) => trip.locked === true);
  const known = new Set(request.fleet.map(({ id }) => id));
  const gone = locked.filter(({ vehicleId }) => !known.has(vehicleId));
  const broken = fixedViolations(request, locked, model.known).filter(({ trips }) =>
    trips.every((index) => known.has(locked[index]?.vehicleId ?? '')),
  );
  return [
    ...gone.map(({ vehicleId }) => ({ code: 'locked', message: words.lockedGone(vehicleId) })),
    ...broken.map(({ trips, message }) => ({
      code: 'locked',
      message: words.locked(locked[trips.at(-1) ?? 0]?.vehicleId ?? '', message),
    })),
  ];
}

function excludedReasons({ model }: ExplainInput, words: SplitWords): Reason[] {
  const reasons = model.excluded.map(({ vehicle, why }) => ({ code: why, message: words.excluded(vehicle.id, why) }));
  return model.groups.length === 0 ? [...reasons, { code: 'fleet', message: words.noTrucks() }] : reasons;
}

/** What by itself rules a demand out: it is over, no day has hours for it, it is no whole piece. */
function demandReasons({ model, reply, request }: ExplainInput, words: SplitWords): (Reason & { date: string })[] {
  const served = new Set(tripTypes(model).flatMap(({ date }) => model.dates[date]?.serves.map(({ demand }) => demand) ?? []));
  return reply.days.flatMap((day, index) => {
    if (day.unmetKg <= NOTHING_KG) return [];
    const { date } = day;
    const { product } = request;
    if (product.form === 'pieces' && day.unmetKg < product.pieceMassKg - NOTHING_KG)
      return [{ code: 'piece', date, message: words.remainder(day.unmetKg, date, product.pieceMassKg) }];
    if (model.groups.length === 0 || served.has(index)) return [];
    const isPast = model.dates.every(({ serves }) => serves.every(({ demand }) => demand !== index));
    return [{ code: isPast ? 'past' : 'closed', date, message: isPast ? words.past(date) : words.closed(date) }];
  });
}

function liftReasons({ request, model, reply }: ExplainInput, words: SplitWords): Reason[] {
  const wholeKg = wholeUnmetKg(request, reply);
  if (wholeKg <= NOTHING_KG) return [];
  if (!canBeTried(model)) return [{ code: 'size', message: words.notSought(wholeKg) }];
  const repairs = findRepairs(request, wholeKg, model.known);
  if (repairs.length === 0) return [{ code: 'unresolved', message: words.noRepair(wholeKg) }];
  return repairs.map((repair) => ({ code: repair.limit, message: words.lifts(words.binds(repair.limit), words.repair(repair)) }));
}

/** Parts of a piece no change of trucks or hours can bring. */
function wholeUnmetKg({ product }: SplitRequest, { days }: SplitReply): number {
  if (product.form === 'bulk') return days.reduce((sum, { unmetKg }) => sum + unmetKg, 0);
  return days.reduce((sum, { unmetKg }) => sum + Math.floor(unmetKg / product.pieceMassKg + 1e-7) * product.pieceMassKg, 0);
}

function softReasons({ reply }: ExplainInput, words: SplitWords): Reason[] {
  const late = reply.lateKgDays > NOTHING_KG ? [{ code: 'delay', message: words.lateNow(reply.lateKgDays) }] : [];
  const gap = reply.proof === 'optimal' ? [] : [{ code: 'gap', message: words.gap(reply.proof.gapPct) }];
  return [...late, ...gap];
}
