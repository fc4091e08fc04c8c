import { IDLE_KINDS, type User } from '@karavan/contracts';
import { Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { problemWords } from '../../api/problem-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { useLive } from '../../live/live-context.tsx';
import { isStaff } from '../../session/session.ts';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { TimeSwitch } from '../../ui/TimeSwitch.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { columnsOf } from './columns.tsx';
import { download, toCsv, toTabs } from './csv.ts';
import { Filters } from './Filters.tsx';
import { isFiltered, type QueueFilter, readFilter, writeFilter } from './filter.ts';
import { MonthCost } from './MonthCost.tsx';
import { QueueTable } from './QueueTable.tsx';
import { collectQueue, useQueue } from './use-queue.ts';
import '../sources/sources.css';
import './exceptions.css';

/** The wagons that need somebody, a tab a kind, the dearest and longest first. */
export default function ExceptionsPage({ user }: { user: User }) {
  const format = useFormat();
  const { t, number } = format;
  const { controller } = useLive();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const queue = useQueue(filter);
  const items = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const counts = queue.data?.pages[0]?.counts;
  useTitle(t('exceptions.title'), t(`exceptions.kind.${filter.kind}`));
  useEffect(() => controller.neighbours.set(items.map(({ wagon }) => `/w/${wagon}`)), [controller, items]);
  const [isOpen, setOpen] = useState(false);
  const change = (part: Partial<QueueFilter>) => setSearch(writeFilter({ ...filter, ...part }), { replace: true });
  const isOther = items.some(({ kind }) => kind !== filter.kind); // the last tab's rows, while the next ones come

  return (
    <div className="kv-exceptions">
      <header className="kv-exceptions-head">
        <div>
          <h1>{t('exceptions.title')}</h1>
          <p className="kv-note">{t('exceptions.intro')}</p>
        </div>
        <TimeSwitch />
        {filter.kind === 'idle' && <MonthCost />}
        {isStaff(user) && (
          <span className="kv-exceptions-books">
            <Link className="kv-exceptions-tariffs" to="/exceptions/tariffs">
              {t('exceptions.tariffs')}
            </Link>
            <Link className="kv-exceptions-tariffs" to="/exceptions/norms">
              {t('norms.link')}
            </Link>
          </span>
        )}
      </header>
      <nav className="kv-tabs" aria-label={t('exceptions.kinds')}>
        {IDLE_KINDS.map((kind) => (
          <Link
            key={kind}
            to={{ search: new URLSearchParams(writeFilter({ ...filter, kind })).toString() }}
            replace
            className={kind === filter.kind ? 'kv-tab kv-tab-on' : 'kv-tab'}
            aria-current={kind === filter.kind ? 'page' : undefined}
          >
            {t(`exceptions.kind.${kind}`)} {counts && <span className="kv-count">{number(counts[kind])}</span>}
          </Link>
        ))}
      </nav>
      <button type="button" className="kv-link kv-filter-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('exceptions.filter')}
        {isFiltered(filter) && ' •'}
      </button>
      <div className="kv-queue-tools" data-open={isOpen}>
        <Filters filter={filter} onChange={change} />
        <Tools filter={filter} rows={() => rowsOf(filter, items, format)} />
      </div>
      {queue.isPending && <Skeleton height={200} radius={4} />}
      {queue.isError && items.length === 0 && <Failure error={queue.error} retry={() => void queue.refetch()} />}
      {queue.isSuccess && items.length === 0 && (
        <PageState
          title={isFiltered(filter) ? t('exceptions.none') : t(`exceptions.empty.${filter.kind}`)}
          hint={isFiltered(filter) ? undefined : t('exceptions.emptyHint')}
        />
      )}
      {items.length > 0 && !isOther && <QueueTable kind={filter.kind} items={items} />}
      {items.length > 0 && counts && (
        <p className="kv-note kv-queue-foot">
          {t('exceptions.shown', { shown: number(items.length), all: number(counts[filter.kind]) })}
          <span className="kv-keys-hint"> · {t('exceptions.keysHint')}</span>
        </p>
      )}
      {queue.hasNextPage && (
        <button type="button" className="kv-more" onClick={() => void queue.fetchNextPage()}>
          {t('exceptions.more')}
        </button>
      )}
    </div>
  );
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Items = Parameters<typeof QueueTable>[0]['items'];

function rowsOf({ kind }: QueueFilter, items: Items, format: ReturnType<typeof useFormat>): string[][] {
  const columns = columnsOf(kind);
  const head = columns.map(({ name }) => format.t(`exceptions.column.${name}`));
  return [head, ...items.map((item) => columns.map(({ text }) => text(item, format)))];
}

/** What can be done with the list as a whole: copied as it stands, saved with everything under the filter, printed. */
function Tools({ filter, rows }: { filter: QueueFilter; rows: () => string[][] }) {
  const format = useFormat();
  const { t } = format;
  const [isBusy, setBusy] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(toTabs(rows()));
    notifications.show({ message: t('exceptions.copied'), withBorder: true });
  };
  const save = async (as: 'csv' | 'xlsx') => {
    setBusy(true);
    try {
      const all = rowsOf(filter, await collectQueue(filter), format);
      const name = `karavan-${filter.kind}-${new Date(format.now).toISOString().slice(0, 10)}.${as}`;
      if (as === 'csv') return download(name, toCsv(all, format.language === 'ru' ? ';' : ','));
      // the library is large and seldom needed
      const { toXlsx } = await import('./xlsx.ts');
      download(name, toXlsx(all, t(`exceptions.kind.${filter.kind}`)), XLSX);
    } catch (error) {
      notifications.show({ message: problemWords(error, t), color: 'red', withBorder: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="kv-queue-buttons">
      <Button size="compact-sm" variant="default" onClick={() => void copy()}>
        {t('exceptions.copy')}
      </Button>
      <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => void save('xlsx')}>
        {isBusy ? t('exceptions.exporting') : t('exceptions.exportXlsx')}
      </Button>
      <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => void save('csv')}>
        {t('exceptions.exportCsv')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => window.print()}>
        {t('exceptions.print')}
      </Button>
    </div>
  );
}
