import type { IdleItem, IdleKind } from '@karavan/contracts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { stationName } from '../../format/station-name.ts';
import type { Format } from '../../format/use-format.ts';
import { StationTime } from '../../ui/StationTime.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { MoneyWords } from '../card/MoneyWords.tsx';

export const COLUMNS = [
  'wagon',
  'status',
  'station',
  'since',
  'days',
  'sinceOperation',
  'cost',
  'free',
  'deadline',
  'lateDays',
  'penalty',
  'train',
  'episodes',
  'remaining',
  'customer',
  'action',
  'reportedAt',
] as const;
export type ColumnName = (typeof COLUMNS)[number];

export interface Column {
  name: ColumnName;
  isNumber?: boolean;
  /** as it stands in the table */
  cell: (item: IdleItem, format: Format) => ReactNode;
  /** as a spreadsheet takes it: numbers bare, instants in Moscow time */
  text: (item: IdleItem, format: Format) => string;
}

const ALL: Record<ColumnName, Omit<Column, 'name'>> = {
  wagon: {
    cell: ({ wagon }) => <Link to={`/w/${wagon}`}>{wagon}</Link>,
    text: ({ wagon }) => wagon,
  },
  status: {
    cell: ({ status, loadState }, { t }) => (
      <>
        {statusWords(t, status)}
        <span className="kv-note">{t(`card.loadState.${loadState}`)}</span>
      </>
    ),
    text: ({ status, loadState }, { t }) => `${statusWords(t, status)}, ${t(`card.loadState.${loadState}`)}`,
  },
  station: {
    cell: ({ station, destination }) => (
      <>
        {stationName(station.name)}
        {destination && destination.name !== station.name && <span className="kv-note">→ {stationName(destination.name)}</span>}
      </>
    ),
    text: ({ station }) => stationName(station.name),
  },
  since: {
    cell: ({ since, stationZone }) => <StationTime at={since} zone={stationZone} />,
    text: ({ since }) => moscow(since),
  },
  days: {
    isNumber: true,
    cell: ({ days }, format) => format.number(days, 1),
    text: ({ days }, format) => format.number(days, 2),
  },
  sinceOperation: {
    isNumber: true,
    cell: ({ sinceLastOperationDays: days }, format) => format.number(days, 1),
    text: ({ sinceLastOperationDays: days }, format) => format.number(days, 2),
  },
  cost: {
    isNumber: true,
    cell: ({ cost }) => (cost === undefined || cost.costMinor === 0 ? '—' : <MoneyWords cost={cost} />),
    text: ({ cost }, format) => (cost === undefined ? '' : format.number(cost.costMinor / 100, 2)),
  },
  free: {
    isNumber: true,
    cell: ({ cost }, { t, duration }) => {
      if (cost === undefined) return '—';
      if (cost.state === 'free') return <span className="kv-risk">{duration(cost.freeLeftMinutes * 60)}</span>;
      return <span className="kv-late">{t(`exceptions.clock.${cost.state}`)}</span>;
    },
    text: ({ cost }, format) => (cost?.state === 'free' ? format.number(cost.freeLeftMinutes / 60, 1) : ''),
  },
  deadline: {
    cell: ({ deadline }, { t, day }) =>
      deadline === undefined ? (
        '—'
      ) : (
        <>
          {day(deadline.date)}
          {deadline.basis === 'computed' && <span className="kv-note">{t('card.normComputed')}</span>}
        </>
      ),
    text: ({ deadline }, { t }) =>
      deadline?.basis === 'computed' ? `${deadline.date} (${t('card.normComputed')})` : (deadline?.date ?? ''),
  },
  lateDays: {
    isNumber: true,
    cell: ({ daysLate }, format) => (daysLate === undefined ? '—' : <span className="kv-late">{format.days(daysLate)}</span>),
    text: ({ daysLate }) => (daysLate === undefined ? '' : String(daysLate)),
  },
  penalty: {
    isNumber: true,
    cell: ({ penaltyPct }, { t }) => (penaltyPct === undefined ? '—' : t('exceptions.penalty', { pct: penaltyPct })),
    text: ({ penaltyPct }) => (penaltyPct === undefined ? '' : String(penaltyPct)),
  },
  train: {
    cell: ({ trainIndex }) =>
      trainIndex === undefined ? '—' : <Link to={`/train/${encodeURIComponent(trainIndex)}`}>{trainIndex}</Link>,
    text: ({ trainIndex }) => trainIndex ?? '',
  },
  episodes: {
    isNumber: true,
    cell: ({ episodes = 1 }) => episodes,
    text: ({ episodes = 1 }) => String(episodes),
  },
  remaining: {
    isNumber: true,
    cell: ({ remainingKm }, { km }) => (remainingKm === undefined ? '—' : km(remainingKm)),
    text: ({ remainingKm }) => (remainingKm === undefined ? '' : String(Math.round(remainingKm))),
  },
  customer: {
    cell: ({ customer, order, shipmentId }) =>
      customer === undefined ? (
        '—'
      ) : (
        <>
          {customer}
          {order !== undefined && (
            <span className="kv-note">{shipmentId === undefined ? order : <Link to={`/s/${shipmentId}`}>{order}</Link>}</span>
          )}
        </>
      ),
    text: ({ customer, order }) => [customer, order].filter(Boolean).join(', '),
  },
  action: {
    cell: ({ nextAction }, { t }) => t(`exceptions.action.${nextAction}`),
    text: ({ nextAction }, { t }) => t(`exceptions.action.${nextAction}`),
  },
  reportedAt: {
    cell: ({ reportedAt, stationZone }) => <StationTime at={reportedAt} zone={stationZone} />,
    text: ({ reportedAt }) => moscow(reportedAt),
  },
};

const SHOWN: Record<IdleKind, readonly ColumnName[]> = {
  idle: ['wagon', 'status', 'station', 'days', 'cost', 'free', 'action', 'customer', 'since', 'sinceOperation', 'reportedAt'],
  abandoned: [
    'wagon',
    'station',
    'days',
    'action',
    'customer',
    'since',
    'train',
    'episodes',
    'remaining',
    'sinceOperation',
    'reportedAt',
  ],
  late: ['wagon', 'status', 'station', 'lateDays', 'deadline', 'penalty', 'action', 'customer', 'remaining', 'reportedAt'],
  missing: ['wagon', 'station', 'days', 'action', 'customer', 'since', 'sinceOperation', 'reportedAt'],
};

export const columnsOf = (kind: IdleKind): Column[] => SHOWN[kind].map((name) => ({ name, ...ALL[name] }));

/** `2026-08-20 06:12`: what every spreadsheet reads as a time. */
function moscow(at: string): string {
  return new Date(Date.parse(at) + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
