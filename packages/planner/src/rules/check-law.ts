import type { StoredLaw } from '@karavan/contracts';
import { InputError, type InputIssue } from '../input-error.ts';
import { type Fault, faultsOf } from './law-faults.ts';
import { holdsOn } from './law-items.ts';
import { mergeLaw } from './merge-law.ts';
import type { GroupRow, LawBook, RuleSet, SeasonalAct, SeasonLimit } from './shape.ts';

/** Which edition stands first plays no part here. */
const ANY_DAY = '9999-12-31';

/** A law and what a company stored. */
export interface Known {
  base: LawBook;
  stored: readonly StoredLaw[];
}

/**
 * Holds a version that is about to be stored against the tables it would stand in (LW19).
 * @returns gaps it would open, when `allowGap` says they are meant
 * @throws InputError naming the field: an overlap, a gap, a road without a number, an act without days
 */
export function checkLaw({ base, stored }: Known, candidate: StoredLaw, { allowGap }: { allowGap: boolean }): InputIssue[] {
  const own = [...valueIssues(candidate), ...editionIssues({ base, stored }, candidate)];
  if (own.length > 0) throw new InputError(own);
  const faults = newFaults(base, { before: stored, after: [...stored, candidate] });
  const overlaps = faults.filter(({ kind }) => kind === 'overlap');
  const gaps = faults.filter(({ kind }) => kind === 'gap');
  const issue = (fault: Fault): InputIssue => ({ path: pathOf(fault, candidate), message: fault.text });
  if (overlaps.length > 0) throw new InputError(overlaps.map(issue));
  if (gaps.length > 0 && !allowGap)
    throw new InputError(
      gaps.map(issue).map(({ path, message }) => ({ path, message: `${message}; send allowGap if that is meant` })),
    );
  return gaps.map(issue);
}

/** The same for a version that is about to be withdrawn. */
export function checkWithdrawal({ base, stored }: Known, withdrawn: StoredLaw): void {
  const rest = stored.filter((one) => one !== withdrawn);
  const overlaps = newFaults(base, { before: stored, after: rest }).filter(({ kind }) => kind === 'overlap');
  if (overlaps.length > 0) throw new InputError(overlaps.map(({ text }) => ({ path: 'version', message: text })));
}

/** Faults there are after a change and were not before, on any day. */
function newFaults(base: LawBook, { before, after }: { before: readonly StoredLaw[]; after: readonly StoredLaw[] }): Fault[] {
  const [old, fresh] = [mergeLaw(base, before, ANY_DAY), mergeLaw(base, after, ANY_DAY)];
  const found = new Map<string, Fault>();
  for (const rules of fresh.ruleSets) {
    if (old.ruleSets.includes(rules)) continue;
    const earlier = old.ruleSets.filter((one) => one.id === rules.id && meets(one, rules));
    const known = earlier.map((one) => new Set(faultsOf(one).map(({ text }) => text)));
    for (const fault of faultsOf(rules))
      if (known.length === 0 || known.some((texts) => !texts.has(fault.text))) found.set(fault.text, fault);
  }
  return [...found.values()];
}

const meets = (a: RuleSet, b: RuleSet): boolean => startsWithin(a, b) || startsWithin(b, a);
const startsWithin = (a: RuleSet, b: RuleSet): boolean => holdsOn(b, a.validFrom);

/** The field of the candidate that makes the fault. */
function pathOf({ rules, spacingM, atEnd }: Fault, { kind, values, rule }: StoredLaw): string {
  if (values === null) return 'ends';
  if (kind === 'edition') return 'values.closeAxleMaxSpacingM';
  if (kind === 'axle') return 'values.driven';
  if (kind === 'gross') return 'values.axles';
  if (kind === 'run') return 'values.loM';
  if (kind !== 'group' || (rules.length > 0 && !rules.includes(rule))) return 'values';
  const { band } = values as unknown as GroupRow;
  if (atEnd === true && (spacingM === band.loM || spacingM === band.hiM)) return 'values.band.closed';
  return (spacingM ?? 0) <= (band.loM + (band.hiM ?? band.loM + 1)) / 2 ? 'values.band.loM' : 'values.band.hiM';
}

