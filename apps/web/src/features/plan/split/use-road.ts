import type { Company, Site, StoredRoadNetwork } from '@karavan/contracts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';

export interface Road {
  network: StoredRoadNetwork;
  sites: readonly Site[];
  customers: readonly Company[];
}

/** Stored trucks and ways, and what the places and customers are called. */
export function useRoad(): { data: Road | undefined; isPending: boolean; isError: boolean; error: unknown; retry: () => void } {
  const query = useQuery({
    queryKey: ['network', 'road'],
    queryFn: async (): Promise<Road> => {
      const [network, sites, companies] = await Promise.all([
        call('getRoadNetwork'),
        call('listSites', { query: { limit: 500 } }),
        call('listCompanies', { query: { limit: 500 } }),
      ]);
      return { network, sites: sites.items, customers: companies.items.filter(({ kind }) => kind === 'customer') };
    },
  });
  const { data, isPending, isError, error } = query;
  return { data, isPending, isError, error, retry: () => void query.refetch() };
}
