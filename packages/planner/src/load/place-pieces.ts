import {
  type AxleLoadsReply,
  AxleLoadsRequest,
  LAYERS,
  type Language,
  MaxPayloadRequest,
  type NoPlacement,
  type PlacedRow,
  type PlacementReply,
  type PlacementRequest,
} from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { planAxleLoads } from './axle-loads.ts';
import type { Check } from './check.ts';
import { checksOf, frameOf } from './frame.ts';
import { largestPayload } from './largest-payload.ts';
import { lawfulMoments, type Range } from './moment-range.ts';
import { type Known, readQuestion, SHIPPED } from './question.ts';
import { reachOf } from './row-bounds.ts';
import type { Kind, Problem } from './row-problem.ts';
import { searchRows } from './row-search.ts';
import { placingSpeaker } from './words/placing.ts';

export interface PlacingOptions {
  language?: Language;
  known?: Known;
}

/**
 * Pieces in rows on a deck so that the departure and what is left after every drop are lawful, or a proof that this
 * cannot be (PL). Rows are full but where pieces run out; gaps may be anywhere. One deck: a rigid or a semi-trailer.
 * @throws InputError as `planAxleLoads`
 */
export function placePieces(
  request: PlacementRequest,
  { known = SHIPPED, language = 'ru' }: PlacingOptions = {},
): PlacementReply {
  const kinds = readKinds(request);
  const question = readQuestion(request, known);
  const frame = frameOf(question, request.liftedAxles ?? [], 'liftedAxles');
  const [deck, second] = frame.layout.decks;
  if (deck === undefined || second !== undefined)
    throw new InputError([{ path: 'vehicle', message: 'pieces are placed on one deck: a rigid or a semi-trailer' }]);
  const checks = question.keys.flatMap((key) => [...checksOf(frame, key, request.layers ?? LAYERS)]);
  const drops = Math.max(...kinds.map(({ drop }) => drop));
  const problem: Problem = { kinds, drops, deckM: deck.lengthM, across: request.across, doors: request.doors, ranges: [] };
  const speaker = placingSpeaker(language);
  const impossible = checkStages(request, problem, { checks, known });
  if (impossible !== undefined) return { outcome: 'impossible', because: impossible, why: speaker.noPlacement(impossible) };
  const found = searchRows(problem);
  if (found.rows !== undefined)
    return { outcome: 'placed', rows: found.rows, loads: judged(request, found.rows, { known, language }) };
  if (found.cutOff) return { outcome: 'undecided', nodes: found.nodes, why: speaker.undecided(found.nodes) };
  const because: NoPlacement = { code: 'stagesTogether' };
  return { outcome: 'impossible', because, why: speaker.noPlacement(because) };
}

function readKinds({ pieces, across }: PlacementRequest): Kind[] {
  const refuse = (path: string, message: string): never => {
    throw new InputError([{ path, message }]);
  };
  if (!Number.isInteger(across) || across < 1 || across > 10) refuse('across', 'must be a whole number from 1 to 10');
  if (pieces.length === 0) refuse('pieces', 'must name at least one');
  const kinds = new Map<string, Kind>();
  pieces.forEach((piece, i) => {
    for (const field of ['massKg', 'lengthM'] as const)
      if (!(piece[field] > 0 && piece[field] < 1e6)) refuse(`pieces.${i}.${field}`, 'must be more than zero');
    for (const [field, value] of Object.entries({ drop: piece.drop, count: piece.count ?? 1 }))
      if (!Number.isInteger(value) || value < 1 || value > 1000) refuse(`pieces.${i}.${field}`, 'must be a whole number from 1');
    const name = `${piece.massKg}|${piece.lengthM}|${piece.drop}`;
    const known = kinds.get(name);
    kinds.set(name, { ...piece, count: (piece.count ?? 1) + (known?.count ?? 0) });
  });
  return [...kinds.values()].sort((a, b) => b.drop - a.drop || b.massKg / b.lengthM - a.massKg / a.lengthM);
}

const massLeft = (kinds: readonly Kind[], stage: number): number =>
  kinds.reduce((sum, { drop, massKg, count }) => (drop > stage ? sum + massKg * count : sum), 0);

/** Each stage by itself, wherever its pieces stand; the ranges it leaves are what the search has to hit (PL2). */
function checkStages(
  request: PlacementRequest,
  problem: Problem,
  { checks, known }: { checks: readonly Check[]; known: Known },
): NoPlacement | undefined {
  const { kinds, drops, deckM } = problem;
  const neededM = reachOf(problem, 0).neededM;
  if (neededM > deckM + 1e-6) return { code: 'deckTooShort', neededM, deckM };
  for (let stage = 0; stage <= drops; stage++) {
    const massKg = massLeft(kinds, stage);
    const reach = reachOf(problem, stage);
    const ranges = lawfulMoments(checks, massKg).flatMap((range): Range[] => {
      const both = { lo: Math.max(range.lo, reach.lo), hi: Math.min(range.hi, reach.hi) };
      return both.lo <= both.hi + 1e-6 ? [range] : [];
    });
    if (ranges.length === 0) return { code: 'stage', stage, massKg, boundBy: boundOf(request, { massKg, reach, known }) };
    problem.ranges.push(ranges);
  }
  return undefined;
}

/** Which limit stands in the way of a stage: the one over at the nearest place its load can have. */
function boundOf(request: PlacementRequest, { massKg, reach, known }: { massKg: number; reach: Range; known: Known }): string {
  const free = MaxPayloadRequest.parse({ ...request, placement: { kind: 'free' } });
  const answers = Object.values(largestPayload(free, known));
  const tightest = answers.reduce((least, next) => (next.maxPayloadKg < least.maxPayloadKg ? next : least));
  if (massKg <= 0 || massKg > tightest.maxPayloadKg) return tightest.boundBy;
  const xM = Math.min(Math.max(tightest.bestXM ?? 0, reach.lo / massKg), reach.hi / massKg);
  const stages = [{ name: '', loads: [{ massKg, xM: Math.max(0, xM) }], liftedAxles: request.liftedAxles }];
  const reply = planAxleLoads(AxleLoadsRequest.parse({ ...request, stages }), known);
  const failing = Object.values(reply.stages[0]?.verdicts ?? {}).flatMap(({ checks }) => checks.filter(({ ok }) => !ok));
  return failing.sort((a, b) => b.overPct - a.overPct)[0]?.what ?? tightest.boundBy;
}

/** The plan as every stage is judged by the one engine. */
function judged(
  request: PlacementRequest,
  rows: readonly PlacedRow[],
  { known, language }: Required<PlacingOptions>,
): AxleLoadsReply {
  const speaker = placingSpeaker(language);
  const drops = Math.max(...rows.flatMap(({ pieces }) => pieces.map(({ drop }) => drop)));
  const stages = Array.from({ length: drops + 1 }, (_, stage) => ({
    name: stage === 0 ? speaker.departure : speaker.afterDrop(stage),
    loads: rows.flatMap(({ xM, pieces }) => pieces.filter(({ drop }) => drop > stage).map(({ massKg }) => ({ massKg, xM }))),
    liftedAxles: request.liftedAxles,
  }));
  return planAxleLoads({ ...request, stages, tolerancePct: 0 }, known);
}
