import type { TruckHistory } from '@karavan/contracts';
import { IconChevronRight } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';

const PAGE = 50;

/** What the filter did not believe, and why: asked for when somebody looks. */
export function Aside({ name, history }: { name: string; history: TruckHistory }) {
  const { t, number } = useFormat();
  const [isOpen, setOpen] = useState(false);
  const count = Object.values(history.counts.aside).reduce((sum, one) => sum + one, 0);
  return (
    <details className="kv-card-section kv-why" onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="aside">
      <summary>
        <IconChevronRight size={14} aria-hidden="true" /> {t('truck.aside.title')}{' '}
        <span className="kv-count">{number(count)}</span>
      </summary>
      {isOpen && <Rows name={name} from={history.from} to={history.to} />}
    </details>
  );
}

function Rows({ name, from, to }: { name: string; from: string; to: string }) {
  const { t, speed } = useFormat();
  const query = useInfiniteQuery({
    queryKey: ['truck', name, 'aside', from.slice(0, 16), to.slice(0, 16)],
    queryFn: ({ pageParam }) => call('listTruckAside', { params: { name }, query: { from, to, limit: PAGE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isSuccess && rows.length === 0) return <p className="kv-note">{t('truck.aside.none')}</p>;
  return (
    <>
      <ul className="kv-aside">
        {rows.map((row) => (
          <li key={`${row.uniqueId} ${row.fixedAt} ${row.lat} ${row.lon}`}>
            <Time at={row.fixedAt} /> <strong>{t(`truck.aside.reason.${row.reason}`)}</strong>
            <span className="kv-note">
              {row.lat === null || row.lon === null ? t('truck.aside.noPlace') : `${row.lat.toFixed(5)}, ${row.lon.toFixed(5)}`}
              {row.speedKmh !== null && ` · ${speed(row.speedKmh)}`} · {row.uniqueId}
            </span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <button type="button" className="kv-more" onClick={() => void query.fetchNextPage()}>
          {t('truck.aside.more')}
        </button>
      )}
    </>
  );
}
