import type { SplitReply, SplitRequest } from '@karavan/contracts';
import { iso } from './instants.ts';
import type { Model } from './model.ts';
import { fixedCost, openUnits } from './plan-value.ts';
import type { KeptResult } from './solve.ts';

/** `optimal` only when every level is proven; else the bounds, and the gap on the first level that is open (SP15). */
export function proofOf(request: SplitRequest, solved: KeptResult): SplitReply['proof'] {
  const { levels, lastProven, keptProven, lastMs } = solved;
  if (levels.every(({ proven }) => proven) && lastProven && keptProven) return 'optimal';
  const names =
    request.objective === 'cheapest' ? ['unmetKg', 'lateKgDays', 'cost', 'tripsCount'] : ['unmetKg', 'lateKgDays', 'tripsCount'];
  const values = names.map((_, level) => inReply(solved.model, level, solved.solution.value[level] ?? 0));
  const bounds = names.map((_, level) => inReply(solved.model, level, levels[level]?.bound ?? 0));
  const open = levels.findIndex(({ proven }) => !proven);
  const gap = open < 0 ? 0 : gapPct(values[open] ?? 0, bounds[open] ?? 0, open === 0 ? askedKg(solved.model) : undefined);
  const known = names.slice(0, open < 0 ? names.length : open + 1);
  const bound: Record<string, unknown> = Object.fromEntries(known.map((name, level) => [name, bounds[level]]));
  if (open < 0 && lastProven) bound['lastUnloading'] = iso(lastMs);
  bound['openFrom'] = open >= 0 ? names[open] : lastProven ? 'changes' : 'lastUnloading';
  return { bound, gapPct: gap };
}

/** Levels are counted without locked trips and in units; a reply has them in. */
function inReply(model: Model, level: number, value: number): number {
  const locked = model.fixed.filter((fixed) => fixed.locked);
  if (level === 0) return model.units.kg(value) + roundingKg(model);
  if (level === 1) return model.units.kg(value) + lockedLate(model);
  const byCost = level === 2 && model.request.objective === 'cheapest';
  return value + (byCost ? locked.reduce((sum, fixed) => sum + fixedCost(model, fixed), 0) : locked.length);
}

/** What of the demand is no whole piece can never be met. */
function roundingKg(model: Model): number {
  const lockedKg = model.fixed.filter(({ locked }) => locked).flatMap(({ trip }) => trip.serves);
  const served = lockedKg.reduce((sum, { massKg }) => sum + massKg, 0);
  return Math.max(0, askedKg(model) - served - model.units.kg(openUnits(model)));
}

function lockedLate(model: Model): number {
  const parts = model.fixed
    .filter(({ locked }) => locked)
    .flatMap(({ trip }) => trip.serves.map((part) => ({ ...part, on: trip.date })));
  return parts.reduce(
    (sum, { date, massKg, on }) => sum + massKg * Math.max(0, (Date.parse(on) - Date.parse(date)) / 86_400_000),
    0,
  );
}

const askedKg = (model: Model): number => model.askedKg.reduce((sum, massKg) => sum + massKg, 0);

/** Unmet mass is measured against all that was asked for: of nothing there are no per cent. */
function gapPct(value: number, bound: number, whole = Math.max(Math.abs(value), Math.abs(bound))): number {
  return whole <= 0 ? 0 : Math.round(((value - bound) / whole) * 10_000) / 100;
}
