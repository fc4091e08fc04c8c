import type { LawItem, RuleSetName, StoredLaw } from '@karavan/contracts';
import { LAW, type LawBook, mergeLaw } from '@karavan/planner';
import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/client.ts';
import { serverNow } from '../../format/clock.ts';

/** Days of the law are days of Moscow. */
const MOSCOW_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Moscow', dateStyle: 'short' });
export const today = (): string => MOSCOW_DAY.format(serverNow());

/** Every item of the law on a day. */
export function useLaw(on: string) {
  return useQuery({
    queryKey: ['law', on],
    queryFn: ({ signal }) => call('listLaw', { query: { on }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useTrials() {
  return useQuery({ queryKey: ['law', 'trials'], queryFn: () => call('listTrials') });
}

/** Everything that was answered under the law as it was; the loading page takes its limits from the rules of the plan. */
export const forgetLaw = (client: QueryClient): Promise<unknown> =>
  Promise.all([client.invalidateQueries({ queryKey: ['law'] }), client.invalidateQueries({ queryKey: ['plan', 'rules'] })]);

/** An item’s versions as they are stored; version 0 ships and is stored nowhere. */
export const storedOf = ({ id, rule, regime, edition, kind, history }: LawItem): StoredLaw[] =>
  history.filter(({ version }) => version > 0).map((version) => ({ ...version, id, rule, regime, edition, kind }));

/** All versions of an item, the shipped one too. */
export const versionsOf = ({ id, rule, regime, edition, kind, history }: LawItem): StoredLaw[] =>
  history.map((version) => ({ ...version, id, rule, regime, edition, kind }));

/** The company’s book as the planner takes it. */
export function useLawBook(): LawBook {
  const law = useLaw(today());
  return useMemo(() => mergeLaw(LAW, (law.data?.items ?? []).flatMap(storedOf), today()), [law.data]);
}

export const ofRegime = (items: readonly LawItem[], regime: RuleSetName): LawItem[] =>
  items.filter((item) => item.regime === regime);
