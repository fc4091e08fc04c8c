import { type Tx, tracks } from '@karavan/store';
import { takesOver } from '@karavan/tracking';

/** Read at a time. */
const PAGE = 10_000;
/** Nobody is followed further: three weeks of a place every ten seconds. What is longer is left as it was. */
const MOST_FIXES = 200_000;

export type WayFix = Omit<tracks.Fix, 'accuracyM'> & { accuracyM: number | undefined };

/**
 * Goes along all good places of a truck in a stretch, oldest first; `isShown` tells those of its one way (MS1 to MS4). The walk is not
 * begun where there are more than anybody sends. Gives whether it was gone.
 */
export async function goAlong(tx: Tx, stretch: tracks.Stretch, visit: (fix: WayFix, isShown: boolean) => void): Promise<boolean> {
  if ((await tracks.countFixes(tx, { ...stretch, most: MOST_FIXES })) >= MOST_FIXES) return false;
  let shown: WayFix | null = null;
  let after: tracks.AfterFix | undefined;
  for (;;) {
    const { fixes, last } = await tracks.listFixesAfter(tx, { ...stretch, after, limit: PAGE });
    for (const { source, atMs, lat, lon, speedKmh, courseDeg, accuracyM } of fixes) {
      const fix: WayFix = { source, atMs, lat, lon, speedKmh, courseDeg, accuracyM: accuracyM ?? undefined };
      const isShown = takesOver(shown, fix);
      if (isShown) shown = fix;
      visit(fix, isShown);
    }
    if (fixes.length < PAGE || last === undefined) return true;
    after = last;
  }
}
