import type { AssetState } from '@karavan/contracts';
import { useSearchParams } from 'react-router';

/** What an address of a truck goes on with while the past is looked at: its page plays the same moment. A wagon's tells of now. */
export function useAtSearch({ kind }: Pick<AssetState, 'kind'>): string {
  const [search] = useSearchParams();
  const at = search.get('at');
  return at === null || kind === 'wagon' ? '' : `?at=${encodeURIComponent(at)}`;
}
