import type { AxleCheck, LoadStageReply, LoadVerdict, RuleSetName, VerdictKey } from '@karavan/contracts';
import type { LawBook, Provenance } from '@karavan/planner';

/** How a check stands: each level has a colour, a shape and a word. Up to 10 % over, Russian law takes no fine. */
export const LEVELS = ['ok', 'near', 'reserve', 'over'] as const;
export type Level = (typeof LEVELS)[number];
export const SHAPES: Record<Level, string> = { ok: '●', near: '◆', reserve: '▲', over: '✕' };

const NEAR_PCT = 95;
const RESERVE_PCT = 10;

export function levelOf({ ok, overPct, utilisationPct, layer }: AxleCheck, ruleSet: RuleSetName): Level {
  if (!ok) return ruleSet === 'RU' && layer === 'law' && overPct <= RESERVE_PCT ? 'reserve' : 'over';
  return utilisationPct >= NEAR_PCT ? 'near' : 'ok';
}

export const worse = (a: Level, b: Level): Level => (LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b);

export const levelOfVerdict = ({ checks }: LoadVerdict, ruleSet: RuleSetName): Level =>
  checks.reduce<Level>((worst, check) => worse(worst, levelOf(check, ruleSet)), 'ok');

/** The check that stands worst: a broken one before all others, then the fullest. */
export function worstCheck({ checks }: LoadVerdict): AxleCheck | undefined {
  return checks.reduce<AxleCheck | undefined>((worst, check) => {
    if (worst === undefined) return check;
    if (worst.ok !== check.ok) return worst.ok ? check : worst;
    return check.utilisationPct > worst.utilisationPct ? check : worst;
  }, undefined);
}

/** Index of the stage with the fullest check on this road. */
export function worstStage(stages: readonly LoadStageReply[], key: VerdictKey): number {
  const full = stages.map(({ verdicts }) => Math.max(0, ...(verdicts[key]?.checks ?? []).map((check) => check.utilisationPct)));
  return full.indexOf(Math.max(...full));
}

/** The axles a check speaks of. */
export function axlesNamed(what: string): number[] {
  const [, numbers = ''] = /^(?:axle|group) ([\d+]+)/.exec(what) ?? [];
  return numbers === '' ? [] : numbers.split('+').map(Number);
}

/** How each axle stands: the worst of the checks that name it. */
export function axleLevels(verdict: LoadVerdict | undefined, ruleSet: RuleSetName): ReadonlyMap<number, Level> {
  const levels = new Map<number, Level>();
  for (const check of verdict?.checks ?? [])
    for (const axle of axlesNamed(check.what)) levels.set(axle, worse(levels.get(axle) ?? 'ok', levelOf(check, ruleSet)));
  return levels;
}

/** Where the number of a rule comes from; the maker's and plain statics have no row. */
export function sourceOf(rule: string, law: LawBook): Provenance | undefined {
  const rows = ROWS.get(law) ?? rowsOf(law);
  ROWS.set(law, rows);
  return rows.get(rule);
}

/** Asked for every bar at every move of a drag. */
const ROWS = new WeakMap<LawBook, ReadonlyMap<string, Provenance>>();

const rowsOf = ({ seasons, ruleSets }: LawBook): ReadonlyMap<string, Provenance> =>
  new Map([
    ...ruleSets
      .flatMap(({ singleAxles, groups, runs, gross, bridge }) => [
        ...[...singleAxles, ...groups, ...runs, ...gross],
        ...(bridge === undefined ? [] : [bridge]),
      ])
      .map((row): [string, Provenance] => [row.id, row]),
    ...seasons.map((act): [string, Provenance] => [`season/${act.id}`, act]),
  ]);
