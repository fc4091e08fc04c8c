import type { AxleCheck, LoadStageReply, LoadVerdict, OverloadBand } from '@karavan/contracts';
import { type LoadState, valueAt } from './affine.ts';
import { type Check, judge } from './check.ts';
import type { Frame } from './frame.ts';
import type { LegalGroup } from './groups.ts';

interface Judging {
  frame: Frame;
  at: LoadState;
  tolerancePct: number;
}

export interface JudgedStage {
  reply: LoadStageReply;
  /** the highest use of a limit of the law on any road */
  worstPct: number;
  /** every layer on every road */
  ok: boolean;
}

/** What every axle carries at one stage, and every limit against it. */
export function judgeStage(name: string, { frame, at, tolerancePct }: Judging): JudgedStage {
  const { layout, groups, law } = frame;
  const verdicts: LoadStageReply['verdicts'] = {};
  const maker = judgeAll(frame.maker, at, 0);
  const everywhere = judgeAll(law.everywhere, at, tolerancePct);
  let worstPct = Number.NEGATIVE_INFINITY;
  let ok = areOk(maker);
  for (const { key, checks } of law.roads) {
    const own = judgeAll(checks, at, tolerancePct);
    for (const check of everywhere) own.push(check);
    const season = judgeAll(frame.season.get(key), at, 0);
    const verdict = verdictOf(own);
    for (const check of maker) own.push(check);
    for (const check of season) own.push(check);
    verdicts[key] = verdict;
    worstPct = Math.max(worstPct, verdict.worstUtilisationPct);
    ok = ok && verdict.ok && areOk(season);
  }
  const reply = {
    name,
    axleLoadsKg: layout.axles.map(({ load }) => valueAt(load, at)),
    kingpinKg: layout.kingpin === null ? null : valueAt(layout.kingpin, at),
    grossKg: valueAt(layout.gross, at),
    groups: groups.map((group) => describeGroup(group, at)),
    verdicts,
  };
  return { reply, worstPct, ok };
}

const describeGroup = ({ numbers, wheels, meanSpacingM, load }: LegalGroup, at: LoadState): LoadStageReply['groups'][number] => ({
  axles: [...numbers],
  wheels,
  meanSpacingM,
  sumKg: valueAt(load, at),
});

function judgeAll(checks: readonly Check[] | undefined, at: LoadState, tolerancePct: number): AxleCheck[] {
  const judged: AxleCheck[] = [];
  if (checks === undefined) return judged;
  for (const check of checks) {
    const result = judge(check, at, tolerancePct);
    if (check.silent !== true || !result.ok) judged.push(result);
  }
  return judged;
}

function areOk(checks: readonly AxleCheck[]): boolean {
  for (const { ok } of checks) if (!ok) return false;
  return true;
}

/** Band, worst and overloads speak of the law alone (LW14); the list is the one given, to which the other layers are added. */
function verdictOf(law: AxleCheck[]): LoadVerdict {
  const overloads: LoadVerdict['overloads'] = [];
  let worst = law[0];
  let overMost = 0;
  let ok = true;
  for (const check of law) {
    ok = ok && check.ok;
    if (worst === undefined || check.utilisationPct > worst.utilisationPct) worst = check;
    if (!(check.overPct > 0)) continue;
    const { what, actualKg, limitKg, overPct } = check;
    overloads.push({ what, actualKg, limitKg, overPct });
    if (overPct > overMost) overMost = overPct;
  }
  return {
    ok,
    band: bandOf(overMost),
    worst: worst?.what ?? '',
    worstUtilisationPct: worst?.utilisationPct ?? 0,
    checks: law,
    overloads,
  };
}

/** The bands of the code of offences: up to and including 10, 20, 50 per cent over (LW15). */
export function bandOf(overPct: number): OverloadBand {
  if (overPct <= 0) return 'ok';
  const least = overPct - 1e-9;
  return least <= 10 ? '0-10' : least <= 20 ? '10-20' : least <= 50 ? '20-50' : '>50';
}
