import type { LawItem, LawVersion, StoredLaw } from '@karavan/contracts';
import { describeItem } from './describe-item.ts';
import { countingOn, holdsOn, itemsOf, liveOf } from './law-items.ts';
import type { LawBook } from './shape.ts';

/** Every item of a company's law as it stands on a day, with its history (LW18). */
export function viewLaw(base: LawBook, stored: readonly StoredLaw[], on: string): LawItem[] {
  const shipped = itemsOf(base);
  const known = new Set(shipped.map(({ id }) => id));
  const own = [...new Set(stored.map(({ id }) => id))].filter((id) => !known.has(id));
  return [
    ...shipped.map((item) => viewItem([item, ...stored.filter(({ id }) => id === item.id)], on)),
    ...own.map((id) =>
      viewItem(
        stored.filter((version) => version.id === id),
        on,
      ),
    ),
  ];
}

/**
 * One item on a day: the version that counts, or the last that was known.
 * @param versions at least one
 */
export function viewItem(versions: readonly StoredLaw[], on: string): LawItem {
  const newestFirst = [...versions].sort((a, b) => b.version - a.version);
  const [newest] = newestFirst;
  if (newest === undefined) throw new Error('an item has a version');
  const counting = countingOn(newest.kind, newestFirst, on);
  const shown = counting ?? liveOf(newestFirst)[0] ?? newest;
  const spoken = newestFirst.find(({ values }) => values !== null)?.values ?? null;
  return {
    ...shown,
    what: describeItem(newest.kind, shown.values ?? spoken),
    state: shown.withdrawnAt === null ? stateOf(shown, on) : 'ended',
    history: newestFirst.map(versionAlone),
  };
}

function stateOf(version: LawVersion, on: string): LawItem['state'] {
  if (version.values === null) return version.validFrom !== null && on < version.validFrom ? 'notYet' : 'ended';
  if (holdsOn(version, on)) return 'inForce';
  return version.validFrom !== null && on < version.validFrom ? 'notYet' : 'ended';
}

const versionAlone = ({
  id: _id,
  rule: _rule,
  regime: _regime,
  edition: _edition,
  kind: _kind,
  ...version
}: StoredLaw): LawVersion => version;
