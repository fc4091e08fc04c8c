import type { Deadline, IdleCost, IdleKind, NextAction, WagonState, WagonStatus } from '@karavan/contracts';
import { deadlineEnd, isLate, wagonArrivedAt } from './late.ts';
import { daysPastTerm, penaltyPct } from './norm-term/penalty.ts';
import { DAY_MS, daysBetween, iso, MOSCOW, ms, round2 } from './time.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

/** A wagon that needs somebody, and what for. */
export interface Exception {
  kind: IdleKind;
  since: string;
  days: number;
  daysLate?: number;
  penaltyPct?: number;
  nextAction: NextAction;
}

export interface ExceptionInput {
  wagon: WagonSnapshot;
  cost: IdleCost | undefined;
  /** the order's, else the wagon's own */
  deadline: Deadline | undefined;
  now: Date;
}

/** A day at one station is idleness (RW20); so is a clock that runs out within a day, or has. */
const IDLE_DAYS = 1;
const FREE_TIME_ENDS_MINUTES = 24 * 60;
/** On the way with goods: who is there, empty, or out of sight is not late any more, only was. */
const STILL_COMING: readonly WagonStatus[] = ['inTransit', 'standing', 'abandoned', 'badOrder', 'atOrigin'];

const ACTION: Partial<Record<WagonStatus, NextAction>> = {
  badOrder: 'askRepair',
  unloaded: 'sendAway',
  atOrigin: 'dispatch',
};

function idleAction({ status }: Pick<WagonState, 'status'>, cost: IdleCost | undefined): NextAction {
  if (status === 'arrived') return cost?.state === 'free' ? 'unloadInFreeTime' : 'unload';
  return ACTION[status] ?? 'askRoad';
}

/** The stay, not the last operation; measured at the report (RW7). */
function idle({ wagon, cost }: ExceptionInput): Exception[] {
  const { status, idle: figures, lastOperation } = wagon;
  if (status === 'abandoned' || status === 'missing' || status === 'unknown') return [];
  const left = lastOperation.event === 'DEPARTED';
  const days = left ? figures.sinceLastOperationDays : figures.atStationDays;
  const isPaid = cost?.state === 'paying' || (cost?.state === 'free' && cost.freeLeftMinutes <= FREE_TIME_ENDS_MINUTES);
  if (days < IDLE_DAYS && !isPaid) return [];
  const since = left ? lastOperation.at : wagon.atStationSince;
  return [{ kind: 'idle', since, days, nextAction: idleAction(wagon, cost) }];
}

function abandoned({ wagon }: ExceptionInput): Exception[] {
  if (wagon.status !== 'abandoned') return [];
  return [{ kind: 'abandoned', since: wagon.atStationSince, days: wagon.idle.atStationDays, nextAction: 'askLocomotive' }];
}

function missing({ wagon, now }: ExceptionInput): Exception[] {
  if (wagon.missing === undefined) return [];
  const { since } = wagon.missing;
  return [{ kind: 'missing', since, days: round2(Math.max(0, daysBetween(since, now))), nextAction: 'checkSource' }];
}

/** Past its term, or expected after it; the days and the penalty as of the likely arrival (NT4). */
function late({ wagon, deadline, now }: ExceptionInput): Exception[] {
  if (deadline === undefined || !STILL_COMING.includes(wagon.status)) return [];
  if (isLate(wagon.eta, deadline, wagonArrivedAt(wagon), now, MOSCOW) !== true) return [];
  const since = iso(deadlineEnd(deadline, MOSCOW));
  const likely = iso(Math.max(wagon.eta === undefined ? 0 : ms(wagon.eta.p50), now.getTime()));
  const daysLate = daysPastTerm(deadline.date, likely);
  const penalty = deadline.basis === 'report' ? { penaltyPct: penaltyPct(daysLate) } : {};
  return [
    { kind: 'late', since, days: round2((ms(likely) - ms(since)) / DAY_MS), daysLate, ...penalty, nextAction: 'tellCustomer' },
  ];
}

/** Everything about a wagon that needs somebody, at most one of a kind (EX1 to EX5). */
export function exceptionsOf(input: ExceptionInput): Exception[] {
  return [...idle(input), ...abandoned(input), ...late(input), ...missing(input)];
}

interface Ranked {
  wagon: string;
  days: number;
  cost?: { costMinor: number } | undefined;
}

/** Money first, then time, then the number, so that the order is one and the same for everybody (EX6). */
export function byRisk(a: Ranked, b: Ranked): number {
  const byCost = (b.cost?.costMinor ?? 0) - (a.cost?.costMinor ?? 0);
  return byCost || b.days - a.days || (a.wagon < b.wagon ? -1 : a.wagon > b.wagon ? 1 : 0);
}
