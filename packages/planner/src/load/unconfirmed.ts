import type { LoadStageReply, MaxPayloadReply, RuleLayer } from '@karavan/contracts';
import type { Provenance, RuleSet } from '../rules/index.ts';
import type { Question } from './question.ts';

/** Rules of an edition nobody has confirmed: looked for once, the tables do not change. */
const UNSURE = new WeakMap<RuleSet, ReadonlySet<string>>();

function unsureOf(rules: RuleSet): ReadonlySet<string> {
  const known = UNSURE.get(rules);
  if (known !== undefined) return known;
  const { bridge, minDrivenShare } = rules;
  const rows: (Provenance & { id: string })[] = [...rules.singleAxles, ...rules.groups, ...rules.runs, ...rules.gross];
  if (bridge !== undefined) rows.push(bridge);
  if (minDrivenShare !== undefined) rows.push({ ...minDrivenShare, id: `${rules.keys[0]}/least/drive` });
  const unsure = new Set(rows.filter(({ confidence }) => confidence !== 'high').map(({ id }) => id));
  UNSURE.set(rules, unsure);
  return unsure;
}

type RestsOn = (rule: string, layer: RuleLayer) => boolean;

function unconfirmedIn({ rules, binding }: Question): RestsOn {
  const unsure = unsureOf(rules);
  const acts = binding.filter(({ confidence }) => confidence !== 'high').map(({ id }) => `season/${id}`);
  return (rule, layer) => (layer === 'season' ? acts.includes(rule) : layer === 'law' && unsure.has(rule));
}

/** Marks every check that rests on a row or an act nobody has confirmed (LW21). */
export function markChecks(stages: readonly LoadStageReply[], question: Question): void {
  const isUnsure = unconfirmedIn(question);
  for (const { verdicts } of stages)
    for (const key of question.keys) {
      const checks = verdicts[key]?.checks;
      if (checks !== undefined) for (const check of checks) if (isUnsure(check.rule, check.layer)) check.unconfirmed = true;
    }
}

/** The same for what binds a payload. */
export function markPayloads(reply: MaxPayloadReply, question: Question): void {
  const isUnsure = unconfirmedIn(question);
  for (const key of question.keys) {
    const largest = reply[key];
    if (largest !== undefined && isUnsure(largest.boundByRule, largest.boundByLayer)) largest.unconfirmed = true;
  }
}
