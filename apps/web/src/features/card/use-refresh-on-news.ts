import type { AssetState } from '@karavan/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { isTold } from './is-told.ts';

/** What the answer shown says of the asset; undefined until there is one. */
interface Told {
  positionAt: string | undefined;
}

/** A card is asked for again when its asset has news: a wagon soon, a truck that reports every second now and then. */
export function useRefreshOnNews(asset: AssetState | undefined, keys: readonly (readonly string[])[], told?: Told): void {
  const client = useQueryClient();
  const lastAt = useRef(0);
  const seen = useRef<string | undefined>(undefined);
  const news = asset && `${asset.revision} ${asset.status} ${asset.position?.at}`;
  const everyMs = asset?.kind === 'wagon' ? 1500 : 8000;
  const knowsPlace = told === undefined || isTold(asset, told.positionAt);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are made anew with every render and mean the same
  useEffect(() => {
    if (news === undefined) return;
    if (knowsPlace && (seen.current === undefined || seen.current === news)) {
      seen.current = news;
      return;
    }
    const timer = setTimeout(
      () => {
        lastAt.current = Date.now();
        seen.current = news;
        for (const queryKey of keys) void client.invalidateQueries({ queryKey });
      },
      Math.max(0, lastAt.current + everyMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [news, everyMs, client, knowsPlace]);
}
