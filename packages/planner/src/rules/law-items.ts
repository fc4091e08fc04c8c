import type { LawIdentity, LawKind, LawVersion, StoredLaw } from '@karavan/contracts';
import type { LawBook, Provenance, RuleSet } from './shape.ts';

/** An item as it ships: what names it, and its version 0. */
export type ShippedItem = StoredLaw;

const AS_SHIPPED = { confirmedBy: null, confirmedAt: null, editedBy: null, editedAt: null, withdrawnBy: null, withdrawnAt: null };

/** In an address `/` ends a name. */
export const idOfRule = (rule: string): string => rule.replaceAll('/', ':');

/** Every row of every table, every act and every fine of a book, each as an item of its own (LW17). */
export function itemsOf(book: LawBook): ShippedItem[] {
  const { id: loaderRule, ...loaderFine } = book.loaderFine;
  return [
    ...book.ruleSets.flatMap(itemsOfEdition),
    ...book.seasons.map(({ id, ...act }) => item({ kind: 'season', rule: `season/${id}`, regime: 'RU', edition: null }, act)),
    ...book.fines.map(({ id, ...fine }) => item({ kind: 'fine', rule: id, regime: 'RU', edition: null }, fine)),
    item({ kind: 'loaderFine', rule: loaderRule, regime: 'RU', edition: null }, loaderFine),
  ];
}

function itemsOfEdition(rules: RuleSet): ShippedItem[] {
  const own = { regime: rules.name, edition: rules.id };
  const rows = (kind: LawKind, table: readonly (Provenance & { id: string })[]) =>
    table.map(({ id, ...row }) => item({ ...own, kind, rule: id }, row));
  const { closeAxleMaxSpacingM, groupsCrossUnits, bridge, minSteerShare, minDrivenShare } = rules;
  return [
    item({ ...own, kind: 'edition', rule: rules.id }, { closeAxleMaxSpacingM, groupsCrossUnits, ...provenanceOf(rules) }),
    ...rows('axle', rules.singleAxles),
    ...rows('group', rules.groups),
    ...rows('run', rules.runs),
    ...rows('gross', rules.gross),
    ...(bridge === undefined ? [] : rows('bridge', [bridge])),
    item({ ...own, kind: 'leastSteer', rule: `${rules.id}/least/steer` }, minSteerShare),
    ...(minDrivenShare === undefined
      ? []
      : [item({ ...own, kind: 'leastDriven', rule: `${rules.id}/least/drive` }, minDrivenShare)]),
  ];
}

const provenanceOf = ({ source, validFrom, validTo, confidence, note }: Provenance): Provenance => ({
  source,
  validFrom,
  validTo,
  confidence,
  ...(note === undefined ? {} : { note }),
});

function item<T extends Provenance>(named: Omit<LawIdentity, 'id'>, row: T): ShippedItem {
  const { note, source, validFrom, validTo, confidence } = row;
  return {
    ...named,
    id: idOfRule(named.rule),
    version: 0,
    values: without(row, ['source', 'validFrom', 'validTo', 'confidence', 'note']),
    source,
    validFrom,
    validTo,
    confidence,
    ...(note === undefined ? {} : { note }),
    status: confidence === 'high' ? 'confirmed' : 'unconfirmed',
    ...AS_SHIPPED,
  };
}

function without(row: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

/** Acts and editions carry their own days: their newest version counts as a whole. Rows of tables change from a day on. */
export const hasOwnDays = (kind: LawKind): boolean => kind === 'season' || kind === 'edition';

type Dated = Pick<LawVersion, 'version' | 'validFrom' | 'validTo' | 'withdrawnAt'>;

/** Newest first, without what was withdrawn. */
export const liveOf = <V extends Dated>(versions: readonly V[]): V[] =>
  versions.filter(({ withdrawnAt }) => withdrawnAt === null).sort((a, b) => b.version - a.version);

/** @param day null: before every day that is written */
export const holdsOn = ({ validFrom, validTo }: Pick<Dated, 'validFrom' | 'validTo'>, day: string | null): boolean =>
  day === null ? validFrom === null : (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo);

/** Of the versions that hold on a day the newest (LW18). */
export const versionOn = <V extends Dated>(versions: readonly V[], day: string | null): V | undefined =>
  liveOf(versions).find((version) => holdsOn(version, day));

/** The version that counts on a day, whatever kind of item it is of. */
export const countingOn = <V extends Dated>(kind: LawKind, versions: readonly V[], day: string): V | undefined =>
  hasOwnDays(kind) ? liveOf(versions)[0] : versionOn(versions, day);
