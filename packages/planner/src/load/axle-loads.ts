import type {
  AxleCheck,
  AxleLoadsReply,
  AxleLoadsRequest,
  LoadStageReply,
  LoadVerdict,
  OverloadBand,
  PlanLoad,
} from '@karavan/contracts';
import { InputError, type InputIssue } from '../input-error.ts';
import { type LoadState, valueAt } from './affine.ts';
import { type Check, judge } from './check.ts';
import type { SetDeck } from './layout.ts';
import { type Frame, type Known, type Question, readQuestion, SHIPPED, stagesOf } from './question.ts';

const EPSILON_M = 1e-6;

/**
 * Loads of every axle after every drop, each judged by every limit (AX, LW). Pure; metres and kilograms.
 * @throws InputError naming the field: an unknown preset, a load off the deck, a support with all axles up, a day without rules
 */
export function planAxleLoads(request: AxleLoadsRequest, known: Known = SHIPPED): AxleLoadsReply {
  const question = readQuestion(request, known);
  const stages = stagesOf(question, request.stages, stateOf).map(({ frame, at }, i) =>
    judgeStage(request.stages[i]?.name ?? '', { frame, at, tolerancePct: request.tolerancePct, question }),
  );
  return { ...summary(stages), seasonalActs: question.acts.map(({ id }) => id) };
}

/** Mass and moment on each deck. @throws InputError for a load off the deck or on a deck that is not there */
export function stateOf(loads: readonly PlanLoad[], { decks, path }: { decks: readonly SetDeck[]; path: string }): LoadState {
  const state: [1, number, number, number, number] = [1, 0, 0, 0, 0];
  const issues: InputIssue[] = [];
  loads.forEach((load, i) => {
    const deck = deckOf(load, decks);
    if (typeof deck === 'string') {
      issues.push({ path: `${path}.${i}.unit`, message: deck });
      return;
    }
    issues.push(...offDeck(load, deck).map(({ path: field, message }) => ({ path: `${path}.${i}.${field}`, message })));
    const xM = load.xM ?? ((load.fromM ?? 0) + (load.toM ?? 0)) / 2;
    const at = deck.deck === 'A' ? 1 : 3;
    state[at] += load.massKg;
    state[at + 1] = (state[at + 1] ?? 0) + load.massKg * xM;
  });
  if (issues.length > 0) throw new InputError(issues);
  return state;
}

/** The deck a load stands on, or why it is none. */
export function deckOf({ unit }: { unit?: 'rigid' | 'trailer' | undefined }, decks: readonly SetDeck[]): SetDeck | string {
  const [only, other] = decks;
  if (unit === undefined)
    return only !== undefined && other === undefined ? only : 'say which deck it stands on: rigid or trailer';
  return decks.find((deck) => deck.unit === unit) ?? `this vehicle has no deck on its ${unit}`;
}

function offDeck(load: PlanLoad, { lengthM }: SetDeck): InputIssue[] {
  const fields = ['xM', 'fromM', 'toM'] as const;
  return fields
    .filter((field) => load[field] !== undefined && !isOnDeck(load[field], lengthM))
    .map((path) => ({ path, message: `lies outside the deck, which is ${lengthM} m long` }));
}

export const isOnDeck = (xM: number, lengthM: number): boolean => xM >= -EPSILON_M && xM <= lengthM + EPSILON_M;

type Judging = { frame: Frame; at: LoadState; tolerancePct: number; question: Question };

function judgeStage(name: string, judging: Judging): LoadStageReply {
  const { frame, at, question } = judging;
  const { layout, groups } = frame;
  const verdicts: LoadStageReply['verdicts'] = {};
  const maker = judgeAll(frame.maker, at, 0);
  for (const key of question.keys) {
    const law = judgeAll(frame.law.get(key) ?? [], at, judging.tolerancePct);
    verdicts[key] = verdictOf(law, [...maker, ...judgeAll(frame.season.get(key) ?? [], at, 0)]);
  }
  return {
    name,
    axleLoadsKg: layout.axles.map(({ load }) => valueAt(load, at)),
    kingpinKg: layout.kingpin === null ? null : valueAt(layout.kingpin, at),
    grossKg: valueAt(layout.gross, at),
    groups: groups.map(({ axles, wheels, meanSpacingM, load }) => ({
      axles: axles.map(({ number }) => number),
      wheels,
      meanSpacingM,
      sumKg: valueAt(load, at),
    })),
    verdicts,
  };
}

function judgeAll(checks: readonly Check[], at: LoadState, tolerancePct: number): AxleCheck[] {
  const judged: AxleCheck[] = [];
  for (const check of checks) {
    const result = judge(check, at, tolerancePct);
    if (check.silent !== true || !result.ok) judged.push(result);
  }
  return judged;
}

/** Band, worst and overloads speak of the law alone; every check is listed (LW14). */
function verdictOf(law: AxleCheck[], others: AxleCheck[]): LoadVerdict {
  const overloads: LoadVerdict['overloads'] = [];
  let [worst, overMost, ok] = [law[0], 0, true];
  for (const check of law) {
    ok &&= check.ok;
    if (worst === undefined || check.utilisationPct > worst.utilisationPct) worst = check;
    const { what, actualKg, limitKg, overPct } = check;
    if (overPct > 0) overloads.push({ what, actualKg, limitKg, overPct });
    overMost = Math.max(overMost, overPct);
  }
  return {
    ok,
    band: bandOf(overMost),
    worst: worst?.what ?? '',
    worstUtilisationPct: worst?.utilisationPct ?? 0,
    checks: others.length === 0 ? law : law.concat(others),
    overloads,
  };
}

/** The bands of the code of offences: up to and including 10, 20, 50 per cent over (LW15). */
export function bandOf(overPct: number): OverloadBand {
  if (overPct <= 0) return 'ok';
  const upTo = (most: number) => overPct <= most + 1e-9;
  return upTo(10) ? '0-10' : upTo(20) ? '10-20' : upTo(50) ? '20-50' : '>50';
}

function summary(stages: LoadStageReply[]): Pick<AxleLoadsReply, 'stages' | 'worstStage' | 'ok'> {
  let worst = { name: stages[0]?.name ?? '', pct: Number.NEGATIVE_INFINITY };
  let ok = true;
  for (const stage of stages)
    for (const verdict of Object.values(stage.verdicts)) {
      if (verdict.worstUtilisationPct > worst.pct) worst = { name: stage.name, pct: verdict.worstUtilisationPct };
      ok &&= verdict.ok && verdict.checks.every((check) => check.ok);
    }
  return { stages, worstStage: worst.name, ok };
}
