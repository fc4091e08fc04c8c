import type { Moment, ReleaseFacts, Speaker } from './speaker.ts';
import { sayAfter, sayDays, sayMoment } from './when.ts';

const LOCALE = 'en-GB';
const MANY_DAYS = 7;

function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round((minutes % 60) * 100) / 100];
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}

const moment = (at: Moment) => sayMoment(LOCALE, at);

function released(facts: ReleaseFacts): string {
  const start = `${facts.isInbound ? 'in stock' : 'ordered'} ${moment(facts.since)}`;
  const days = facts.closedDays;
  const closed = days.length > MANY_DAYS ? `${days.length} days closed` : `${sayDays(LOCALE, days)} closed`;
  const reason = {
    sameDay: `not after the ${facts.cutOff} cut-off`,
    afterCutOff: `after the ${facts.cutOff} cut-off`,
    dayOver: 'the working day was over',
    notWorking: 'not a working day',
  }[facts.reason];
  return `${start}, ${reason}; ${days.length > 0 ? `${closed}; ` : ''}released ${sayAfter(LOCALE, facts.at, facts.since)}`;
}

export const english: Speaker = {
  released,
  ready: ({ minutes, at }) =>
    minutes > 0
      ? `picking takes ${duration(minutes)} of working time: ready ${moment(at)}`
      : `nothing to prepare: ready ${moment(at)}`,
  crossDocked: ({ minutes, at }) =>
    minutes > 0
      ? `cross-docking takes ${duration(minutes)} of working time: ready ${moment(at)}`
      : `nothing to do at the hub: ready ${moment(at)}`,
  transferDeparted: ({ lane, to, at }) => `the first departure of lane ${lane} to ${to} once the goods are ready: ${moment(at)}`,
  departed: ({ carrier, service, isLater, at }) =>
    `${carrier || 'the carrier'}, service ${service}: ${isLater ? 'a later departure, since an earlier one is taken by another shipment' : 'the first departure once all goods are ready'}, ${moment(at)}`,
  arrived: ({ minutes, where, at }) => `${duration(minutes)} on the way: at ${where} ${moment(at)}`,
  delivered: ({ waited, hasHours, at }) =>
    waited
      ? `receiving was closed on arrival and opens ${moment(at)}`
      : hasHours
        ? `receiving is open on arrival: ${moment(at)}`
        : `delivered on arrival: ${moment(at)}`,
};
