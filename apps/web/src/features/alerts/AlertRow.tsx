import type { Alert } from '@karavan/contracts';
import { Button, Menu } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { Time } from '../../ui/Time.tsx';
import { detailsOf, labelOf, outcomeOf, pathOf } from './details.ts';
import type { Act } from './queries.ts';

interface AlertRowProps {
  alert: Alert;
  isMine: boolean;
  onAct: (act: Act) => void;
  onKeyDown: (event: KeyboardEvent<HTMLLIElement>) => void;
}

const REST = { m30: 30, h1: 60, h4: 240, day: 1440 } as const;

/** One alert in one line: how grave by shape and word, what, where, since when, whose, and what to do next. */
export function AlertRow({ alert, isMine, onAct, onKeyDown }: AlertRowProps) {
  const format = useFormat();
  const { t } = format;
  const path = pathOf(alert);
  const label = labelOf(alert);
  const title = `${t(`alerts.kind.${alert.kind}`)}: ${label}`;
  const outcome = outcomeOf(alert, format);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the row that has the focus is the one the keys act on
    <li className="kv-alert" tabIndex={0} data-testid={`alert-${alert.kind}`} aria-label={title} onKeyDown={onKeyDown}>
      <span className={`kv-severity kv-severity-${alert.severity}`} aria-hidden="true" />
      <span className="kv-alert-what">
        <span className={alert.severity === 'critical' ? 'kv-late' : 'kv-note-inline'}>
          {t(`alerts.severity.${alert.severity}`)}
        </span>
        <strong>{t(`alerts.kind.${alert.kind}`)}</strong>
      </span>
      <span className="kv-alert-about">
        {path === undefined ? <strong>{label}</strong> : <Link to={path}>{label}</Link>}
        <span className="kv-note-inline">{detailsOf(alert, format)}</span>
      </span>
      <span className="kv-alert-times">
        <span>
          <span className="kv-alert-label">{t('alerts.columns.since')}: </span>
          <Time at={alert.opened.at} />
        </span>
        {alert.riskAt !== null && alert.state !== 'closed' && (
          <span className="kv-note-inline">
            {t('alerts.columns.risk')}: <Time at={alert.riskAt} />
          </span>
        )}
      </span>
      <span className="kv-alert-owner">
        <span className="kv-alert-label">{t('alerts.columns.owner')}: </span>
        {alert.owner === null ? (
          <span className="kv-note-inline">{t('alerts.nobody')}</span>
        ) : isMine ? (
          t('alerts.me')
        ) : (
          alert.owner.name
        )}
      </span>
      <span className="kv-alert-next">{outcome ?? t(`alerts.next.${alert.kind}`)}</span>
      <span className="kv-alert-actions">
        {alert.state === 'open' && !isMine && <Action name="take" onAct={() => onAct('take')} />}
        {alert.state === 'open' && (
          <Menu position="bottom-end" zIndex={2500}>
            <Menu.Target>
              <Button size="compact-xs" variant="default" data-act="snooze">
                {t('alerts.snooze')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown aria-label={t('alerts.snoozeFor')}>
              {(Object.keys(REST) as (keyof typeof REST)[]).map((name) => (
                <Menu.Item key={name} onClick={() => onAct({ snooze: REST[name] })}>
                  {t(`alerts.snoozeChoice.${name}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {alert.state === 'snoozed' && <Action name="wake" onAct={() => onAct('reopen')} />}
        {alert.state !== 'closed' && <Action name="close" onAct={() => onAct('close')} />}
        {alert.state === 'closed' && alert.ended === null && <Action name="reopen" onAct={() => onAct('reopen')} />}
      </span>
    </li>
  );
}

function Action({ name, onAct }: { name: 'take' | 'close' | 'reopen' | 'wake'; onAct: () => void }) {
  const { t } = useFormat();
  return (
    <Button size="compact-xs" variant="default" onClick={onAct} data-act={name}>
      {t(`alerts.${name}`)}
    </Button>
  );
}
