import type { Moment, ReleaseFacts, Speaker } from './speaker.ts';
import { sayAfter, sayDays, sayMoment } from './when.ts';

const LOCALE = 'ru-RU';
const MANY_DAYS = 7;

function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round((minutes % 60) * 100) / 100];
  return [hours > 0 ? `${hours} ч` : '', rest > 0 || hours === 0 ? `${rest} мин` : ''].filter(Boolean).join(' ');
}

const moment = (at: Moment) => sayMoment(LOCALE, at);

function released(facts: ReleaseFacts): string {
  const start = `${facts.isInbound ? 'на складе с' : 'заказано'} ${moment(facts.since)}`;
  const days = facts.closedDays;
  const closed = days.length > MANY_DAYS ? `закрыто дней: ${days.length}` : `закрыто ${sayDays(LOCALE, days)}`;
  const reason = {
    sameDay: `не позже времени отсечки ${facts.cutOff}`,
    afterCutOff: `после времени отсечки ${facts.cutOff}`,
    dayOver: 'рабочий день закончился',
    notWorking: 'нерабочий день',
  }[facts.reason];
  return `${start}, ${reason}; ${days.length > 0 ? `${closed}; ` : ''}в работу ${sayAfter(LOCALE, facts.at, facts.since)}`;
}

export const russian: Speaker = {
  released,
  ready: ({ minutes, at }) =>
    minutes > 0
      ? `сборка занимает ${duration(minutes)} рабочего времени: готово ${moment(at)}`
      : `готовить нечего: готово ${moment(at)}`,
  crossDocked: ({ minutes, at }) =>
    minutes > 0
      ? `перегрузка занимает ${duration(minutes)} рабочего времени: готово ${moment(at)}`
      : `перегрузка не нужна: готово ${moment(at)}`,
  transferDeparted: ({ lane, to, at }) => `первый рейс линии ${lane} на склад ${to} после готовности: ${moment(at)}`,
  departed: ({ carrier, service, isLater, at }) =>
    `${carrier || 'перевозчик'}, услуга ${service}: ${isLater ? 'более поздний рейс, ранний занят другой отправкой' : 'первый рейс после готовности всего груза'}, ${moment(at)}`,
  arrived: ({ minutes, where, at }) => `${duration(minutes)} в пути: ${where}, ${moment(at)}`,
  delivered: ({ waited, hasHours, at }) =>
    waited
      ? `при прибытии приёмка закрыта, открывается ${moment(at)}`
      : hasHours
        ? `приёмка открыта при прибытии: ${moment(at)}`
        : `доставлено при прибытии: ${moment(at)}`,
};
