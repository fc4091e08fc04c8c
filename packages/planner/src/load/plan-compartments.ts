import {
  type AxleLoadsReply,
  type Compartment,
  type CompartmentsReply,
  type CompartmentsRequest,
  LAYERS,
  MOST_COMPARTMENTS,
} from '@karavan/contracts';
import { InputError, type InputIssue } from '../input-error.ts';
import { planAxleLoads } from './axle-loads.ts';
import { whyNoFill } from './compartments-why.ts';
import { type FillTask, lawfulFill } from './fill-order.ts';
import { checksOf, frameOf } from './frame.ts';
import type { SetDeck } from './layout.ts';
import type { Direction } from './limits.ts';
import { deckOf, isOnDeck } from './load-state.ts';
import type { PlacingOptions } from './place-pieces.ts';
import { readQuestion, SHIPPED } from './question.ts';
import { placingSpeaker } from './words/placing.ts';

/**
 * How much goes into each compartment and in which order they are filled and emptied so that the vehicle may drive after
 * every one (PL5). Between two lawful states of one compartment every state is lawful, so half a compartment is too.
 * @throws InputError as `planAxleLoads`
 */
export function planCompartments(
  request: CompartmentsRequest,
  { known = SHIPPED, language = 'ru' }: PlacingOptions = {},
): CompartmentsReply {
  refuse(request);
  const question = readQuestion(request, known);
  const frame = frameOf(question, request.liftedAxles ?? [], 'liftedAxles');
  const { compartments, totalKg } = request;
  const task: FillTask = {
    compartments,
    totalKg,
    directions: directionsOf(compartments, frame.layout.decks),
    checks: question.keys.flatMap((key) => [...checksOf(frame, key, request.layers ?? LAYERS)]),
  };
  const found = lawfulFill(task);
  const speaker = placingSpeaker(language);
  if (found === undefined) {
    const because = whyNoFill(task);
    const askedKg = totalKg ?? compartments.reduce((sum, { massKg = 0 }) => sum + massKg, 0);
    return { outcome: 'impossible', because, why: speaker.noFill(because, askedKg) };
  }
  const order = found.order.map((i) => compartments[i]?.name ?? '');
  return {
    outcome: 'planned',
    fill: compartments.map(({ name }, i) => ({ name, massKg: found.fillKg[i] ?? 0 })),
    fillingOrder: order,
    emptyingOrder: [...order].reverse(),
    loads: judged(request, found, { known, language }),
  };
}

/** Full, then after each compartment. */
function judged(
  request: CompartmentsRequest,
  { order, fillKg }: { order: readonly number[]; fillKg: readonly number[] },
  { known, language }: Required<PlacingOptions>,
): AxleLoadsReply {
  const speaker = placingSpeaker(language);
  const { compartments, liftedAxles } = request;
  const stages = Array.from({ length: order.length + 1 }, (_, emptied) => {
    const last = compartments[order[order.length - emptied] ?? -1];
    return {
      name: last === undefined ? speaker.departure : speaker.afterCompartment(last.name),
      loads: order.slice(0, order.length - emptied).map((i) => {
        const { xM, unit } = compartments[i] ?? { xM: 0 };
        return { massKg: fillKg[i] ?? 0, xM, unit };
      }),
      liftedAxles,
    };
  });
  return planAxleLoads({ ...request, stages, tolerancePct: 0 }, known);
}

function directionsOf(compartments: readonly Compartment[], decks: readonly SetDeck[]): Direction[] {
  const issues: InputIssue[] = [];
  const directions = compartments.map(({ xM, unit }, i): Direction => {
    const deck = deckOf({ unit }, decks);
    if (typeof deck === 'string') issues.push({ path: `compartments.${i}.unit`, message: deck });
    else if (!isOnDeck(xM, deck.lengthM))
      issues.push({ path: `compartments.${i}.xM`, message: `lies outside the deck, which is ${deck.lengthM} m long` });
    return typeof deck === 'string' || deck.deck === 'A' ? [1, xM, 0, 0] : [0, 0, 1, xM];
  });
  if (issues.length > 0) throw new InputError(issues);
  return directions;
}

function refuse({ compartments, totalKg }: CompartmentsRequest): void {
  const issues: InputIssue[] = [];
  const wrong = (path: string, message: string) => issues.push({ path, message });
  if (compartments.length === 0 || compartments.length > MOST_COMPARTMENTS)
    wrong('compartments', `must be 1 to ${MOST_COMPARTMENTS}`);
  compartments.forEach(({ massKg, maxKg }, i) => {
    if (!(maxKg >= 0)) wrong(`compartments.${i}.maxKg`, 'must not be negative');
    if (massKg !== undefined && !(massKg >= 0 && massKg <= maxKg))
      wrong(`compartments.${i}.massKg`, 'must lie between 0 and maxKg');
  });
  if (totalKg !== undefined && !(totalKg >= 0)) wrong('totalKg', 'must not be negative');
  if (totalKg === undefined && compartments.some(({ massKg }) => massKg === undefined))
    wrong('totalKg', 'give the mass in all, or of every compartment');
  if (issues.length > 0) throw new InputError(issues);
}
