import type { AlertKind, Language, Severity } from '@karavan/contracts';

interface Words {
  kind: Record<AlertKind, string>;
  severity: Record<Severity, string>;
  over: string;
  since: string;
  until: string;
  where: string;
  risk: string;
  foreseen: string;
  late: (minutes: number) => string;
  wagons: (count: number) => string;
  many: (count: number) => string;
  more: (count: number) => string;
  open: string;
  test: string;
  testText: (who: string) => string;
  why: string;
}

const duration = (minutes: number, [h, min]: [string, string]): string =>
  minutes < 60 ? `${minutes} ${min}` : `${Math.floor(minutes / 60)} ${h} ${minutes % 60} ${min}`;

/** The Russian form for a number: 1 тревога, 2 тревоги, 5 тревог. */
function plural(count: number, [one, few, many]: [string, string, string]): string {
  const form = new Intl.PluralRules('ru').select(count);
  return `${count} ${form === 'one' ? one : form === 'few' ? few : many}`;
}

export const WORDS: Record<Language, Words> = {
  en: {
    kind: {
      longStop: 'Long stop',
      signalLost: 'No signal',
      lateDeparture: 'Will leave late',
      lateArrival: 'Will arrive late',
      expectedAbsent: 'Expected but not there',
      routeDeviation: 'Off the planned route',
      geofenceEntry: 'Entered a geofence',
      geofenceExit: 'Left a geofence',
      trainAbandoned: 'Train abandoned',
      idleOverLimit: 'Idle over the limit',
      wagonMissing: 'Wagon missing from reports',
      sourceDown: 'Source down',
    },
    severity: { notice: 'notice', warning: 'warning', critical: 'critical' },
    over: 'Over',
    since: 'since',
    until: 'over at',
    where: 'where',
    risk: 'at stake until',
    foreseen: 'foreseen',
    late: (minutes) => `${duration(minutes, ['h', 'min'])} late`,
    wagons: (count) => `${count} ${count === 1 ? 'wagon' : 'wagons'}`,
    many: (count) => `${count} alerts`,
    more: (count) => `… and ${count} more in the list.`,
    open: 'Open',
    test: 'Test of the alert channel',
    testText: (who) => `This is a test asked for by ${who}. Alerts will come to this address.`,
    why: 'You get this because your role or address stands in an alert channel of Karavan.',
  },
  ru: {
    kind: {
      longStop: 'Долгая стоянка',
      signalLost: 'Нет сигнала',
      lateDeparture: 'Опоздает с выездом',
      lateArrival: 'Опоздает с прибытием',
      expectedAbsent: 'Ожидался, но не прибыл',
      routeDeviation: 'Сошёл с маршрута',
      geofenceEntry: 'Въехал в геозону',
      geofenceExit: 'Выехал из геозоны',
      trainAbandoned: 'Поезд брошен',
      idleOverLimit: 'Простой сверх нормы',
      wagonMissing: 'Вагон пропал из справок',
      sourceDown: 'Источник не отвечает',
    },
    severity: { notice: 'к сведению', warning: 'внимание', critical: 'срочно' },
    over: 'Завершено',
    since: 'с',
    until: 'завершилось',
    where: 'где',
    risk: 'ещё можно успеть до',
    foreseen: 'ожидается',
    late: (minutes) => `опоздание ${duration(minutes, ['ч', 'мин'])}`,
    wagons: (count) => plural(count, ['вагон', 'вагона', 'вагонов']),
    many: (count) => plural(count, ['тревога', 'тревоги', 'тревог']),
    more: (count) => `… и ещё ${count} в списке.`,
    open: 'Открыть',
    test: 'Проверка канала тревог',
    testText: (who) => `Это проверка, её запросил ${who}. На этот адрес будут приходить тревоги.`,
    why: 'Вы получили это письмо, потому что ваша роль или ваш адрес указаны в канале тревог Karavan.',
  },
};
