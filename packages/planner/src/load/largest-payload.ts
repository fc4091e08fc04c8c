import {
  LAYERS,
  type LargestPayload,
  type MaxPayloadReply,
  type MaxPayloadRequest,
  type Placement,
  type PlanLoad,
} from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import type { Check } from './check.ts';
import { checksOf, frameOf } from './frame.ts';
import type { Layout, SetDeck } from './layout.ts';
import { alternativesOf, type Direction } from './limits.ts';
import { maximise, type Row } from './linear-program.ts';
import { deckOf, isOnDeck } from './load-state.ts';
import { binding, overWhenEmpty, ROUNDING_KG, rowsOf } from './payload-bound.ts';
import { type Known, readQuestion, SHIPPED } from './question.ts';
import { markPayloads } from './unconfirmed.ts';

/**
 * The largest lawful payload (MP) of a vehicle for each class of road or the rule set: whole kilograms, rounded down, so
 * that the answer passes every check of `planAxleLoads` and ten kilograms more do not.
 * @throws InputError as `planAxleLoads`, and for a placement off the deck
 */
export function largestPayload(request: MaxPayloadRequest, known: Known = SHIPPED): MaxPayloadReply {
  const question = readQuestion(request, known);
  const frame = frameOf(question, request.liftedAxles ?? [], 'liftedAxles');
  const ways = waysOf(request.placement, frame.layout);
  const reply: MaxPayloadReply = {};
  for (const key of question.keys) {
    const checks = checksOf(frame, key, request.layers ?? LAYERS);
    reply[key] = largest(ways, checks, request.placement.kind === 'free');
  }
  markPayloads(reply, question);
  return reply;
}

/**
 * Where so much may lie, as free placement has it: the middle of all lawful places on the road asked for (MP3).
 * `undefined` where no place on the decks makes that mass lawful.
 * @throws InputError as `planAxleLoads`
 */
export function placeFreely(
  { massKg, ...request }: Omit<MaxPayloadRequest, 'placement'> & { massKg: number },
  known: Known = SHIPPED,
): PlanLoad[] | undefined {
  const question = readQuestion(request, known);
  const [key] = question.keys;
  if (key === undefined) return undefined;
  const frame = frameOf(question, request.liftedAxles ?? [], 'liftedAxles');
  const ways = waysOf({ kind: 'free' }, frame.layout);
  const directions = ways.map(({ direction }) => direction);
  const each = directions.map(() => 1);
  for (const limits of alternativesOf(checksOf(frame, key, request.layers ?? LAYERS))) {
    const kilograms = settle(rowsOf(limits, directions), massKg, each);
    if (kilograms === undefined) continue;
    const { placed = [] } = placedAt(ways, kilograms);
    return placed.map(({ unit, ...load }) => (frame.layout.decks.length > 1 ? { ...load, unit } : load));
  }
  return undefined;
}

/** A way of loading: what one kilogram does, and the place it stands at. */
interface Way {
  deck: SetDeck;
  xM: number;
  direction: Direction;
}

const wayAt = (deck: SetDeck, xM: number): Way => ({
  deck,
  xM,
  direction: deck.deck === 'A' ? [1, xM, 0, 0] : [0, 0, 1, xM],
});

/** Free placement is any mix of both ends of each deck: so every centre of gravity on it can be had (MP3). */
function waysOf(placement: Placement, { decks }: Layout): Way[] {
  if (placement.kind === 'free') return decks.flatMap((deck) => [wayAt(deck, 0), wayAt(deck, deck.lengthM)]);
  const deck = deckOf(placement, decks);
  if (typeof deck === 'string') throw new InputError([{ path: 'placement.unit', message: deck }]);
  const places = placement.kind === 'point' ? { xM: placement.xM } : { fromM: placement.fromM, toM: placement.toM };
  for (const [field, xM] of Object.entries(places))
    if (!isOnDeck(xM, deck.lengthM))
      throw new InputError([{ path: `placement.${field}`, message: `lies outside the deck, which is ${deck.lengthM} m long` }]);
  if (placement.kind === 'point') return [wayAt(deck, placement.xM)];
  if (placement.fromM > placement.toM) throw new InputError([{ path: 'placement.toM', message: 'must not lie ahead of fromM' }]);
  return [wayAt(deck, (placement.fromM + placement.toM) / 2)];
}

function largest(ways: readonly Way[], checks: readonly Check[], isFree: boolean): LargestPayload {
  const directions = ways.map(({ direction }) => direction);
  const each = directions.map(() => 1);
  const feasible = alternativesOf(checks).flatMap((limits) => {
    const rows = rowsOf(limits, directions);
    const best = maximise(each, rows);
    return best === undefined ? [] : [{ rows, best }];
  });
  const [first, ...others] = feasible;
  if (first === undefined) return overWhenEmpty(checks);
  const top = others.reduce((most, candidate) => (candidate.best.value > most.best.value ? candidate : most), first);
  const maxPayloadKg = Math.floor(top.best.value + ROUNDING_KG);
  const kilograms = isFree ? (settle(top.rows, maxPayloadKg, each) ?? top.best.t) : [maxPayloadKg];
  const leastKg = Math.min(...feasible.map(({ rows }) => leastOf(rows, each)));
  const minPayloadKg = Math.ceil(leastKg - ROUNDING_KG);
  return {
    maxPayloadKg,
    ...binding(checks, { directions, kilograms }),
    ...(minPayloadKg > 0 ? { minPayloadKg } : {}),
    ...(isFree ? placedAt(ways, kilograms) : {}),
  };
}

/** Nothing at all is the least, where that is lawful. */
const leastOf = (rows: readonly Row[], each: readonly number[]): number =>
  rows.every(({ b }) => b >= 0)
    ? 0
    : -(
        maximise(
          each.map(() => -1),
          rows,
        )?.value ?? 0
      );

/** Of all placements of this mass the middle one: the furthest from the limits ahead and behind. */
function settle(rows: readonly Row[], massKg: number, each: readonly number[]): number[] | undefined {
  const fixed = [...rows, { a: each, b: massKg }, { a: each.map(() => -1), b: ROUNDING_KG - massKg }];
  const ends = each.map((_, j) => j % 2);
  const [back, front] = [
    maximise(ends, fixed),
    maximise(
      ends.map((end) => 1 - end),
      fixed,
    ),
  ];
  if (back === undefined || front === undefined) return undefined;
  return back.t.map((kilograms, j) => (kilograms + (front.t[j] ?? 0)) / 2);
}

function placedAt(ways: readonly Way[], kilograms: readonly number[]): Pick<LargestPayload, 'bestXM' | 'placed'> {
  const placed = ways.flatMap(({ deck, xM }, j) => {
    const behind = ways[j + 1];
    if (j % 2 === 1 || behind === undefined) return [];
    const [ahead, after] = [kilograms[j] ?? 0, kilograms[j + 1] ?? 0];
    const massKg = ahead + after;
    return massKg > 0 ? [{ unit: deck.unit, massKg, xM: (ahead * xM + after * behind.xM) / massKg }] : [];
  });
  const [only] = placed;
  return { placed, ...(ways.length === 2 && only !== undefined ? { bestXM: only.xM } : {}) };
}
