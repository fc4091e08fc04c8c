import type { LawKind, StoredLaw } from '@karavan/contracts';
import { addDays } from '../calendar/days.ts';
import { holdsOn, liveOf, versionOn } from './law-items.ts';
import type { FineBand, LawBook, Provenance, RuleSet, SeasonalAct } from './shape.ts';

/**
 * The law of a company (LW18): what ships, with what it stored in its place. An edition whose rows change on a day becomes
 * one edition before and one from that day, so the book answers for every day at once.
 * @param stored versions in any order; withdrawn ones count for nothing
 * @param today whose edition stands first: it is taken where a question names no day
 * @returns `base` itself when nothing is stored
 */
export function mergeLaw(base: LawBook, stored: readonly StoredLaw[], today: string): LawBook {
  const live = liveOf(stored);
  if (live.length === 0) return base;
  const seasons = mergeActs(base.seasons, live);
  return {
    ruleSets: mergeRuleSets(base.ruleSets, live, today),
    seasons,
    cargoWords: withOwnWords(base.cargoWords, seasons),
    fines: base.fines.flatMap((fine) => replaced(fine, of(live, 'fine', fine.id), today) as FineBand[]),
    loaderFine: (replaced(base.loaderFine, of(live, 'loaderFine', base.loaderFine.id), today)[0] ??
      base.loaderFine) as LawBook['loaderFine'],
  };
}

const of = (live: readonly StoredLaw[], kind: LawKind, rule: string): StoredLaw[] =>
  live.filter((version) => version.kind === kind && version.rule === rule);

/** What a version says, in the shape the tables have. Its values were read by the schema of its kind when they were stored. */
function rowOf({ rule, values, source, validFrom, validTo, status, note }: StoredLaw): Provenance & { id: string } {
  return {
    ...values,
    id: rule,
    source,
    validFrom,
    validTo,
    confidence: status === 'confirmed' ? 'high' : 'unconfirmed',
    ...(note === undefined ? {} : { note }),
  };
}

/** A row, what stands in its place on that day, or nothing where it has ended. */
function replaced<R extends Provenance>(row: R, versions: readonly StoredLaw[], day: string | null): R[] {
  const version = versionOn(versions, day);
  if (version === undefined) return [row];
  return version.values === null ? [] : [rowOf(version) as unknown as R];
}

function mergeActs(base: readonly SeasonalAct[], live: readonly StoredLaw[]): SeasonalAct[] {
  const rules = new Set([
    ...base.map(({ id }) => `season/${id}`),
    ...live.filter(({ kind }) => kind === 'season').map((v) => v.rule),
  ]);
  return [...rules].flatMap((rule) => {
    const [version] = of(live, 'season', rule); // newest first
    if (version === undefined) return base.filter(({ id }) => `season/${id}` === rule);
    return version.values === null ? [] : [actOf(version)];
  });
}

function actOf(version: StoredLaw): SeasonalAct {
  const row = rowOf(version) as unknown as SeasonalAct;
  return { ...row, id: version.rule.slice('season/'.length), validFrom: row.from, validTo: row.to };
}

/** A cargo an act names that no list knows is known by that very word. */
function withOwnWords(words: LawBook['cargoWords'], acts: readonly SeasonalAct[]): LawBook['cargoWords'] {
  const own = acts.flatMap(({ exemptCargo }) => exemptCargo).filter((cargo) => !Object.hasOwn(words, cargo));
  return { ...words, ...Object.fromEntries(own.map((cargo) => [cargo, [cargo.toLowerCase()]])) };
}

function mergeRuleSets(base: readonly RuleSet[], live: readonly StoredLaw[], today: string): RuleSet[] {
  const names = [...new Set(base.map(({ name }) => name))];
  return names.flatMap((name) => {
    const editions = base.filter((rules) => rules.name === name);
    const merged = editions.flatMap((edition) => segmentsOf(edition, live));
    const isFirst = (rules: RuleSet) => Number(holdsOn(rules, today));
    return merged.length === editions.length
      ? merged
      : merged.sort((a, b) => isFirst(b) - isFirst(a) || (b.validFrom ?? '').localeCompare(a.validFrom ?? ''));
  });
}

/** One edition by the days on which its rows change. */
function segmentsOf(base: RuleSet, live: readonly StoredLaw[]): RuleSet[] {
  const own = live.filter(({ edition }) => edition === base.id);
  if (own.length === 0) return [base];
  const whole = own.find(({ kind }) => kind === 'edition');
  if (whole?.values === null) return [];
  const edition: RuleSet = whole === undefined ? base : { ...base, ...rowOf(whole), id: base.id };
  const rows = own.filter(({ kind }) => kind !== 'edition');
  const starts = [edition.validFrom, ...changeDays(rows).filter((day) => isInside(day, edition))];
  return starts.map((from, at) => {
    const next = starts[at + 1];
    const validTo = next === undefined || next === null ? edition.validTo : addDays(next, -1);
    return { ...tablesOn(edition, rows, from), validFrom: from, validTo };
  });
}

const isInside = (day: string, { validFrom, validTo }: RuleSet): boolean =>
  (validFrom === null || validFrom < day) && (validTo === null || day <= validTo);

/** The days on which something begins to hold or no longer does, in order. */
function changeDays(rows: readonly StoredLaw[]): string[] {
  const days = rows.flatMap(({ validFrom, validTo }) => [
    ...(validFrom === null ? [] : [validFrom]),
    ...(validTo === null ? [] : [addDays(validTo, 1)]),
  ]);
  return [...new Set(days)].sort();
}

/** The edition as its tables stand on a day. */
function tablesOn({ bridge, minDrivenShare, ...base }: RuleSet, rows: readonly StoredLaw[], day: string | null): RuleSet {
  const table = <R extends Provenance & { id: string }>(kind: LawKind, shipped: readonly R[]): R[] => {
    const known = new Set(shipped.map(({ id }) => id));
    const added = new Set(rows.filter((row) => row.kind === kind && !known.has(row.rule)).map(({ rule }) => rule));
    const ownRows = [...added].flatMap((rule) => {
      const version = versionOn(of(rows, kind, rule), day);
      return version === undefined || version.values === null ? [] : [rowOf(version) as unknown as R];
    });
    return [...shipped.flatMap((row) => replaced(row, of(rows, kind, row.id), day)), ...ownRows];
  };
  const one = <R extends Provenance>(kind: LawKind, rule: string, row: R | undefined): R | undefined =>
    row && replaced(row, of(rows, kind, rule), day)[0];
  const nextBridge = one('bridge', bridge?.id ?? '', bridge);
  const driven = one('leastDriven', `${base.id}/least/drive`, minDrivenShare);
  return {
    ...base,
    singleAxles: table('axle', base.singleAxles),
    groups: table('group', base.groups),
    runs: table('run', base.runs),
    gross: table('gross', base.gross),
    minSteerShare: one('leastSteer', `${base.id}/least/steer`, base.minSteerShare) ?? { ...base.minSteerShare, share: 0 },
    ...(nextBridge === undefined ? {} : { bridge: nextBridge }),
    ...(driven === undefined ? {} : { minDrivenShare: driven }),
  };
}
