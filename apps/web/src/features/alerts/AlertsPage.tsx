import { ALERT_KINDS, ALERT_STATES, type Alert, type User } from '@karavan/contracts';
import { Button, Select, Skeleton, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { problemWords } from '../../api/problem-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AlertRow } from './AlertRow.tsx';
import { pathOf } from './details.ts';
import { readFilter, writeFilter } from './filter.ts';
import { type Act, type AlertFilter, useAct, useAlert, useAlerts } from './queries.ts';
import '../sources/sources.css';
import './alerts.css';

/** What is wrong now, what matters most first; every row has its next step, and the keys do what its buttons do. */
export default function AlertsPage({ user }: { user: User }) {
  const { t } = useFormat();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const wantedId = search.get('id');
  const list = useAlerts(filter);
  const wanted = useAlert(wantedId);
  const act = useAct();
  const rows = useRef<HTMLOListElement>(null);
  useTitle(t('alerts.title'));
  const items = useMemo(
    () => withWanted(list.data?.pages.flatMap((page) => page.items) ?? [], wanted.data),
    [list.data, wanted.data],
  );
  const openCount = list.data?.pages[0]?.openCount ?? 0;
  const change = (part: Partial<AlertFilter>) => setSearch(writeFilter({ ...filter, ...part }), { replace: true });
  useEffect(() => {
    if (wanted.data) rows.current?.querySelector('li')?.focus();
  }, [wanted.data]);

  const handle = (alert: Alert, how: Act) =>
    act.mutate(
      { alert, act: how },
      {
        onError: (error) =>
          notifications.show({ message: t('alerts.failed', { problem: problemWords(error, t) }), withBorder: true }),
      },
    );
  const onKeyDown = (alert: Alert) => (event: KeyboardEvent<HTMLLIElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = keyOf(event.code, alert, {
      step: (by) => stepFrom(event.currentTarget, by),
      open: () => {
        const path = pathOf(alert);
        if (path !== undefined) void navigate(path);
      },
      act: (how) => {
        stepFrom(event.currentTarget, 1);
        handle(alert, how);
      },
    });
    if (does === undefined) return;
    event.preventDefault();
    does();
  };

  return (
    <div className="kv-alerts">
      <header className="kv-alerts-head">
        <div>
          <h1>
            {t('alerts.title')} <span className="kv-note-inline">{t('alerts.openCount', { count: openCount })}</span>
          </h1>
          <p className="kv-note">{t('alerts.intro')}</p>
        </div>
        <Link to="/alerts/settings">{t('alerts.settings')}</Link>
      </header>
      <div className="kv-alerts-filter">
        <fieldset className="kv-language kv-alerts-states">
          <legend className="kv-visually-hidden">{t('alerts.state.label')}</legend>
          {[...ALERT_STATES, undefined].map((state) => (
            <button key={state ?? 'all'} type="button" aria-pressed={filter.state === state} onClick={() => change({ state })}>
              {t(`alerts.state.${state ?? 'all'}`)}
            </button>
          ))}
        </fieldset>
        <Select
          size="xs"
          aria-label={t('alerts.kindFilter')}
          placeholder={t('alerts.anyKind')}
          clearable
          value={filter.kind ?? null}
          data={ALERT_KINDS.map((kind) => ({ value: kind, label: t(`alerts.kind.${kind}`) }))}
          onChange={(kind) => change({ kind: ALERT_KINDS.find((known) => known === kind) })}
        />
        <Switch
          size="xs"
          label={t('alerts.mine')}
          checked={filter.mine}
          onChange={(event) => change({ mine: event.currentTarget.checked })}
        />
      </div>
      {list.isError && items.length === 0 && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={180} aria-label={t('page.loading')} />}
      {list.isSuccess && items.length === 0 && <Nothing filter={filter} />}
      {items.length > 0 && (
        <>
          <ol className="kv-alert-list" ref={rows}>
            {items.map((alert) => (
              <AlertRow
                key={alert.id}
                alert={alert}
                isMine={alert.owner !== null && alert.owner.id === user.id}
                onAct={(how) => handle(alert, how)}
                onKeyDown={onKeyDown(alert)}
              />
            ))}
          </ol>
          <p className="kv-note kv-alert-keys">{t('alerts.keys')}</p>
        </>
      )}
      {list.hasNextPage && (
        <Button size="compact-sm" variant="default" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('alerts.more')}
        </Button>
      )}
    </div>
  );
}

/** The one a link leads to stands first, whatever the filter. */
function withWanted(items: readonly Alert[], wanted: Alert | undefined): readonly Alert[] {
  return wanted === undefined ? items : [wanted, ...items.filter(({ id }) => id !== wanted.id)];
}

function Nothing({ filter }: { filter: AlertFilter }) {
  const { t } = useFormat();
  const isFiltered = filter.kind !== undefined || filter.mine || filter.state !== 'open';
  if (isFiltered) return <PageState title={t('alerts.emptyFiltered')} />;
  return <PageState title={t('alerts.empty')} hint={t('alerts.emptyHint')} />;
}

function stepFrom(row: HTMLElement, by: 1 | -1): void {
  const next = by === 1 ? row.nextElementSibling : row.previousElementSibling;
  if (next instanceof HTMLElement) next.focus();
}

interface Doing {
  step: (by: 1 | -1) => void;
  open: () => void;
  act: (how: Act) => void;
}

/** Physical keys, so that they work in any layout. */
function keyOf(code: string, { state }: Alert, doing: Doing): (() => void) | undefined {
  if (code === 'ArrowDown') return () => doing.step(1);
  if (code === 'ArrowUp') return () => doing.step(-1);
  if (code === 'Enter') return doing.open;
  if (code === 'KeyT' && state === 'open') return () => doing.act('take');
  if (code === 'KeyS' && state === 'open') return () => doing.act({ snooze: 60 });
  if (code === 'KeyC' && state !== 'closed') return () => doing.act('close');
  return undefined;
}
