import type { TrackingEvent } from '@karavan/contracts';
import { operationName } from '../../format/operation-name.ts';
import { stationName } from '../../format/station-name.ts';
import type { Format } from '../../format/use-format.ts';
import { en } from '../../i18n/en.ts';
import type { TimelineItem } from '../../ui/Timeline.tsx';
import { asText, readEvidence } from '../card/evidence.ts';

const GOOD = new Set(['delivered', 'arrivedDestination', 'unloaded', 'resumed', 'repaired']);
const BAD = new Set([
  'cancelled',
  'abandoned',
  'badOrder',
  'idle',
  'late',
  'missing',
  'longStop',
  'signalLost',
  'routeDeviation',
  'lateArrival',
]);
type EventKey = keyof typeof en.event;

/** A tracking event as a line of the timeline: the kind in words, the asset, and the raw operation it rests on. */
export function eventItem(event: TrackingEvent, assetLabel: string | undefined, { t, days }: Format): TimelineItem {
  const { evidence } = event;
  const known = readEvidence(evidence);
  const words = {
    days: typeof evidence['days'] === 'number' ? days(evidence['days']) : '',
    from: asText(evidence['from']) ?? '',
    to: asText(evidence['to']) ?? '',
  };
  const kind = Object.hasOwn(en.event, event.kind) ? (event.kind as EventKey) : undefined;
  return {
    key: event.id,
    at: event.at,
    title: kind ? t(`event.${kind}`, words) : event.kind,
    place: event.place && stationName(event.place),
    tone: GOOD.has(event.kind) ? 'good' : BAD.has(event.kind) ? 'bad' : 'plain',
    note: [assetLabel, known.operation && operationName(known.operation)].filter(Boolean).join(' · '),
    late: event.late,
  };
}
