import type { Alert } from '@karavan/contracts';
import { stationName } from '../../format/station-name.ts';
import type { Format } from '../../format/use-format.ts';

const DAY_MS = 86_400_000;

/** Where an alert leads: the asset with the map, else its shipment, its train or its source. */
export function pathOf({ assetId, label, shipmentIds, kind, opened }: Alert): string | undefined {
  if (assetId?.startsWith('wagon:')) return `/w/${encodeURIComponent(assetId.slice('wagon:'.length))}`;
  if (assetId?.startsWith('truck:')) return `/t/${encodeURIComponent(label)}`;
  if (assetId !== null) return `/t/${encodeURIComponent(assetId)}`;
  const { trainIndex, wagons } = opened.evidence;
  if (typeof trainIndex === 'string') return `/train/${encodeURIComponent(trainIndex)}`;
  if (Array.isArray(wagons) && typeof wagons[0] === 'string') return `/w/${encodeURIComponent(wagons[0])}`;
  if (shipmentIds[0] !== undefined) return `/s/${encodeURIComponent(shipmentIds[0])}`;
  return kind === 'sourceDown' ? '/sources' : undefined;
}

const NAMED = 6;
/** The wagons by their numbers, the first of many. */
const namedOf = (wagons: readonly string[]): string =>
  wagons.length <= NAMED ? wagons.join(', ') : `${wagons.slice(0, NAMED).join(', ')}, …`;

/** What an alert is about: a train by its index where it is known, and stations as people read them. */
export function labelOf({ kind, label, opened }: Alert): string {
  const { trainIndex } = opened.evidence;
  if (kind !== 'trainAbandoned') return label;
  return typeof trainIndex === 'string' ? trainIndex : stationName(label);
}

/** Days it has lasted by now; undefined where nothing grows with time, and for one whose fact is over. */
function lastsDays({ kind, ended, opened }: Alert, now: number): number | undefined {
  if (ended !== null) return undefined;
  const { since } = opened.evidence;
  if (kind === 'idleOverLimit' && typeof since === 'string') return (now - Date.parse(since)) / DAY_MS;
  return kind === 'trainAbandoned' ? (now - Date.parse(opened.at)) / DAY_MS : undefined;
}

/**
 * Where, how long, how late: what the facts of an alert say in a few words. Its figures are those of the hour it was opened
 * and say so while it goes on; what grows with time is told as of now as well.
 */
export function detailsOf(alert: Alert, { t, days, duration, ago, dayTime, now }: Format): string {
  const { evidence } = alert.opened;
  const number = (key: string) => (typeof evidence[key] === 'number' ? evidence[key] : undefined);
  const text = (key: string) => (typeof evidence[key] === 'string' ? evidence[key] : undefined);
  const [lateMinutes, minutes, idle] = [number('lateMinutes'), number('minutes'), number('days')];
  const [lastFix, foreseen] = [text('lastFixAt'), text('foreseenAt')];
  const wagons = Array.isArray(evidence['wagons']) ? evidence['wagons'].map(String) : [];
  const figures = [
    lateMinutes !== undefined && lateMinutes > 0 ? t('alerts.lateBy', { age: duration(lateMinutes * 60) }) : undefined,
    foreseen === undefined ? undefined : t('alerts.foreseen', { when: dayTime(foreseen) }),
    minutes === undefined ? undefined : t('alerts.stood', { age: duration(minutes * 60) }),
    idle === undefined ? undefined : t('alerts.idleFor', { days: days(idle) }),
  ]
    .filter((figure) => figure !== undefined)
    .join(', ');
  const lasts = lastsDays(alert, now);
  return [
    alert.place === null ? undefined : t('alerts.where', { place: stationName(alert.place) }),
    lasts === undefined ? undefined : t('alerts.now', { facts: days(lasts) }),
    figures === '' ? undefined : alert.ended === null ? t('alerts.atOpening', { facts: figures }) : figures,
    wagons.length > 0 ? `${t('alerts.wagons', { count: wagons.length })}: ${namedOf(wagons)}` : undefined,
    lastFix === undefined ? undefined : `${t('alerts.lastFix')} ${ago(lastFix)}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** What became of it, for one that is not open. */
export function outcomeOf(alert: Alert, { t, dayTime }: Format): string | undefined {
  const { state, ended, closedBy, snoozedUntil } = alert;
  if (state === 'snoozed' && snoozedUntil !== null) return t('alerts.restsUntil', { when: dayTime(snoozedUntil) });
  if (state !== 'closed') return undefined;
  const by = closedBy === null ? undefined : t(ended === null ? 'alerts.goesOn' : 'alerts.closedBy', { name: closedBy });
  return [by, ended === null ? undefined : t('alerts.ended', { when: dayTime(ended.at) })].filter(Boolean).join(' · ');
}
