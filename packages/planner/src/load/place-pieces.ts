import { AxleLoadsRequest, LAYERS, MaxPayloadRequest } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { planAxleLoads } from './axle-loads.ts';
import type { Check } from './check.ts';
import { largestPayload } from './largest-payload.ts';
import { lawfulMoments, type Range } from './moment-range.ts';
import type { Impossible, Piece, PlacedRow, PlaceReply, PlaceRequest } from './place-types.ts';
import { checksOf, frameOf, type Known, readQuestion, SHIPPED } from './question.ts';
import { reachOf } from './row-bounds.ts';
import type { Kind, Problem } from './row-problem.ts';
import { searchRows } from './row-search.ts';

/**
 * Pieces in rows on a deck so that the departure and what is left after every drop are lawful, or a proof that this
 * cannot be (PL). Rows are full but where pieces run out; gaps may be anywhere. One deck: a rigid or a semi-trailer.
 * @throws InputError as `planAxleLoads`
 */
export function placePieces(request: PlaceRequest, known: Known = SHIPPED): PlaceReply {
  const kinds = readKinds(request);
  const question = readQuestion({ ...asked(request), international: undefined }, known);
  const frame = frameOf(question, [], 'vehicle');
  const [deck, second] = frame.layout.decks;
  if (deck === undefined || second !== undefined)
    throw new InputError([{ path: 'vehicle', message: 'pieces are placed on one deck: a rigid or a semi-trailer' }]);
  const checks = question.keys.flatMap((key) => [...checksOf(frame, key, request.layers ?? LAYERS)]);
  const drops = Math.max(...kinds.map(({ drop }) => drop));
  const problem: Problem = { kinds, drops, deckM: deck.lengthM, across: request.across, doors: request.doors, ranges: [] };
  const impossible = checkStages(request, problem, { checks, known });
  if (impossible !== undefined) return { outcome: 'impossible', because: impossible };
  const found = searchRows(problem);
  if (found.rows !== undefined) return { outcome: 'placed', rows: found.rows, loads: judged(request, found.rows, known) };
  if (found.cutOff) return { outcome: 'undecided', nodes: found.nodes };
  return { outcome: 'impossible', because: { code: 'stagesTogether' } };
}

const asked = ({ vehicle, ruleSet, roadClasses, on, region, cargo }: PlaceRequest) => ({
  vehicle,
  ruleSet,
  roadClasses,
  on,
  region,
  cargo,
  temperatureC: undefined,
  time: undefined,
});

function readKinds({ pieces, across }: PlaceRequest): Kind[] {
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

const massLeft = (kinds: readonly Required<Piece>[], stage: number): number =>
  kinds.reduce((sum, { drop, massKg, count }) => (drop > stage ? sum + massKg * count : sum), 0);

/** Each stage by itself, wherever its pieces stand; the ranges it leaves are what the search has to hit (PL2). */
function checkStages(
  request: PlaceRequest,
  problem: Problem,
  { checks, known }: { checks: readonly Check[]; known: Known },
): Impossible | undefined {
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
function boundOf(request: PlaceRequest, { massKg, reach, known }: { massKg: number; reach: Range; known: Known }): string {
  const free = MaxPayloadRequest.parse({ ...asked(request), placement: { kind: 'free' } });
  const answers = Object.values(largestPayload(free, known));
  const tightest = answers.reduce((least, next) => (next.maxPayloadKg < least.maxPayloadKg ? next : least));
  if (massKg <= 0 || massKg > tightest.maxPayloadKg) return tightest.boundBy;
  const xM = Math.min(Math.max(tightest.bestXM ?? 0, reach.lo / massKg), reach.hi / massKg);
  const stages = [{ name: '', loads: [{ massKg, xM: Math.max(0, xM) }] }];
  const reply = planAxleLoads(AxleLoadsRequest.parse({ ...asked(request), stages }), known);
  const failing = Object.values(reply.stages[0]?.verdicts ?? {}).flatMap(({ checks }) => checks.filter(({ ok }) => !ok));
  return failing.sort((a, b) => b.overPct - a.overPct)[0]?.what ?? tightest.boundBy;
}

/** The plan as every stage is judged by the one engine. */
function judged(request: PlaceRequest, rows: readonly PlacedRow[], known: Known) {
  const drops = Math.max(...rows.flatMap(({ pieces }) => pieces.map(({ drop }) => drop)));
  const stages = Array.from({ length: drops + 1 }, (_, stage) => ({
    name: stage === 0 ? 'departure' : `after drop ${stage}`,
    loads: rows.flatMap(({ xM, pieces }) => pieces.filter(({ drop }) => drop > stage).map(({ massKg }) => ({ massKg, xM }))),
  }));
  return planAxleLoads({ ...asked(request), international: undefined, stages, tolerancePct: 0 }, known);
}
