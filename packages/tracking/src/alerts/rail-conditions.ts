import type { AlertSettings, WagonState } from '@karavan/contracts';
import { DAY_MS, iso, ms } from '../time.ts';
import type { Condition } from './condition.ts';
import { groupBy } from './group.ts';

type Wagon = Omit<WagonState, 'revision'>;
type Shipments = Condition['shipments'];

/** A report older than this tells of the past. */
const OLD_REPORT_MS = 7 * DAY_MS;

export interface RailInput {
  /** the wagons a report has just brought up to date, as they are now */
  wagons: readonly Wagon[];
  /** of cargo under way, by wagon number */
  shipmentsOf: (wagon: string) => Shipments;
  settings: AlertSettings;
  now: Date;
  /** of abandoned trains, as far as they go on */
  episodes?: readonly TrainEpisode[];
}

/** An abandoned train whose episode goes on: its subject, and the wagons it was opened with. */
export interface TrainEpisode {
  subject: string;
  wagons: readonly string[];
}

/** What is wrong with wagons, as of the reports that speak of them (AL12 to AL14). */
export function railConditions(input: RailInput): Condition[] {
  return [...abandonedTrains(input), ...input.wagons.flatMap((wagon) => [idle(wagon, input), missing(wagon, input)])];
}

const isOldReport = (wagon: Wagon, now: Date): boolean => now.getTime() - ms(wagon.reportedAt) > OLD_REPORT_MS;

/** A train is its wagons that were left at one station by one operation: one alert, not one a wagon (AL12). */
export const trainSubject = ({ lastOperation: { station, at } }: Wagon): string => `train:${station.esr ?? station.name} ${at}`;

const stationOf = (subject: string): string => subject.slice(0, subject.lastIndexOf(' '));

/**
 * The abandoned trains among these wagons by subject (AL12). Recorded as abandoned again where it stands, a train is still in
 * the episode of any of its wagons (AB1).
 */
function trainsAmong(wagons: readonly Wagon[], episodes: readonly TrainEpisode[]): Map<string, Wagon[]> {
  const known = new Set(episodes.map(({ subject }) => subject));
  const recorded = groupBy(
    wagons.filter(({ status }) => status === 'abandoned'),
    trainSubject,
  );
  const trains = new Map<string, Wagon[]>();
  for (const [subject, members] of recorded) {
    const numbers = new Set(members.map(({ number }) => number));
    const before = known.has(subject)
      ? undefined
      : episodes.find(
          (episode) => stationOf(episode.subject) === stationOf(subject) && episode.wagons.some((number) => numbers.has(number)),
        );
    const train = before?.subject ?? subject;
    trains.set(train, [...(trains.get(train) ?? []), ...members]);
  }
  return trains;
}

function abandonedTrains({ wagons, shipmentsOf, now, episodes = [] }: RailInput): Condition[] {
  const trains = trainsAmong(wagons, episodes);
  return [...trains].flatMap(([subject, members]): Condition[] => {
    const [first] = members;
    if (first === undefined) return [];
    const { station, at } = first.lastOperation;
    const shipments = members.flatMap(({ number }) => shipmentsOf(number));
    return [
      {
        kind: 'trainAbandoned',
        subject,
        holds: true,
        at,
        severity: shipments.length > 0 ? 'critical' : 'warning',
        label: station.name,
        place: station.name,
        ...(station.lat !== undefined && station.lon !== undefined ? { lat: station.lat, lon: station.lon } : {}),
        evidence: {
          wagons: members.map(({ number }) => number),
          ...(first.trainIndex === undefined ? {} : { trainIndex: first.trainIndex }),
          reportId: first.evidence.reportId,
          row: first.evidence.row,
        },
        ...(members.length === 1 ? { assetId: `wagon:${first.number}` } : {}),
        shipments: [...new Map(shipments.map((shipment) => [shipment.id, shipment])).values()],
        isOld: isOldReport(first, now),
      },
    ];
  });
}

function aboutWagon(wagon: Wagon, shipments: Shipments) {
  const { station } = wagon.lastOperation;
  return {
    subject: `wagon:${wagon.number}`,
    assetId: `wagon:${wagon.number}`,
    label: wagon.number,
    place: station.name,
    ...(station.lat !== undefined && station.lon !== undefined ? { lat: station.lat, lon: station.lon } : {}),
    shipments,
  };
}

/**
 * Standing over the limit at one station; the alert begins when the limit is crossed, whenever a report tells of it. A wagon of an
 * abandoned train is in the alert of its train (AL12, AL13).
 */
function idle(wagon: Wagon, { shipmentsOf, settings, now }: RailInput): Condition {
  const shipments = shipmentsOf(wagon.number);
  const holds = wagon.status !== 'missing' && wagon.status !== 'abandoned' && wagon.idle.atStationDays >= settings.idleDays;
  const crossedAt = iso(ms(wagon.reportedAt) - (wagon.idle.atStationDays - settings.idleDays) * DAY_MS);
  return {
    kind: 'idleOverLimit',
    ...aboutWagon(wagon, shipments),
    holds,
    at: holds ? crossedAt : wagon.lastOperation.at,
    severity: shipments.length > 0 || wagon.loadState === 'loaded' ? 'warning' : 'notice',
    evidence: {
      days: wagon.idle.atStationDays,
      limitDays: settings.idleDays,
      since: wagon.atStationSince,
      status: wagon.status,
      reportId: wagon.evidence.reportId,
      row: wagon.evidence.row,
    },
    isOld: isOldReport(wagon, now) || (shipments.length === 0 && !settings.withoutCargo),
  };
}

/** Gone from the reports of its source while it carries something; an empty one may leave the fleet (AL14). */
function missing(wagon: Wagon, { shipmentsOf, now }: RailInput): Condition {
  const shipments = shipmentsOf(wagon.number);
  const since = wagon.missing?.since;
  return {
    kind: 'wagonMissing',
    ...aboutWagon(wagon, shipments),
    holds: since !== undefined,
    at: since ?? wagon.reportedAt,
    severity: shipments.length > 0 ? 'critical' : 'warning',
    evidence: { lastReportAt: wagon.reportedAt, was: wagon.missing?.was ?? wagon.status, reportId: wagon.evidence.reportId },
    isOld:
      (shipments.length === 0 && wagon.loadState !== 'loaded') ||
      (since !== undefined && now.getTime() - ms(since) > OLD_REPORT_MS),
  };
}

/**
 * The trains whose episode goes on, against what a report says of their wagons: over when none of those it knows of is
 * still abandoned there, going on unseen while the report does not speak of them.
 */
export function trainsOver(input: {
  episodes: readonly TrainEpisode[];
  wagons: ReadonlyMap<string, Wagon>;
}): { subject: string; at: string; evidence: Record<string, unknown> }[] {
  const trains = trainsAmong([...input.wagons.values()], input.episodes);
  return input.episodes.flatMap(({ subject, wagons }) => {
    const seen = wagons.flatMap((number) => input.wagons.get(number) ?? []);
    const staying = new Set(trains.get(subject) ?? []);
    const left = seen.filter((wagon) => !staying.has(wagon));
    const [first] = left;
    if (first === undefined || left.length < wagons.length) return [];
    const { operation, ...at } = { operation: first.lastOperation.name, at: first.lastOperation.at };
    return [{ subject, ...at, evidence: { operation, reportId: first.evidence.reportId, row: first.evidence.row } }];
  });
}