function editionIssues({ base, stored }: Known, candidate: StoredLaw): InputIssue[] {
  if (candidate.edition === null) return [];
  const law = mergeLaw(base, stored, ANY_DAY).ruleSets.filter(({ name }) => name === candidate.regime);
  const parts = law.filter(({ id }) => id === candidate.edition);
  const [edition] = parts;
  if (edition === undefined) return [{ path: 'edition', message: `there is none of ${candidate.regime} by this name` }];
  if (candidate.kind === 'edition')
    return law.some((other) => other.id !== edition.id && candidate.values !== null && overlap(candidate, other))
      ? [{ path: 'validTo', message: 'another edition of this law holds on some of these days' }]
      : [];
  if (!parts.some((part) => overlap(candidate, part)))
    return [
      {
        path: 'validFrom',
        message: `the edition holds ${parts.map(({ validFrom, validTo }) => `from ${validFrom ?? '…'} to ${validTo ?? '…'}`).join(', ')}`,
      },
    ];
  return candidate.values === null ? [] : keyIssues(edition, candidate.values);
}

const overlap = (a: Pick<StoredLaw, 'validFrom' | 'validTo'>, b: Pick<StoredLaw, 'validFrom' | 'validTo'>): boolean =>
  (a.validFrom ?? '') <= (b.validTo ?? '9999') && (b.validFrom ?? '') <= (a.validTo ?? '9999');

/** Every road of the law has a number, and no other road. */
function keyIssues({ keys }: RuleSet, values: Record<string, unknown>): InputIssue[] {
  const { limitsKg, better } = values as Partial<GroupRow>;
  if (better !== undefined && !keys.includes(better.key))
    return [{ path: 'values.better.key', message: `this law speaks of ${keys.join(', ')}` }];
  if (limitsKg === undefined) return [];
  const given = Object.keys(limitsKg);
  return [
    ...keys.filter((key) => !given.includes(key)).map((key) => ({ path: `values.limitsKg.${key}`, message: 'is missing' })),
    ...given
      .filter((key) => !keys.some((known) => known === key))
      .map((key) => ({ path: `values.limitsKg.${key}`, message: `this law speaks of ${keys.join(', ')}` })),
  ];
}

function valueIssues({ kind, values }: StoredLaw): InputIssue[] {
  if (values === null) return [];
  if (kind === 'season') return actIssues(values as unknown as SeasonalAct);
  if (kind === 'group') return bandIssues((values as unknown as GroupRow).band, 'values.band.hiM');
  if (kind === 'run') return bandIssues(values as { loM: number; hiM: number }, 'values.hiM');
  const ranges = Object.entries(values).filter((entry): entry is [string, [number, number]] => Array.isArray(entry[1]));
  return ranges
    .filter(([, [from, to]]) => from > to)
    .map(([field]) => ({ path: `values.${field}.1`, message: 'is less than the amount it begins with' }));
}

const bandIssues = ({ loM, hiM }: { loM: number; hiM: number | null }, path: string): InputIssue[] =>
  hiM !== null && hiM <= loM ? [{ path, message: `must be more than ${loM} m` }] : [];

const ONE_WORD = /^[\p{L}-]+$/u;

function actIssues({ from, to, hours, limits, exemptCargo, kind, aboveC }: SeasonalAct): InputIssue[] {
  const issues: InputIssue[] = [];
  const say = (path: string, message: string) => issues.push({ path: `values.${path}`, message });
  if (from === null) say('from', 'the first day of the act is needed');
  if (to === null) say('to', 'the last day of the act is needed');
  if (from !== null && to !== null && from > to) say('to', `lies before the first day, ${from}`);
  if (hours !== undefined && hours[0] === hours[1])
    say('hours.1', 'must differ from the first hour; leave hours out for the whole day');
  if (kind === 'summer' && aboveC === undefined) say('aboveC', 'a summer act binds above a temperature: say which');
  exemptCargo.forEach((cargo, i) => {
    if (!ONE_WORD.test(cargo)) say(`exemptCargo.${i}`, 'one word, as the name of the cargo begins');
  });
  limits.forEach((limit, i) => {
    issues.push(...limitIssues(limit, `values.limits.${i}`));
  });
  return issues;
}

const limitIssues = ({ axleKg, grossKg }: SeasonLimit, path: string): InputIssue[] =>
  axleKg === undefined && grossKg === undefined ? [{ path: `${path}.axleKg`, message: 'give axleKg, grossKg or both' }] : [];
