import type { Language } from '@karavan/contracts';

/** What may stand in the way of a plan, and what a repair is of. */
export type Limit =
  | 'fleet'
  | 'site-bays'
  | 'plant-bays'
  | 'receiving'
  | 'loading'
  | 'supply'
  | 'early'
  | 'late'
  | 'min-load'
  | 'mode'
  | 'gross'
  | 'length';

/** What would lift a limit. */
export type Repair =
  | { limit: 'fleet'; count: number; like: string; mode: string }
  | { limit: 'mode'; vehicle: string; mode: string }
  | { limit: 'site-bays'; count: number }
  | { limit: 'plant-bays'; plant: string; count: number }
  | { limit: 'receiving'; hours: number; until: string; date?: string }
  | { limit: 'receiving'; hours: number; from: string; date?: string }
  | { limit: 'loading'; plant: string; hours: number; until: string }
  | { limit: 'supply'; plant: string; date: string; massKg: number }
  | { limit: 'early' | 'late'; days: number }
  | { limit: 'min-load' }
  | { limit: 'gross'; massKg: number }
  | { limit: 'length'; lengthM: number };

export interface SplitWords {
  mass(massKg: number): string;
  day(date: string): string;
  binds(limit: Limit): string;
  repair(repair: Repair): string;
  lifts(binding: string, repair: string): string;
  noRepair(massKg: number): string;
  notSought(massKg: number): string;
  missing(massKg: number, date: string): string;
  lateBy(massKg: number, dates: readonly string[]): string;
  lateNow(lateKgDays: number): string;
  past(date: string): string;
  closed(date: string): string;
  remainder(massKg: number, date: string, pieceKg: number): string;
  excluded(vehicle: string, why: 'mode' | 'length' | 'gross' | 'payload' | 'minLoad' | 'piece'): string;
  locked(vehicle: string, message: string): string;
  lockedGone(vehicle: string): string;
  noTrucks(): string;
  unknownRegion(region: string): string;
  gap(gapPct: number): string;
}

const grouped = (value: number): string =>
  String(Math.round(value * 1000) / 1000).replace(/\B(?=(\d{3})+(?!\d))/g, (_match, _digits, at: number, text: string) =>
    text.slice(0, at).includes('.') ? '' : ' ',
  );

function dayName(date: string, language: Language): string {
  const at = new Date(`${date}T00:00:00Z`);
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(at);
}

function plural(count: number, [one, few, many]: readonly [string, string, string]): string {
  const [tens, units] = [count % 100, count % 10];
  if (units === 1 && tens !== 11) return one;
  return units >= 2 && units <= 4 && (tens < 12 || tens > 14) ? few : many;
}

const en: SplitWords = {
  mass: (massKg) => `${grouped(massKg)} kg`,
  day: (date) => dayName(date, 'en'),
  binds: (limit) =>
    ({
      fleet: 'The trucks have no time for more trips',
      'site-bays': 'The places for unloading at the site are taken',
      'plant-bays': 'The places for loading at the plant are taken',
      receiving: 'The receiving hours of the site are too short',
      loading: 'The loading hours of the plant are too short',
      supply: 'The plant has too little of the product on those days',
      early: 'Nothing may come earlier',
      late: 'Nothing may come later',
      'min-load': 'What is left is less than the smallest load of a truck',
      mode: 'Some trucks cannot be unloaded at this site',
      gross: 'The site does not admit the gross mass',
      length: 'The site does not admit the length',
    })[limit],
  repair: (repair) => {
    switch (repair.limit) {
      case 'fleet':
        return `${repair.count} more ${repair.count === 1 ? 'truck' : 'trucks'} like ${repair.like} with ${repair.mode} unloading`;
      case 'mode':
        return `${repair.mode} unloading on ${repair.vehicle}`;
      case 'site-bays':
        return `${repair.count} more ${repair.count === 1 ? 'place' : 'places'} for unloading at the site`;
      case 'plant-bays':
        return `${repair.count} more ${repair.count === 1 ? 'place' : 'places'} for loading at ${repair.plant}`;
      case 'receiving': {
        const on = repair.date === undefined ? '' : ` on ${dayName(repair.date, 'en')}`;
        return 'until' in repair ? `receiving until ${repair.until}${on}` : `receiving from ${repair.from}${on}`;
      }
      case 'loading':
        return `loading at ${repair.plant} until ${repair.until}`;
      case 'supply':
        return `${grouped(repair.massKg)} kg more from ${repair.plant} on ${dayName(repair.date, 'en')}`;
      case 'early':
        return `delivery up to ${repair.days} ${repair.days === 1 ? 'day' : 'days'} earlier`;
      case 'late':
        return `delivery up to ${repair.days} ${repair.days === 1 ? 'day' : 'days'} later`;
      case 'min-load':
        return 'no smallest load';
      case 'gross':
        return `${grouped(repair.massKg)} kg of gross mass admitted at the site`;
      case 'length':
        return `trucks of ${repair.lengthM} m admitted at the site`;
    }
  },
  lifts: (binding, repair) => `${binding}: with ${repair} everything could be brought.`,
  noRepair: (massKg) =>
    `${grouped(massKg)} kg cannot be brought, and none of the single changes tried (trucks, places, hours, supply, days, limits of the site) is enough by itself.`,
  notSought: (massKg) => `${grouped(massKg)} kg are not in the plan; a plan of this size is not searched for repairs.`,
  missing: (massKg, date) => `${grouped(massKg)} kg of ${dayName(date, 'en')} cannot be brought`,
  lateBy: (massKg, dates) => `${grouped(massKg)} kg come late, on ${dates.map((date) => dayName(date, 'en')).join(' and ')}`,
  lateNow: (lateKgDays) =>
    `Not everything can be there on its day: ${grouped(lateKgDays)} kg·days late is the least that was found.`,
  past: (date) =>
    `The demand of ${dayName(date, 'en')} lies before the first possible loading; a later day must be allowed for it.`,
  closed: (date) =>
    `On no day that may serve the demand of ${dayName(date, 'en')} can a truck be loaded in time and unloaded; other receiving hours or later days would help.`,
  remainder: (massKg, date, pieceKg) =>
    `${grouped(massKg)} kg of ${dayName(date, 'en')} are no whole piece of ${grouped(pieceKg)} kg; the demand should be a multiple of it.`,
  excluded: (vehicle, why) =>
    ({
      mode: `${vehicle} has no way of unloading that the site has; a common one is needed.`,
      length: `${vehicle} is longer than the site admits.`,
      gross: `${vehicle} is heavier than the site admits, even with the smallest load.`,
      payload: `${vehicle} may lawfully carry nothing on the roads to the site.`,
      minLoad: `${vehicle} may carry less than its smallest load.`,
      piece: `${vehicle} cannot carry one whole piece.`,
    })[why],
  locked: (vehicle, message) => `The locked trip of ${vehicle} stays as it is, but breaks a rule: ${message}.`,
  lockedGone: (vehicle) => `The locked trip of ${vehicle} stays in the plan, but the truck is not in the fleet.`,
  noTrucks: () => 'There is no truck that can go to this site.',
  unknownRegion: (region) =>
    `No seasonal act of “${region}” is known, so none was counted: check how the region is written, or look up its order.`,
  gap: (gapPct) => `The plan keeps every rule; that no better one exists is not proven (gap ${gapPct} %).`,
};

const ru: SplitWords = {
  mass: (massKg) => `${grouped(massKg)} кг`,
  day: (date) => dayName(date, 'ru'),
  binds: (limit) =>
    ({
      fleet: 'У машин нет времени на новые рейсы',
      'site-bays': 'Места выгрузки на объекте заняты',
      'plant-bays': 'Места погрузки на заводе заняты',
      receiving: 'Часы приёмки на объекте слишком коротки',
      loading: 'Часы погрузки на заводе слишком коротки',
      supply: 'На заводе в эти дни мало продукта',
      early: 'Раньше везти нельзя',
      late: 'Позже везти нельзя',
      'min-load': 'Остаток меньше наименьшей загрузки машины',
      mode: 'Часть машин не может выгрузиться на этом объекте',
      gross: 'Объект не принимает такую полную массу',
      length: 'Объект не принимает такую длину',
    })[limit],
  repair: (repair) => {
    switch (repair.limit) {
      case 'fleet':
        return `ещё ${repair.count} ${plural(repair.count, ['машина', 'машины', 'машин'])} как ${repair.like}, выгрузка ${repair.mode}`;
      case 'mode':
        return `выгрузка ${repair.mode} у ${repair.vehicle}`;
      case 'site-bays':
        return `ещё ${repair.count} ${plural(repair.count, ['место', 'места', 'мест'])} выгрузки на объекте`;
      case 'plant-bays':
        return `ещё ${repair.count} ${plural(repair.count, ['место', 'места', 'мест'])} погрузки на ${repair.plant}`;
      case 'receiving': {
        const on = repair.date === undefined ? '' : ` ${dayName(repair.date, 'ru')}`;
        return 'until' in repair ? `приёмка до ${repair.until}${on}` : `приёмка с ${repair.from}${on}`;
      }
      case 'loading':
        return `погрузка на ${repair.plant} до ${repair.until}`;
      case 'supply':
        return `ещё ${grouped(repair.massKg)} кг с ${repair.plant} ${dayName(repair.date, 'ru')}`;
      case 'early':
        return `доставка раньше на срок до ${repair.days} ${plural(repair.days, ['дня', 'дней', 'дней'])}`;
      case 'late':
        return `доставка позже на срок до ${repair.days} ${plural(repair.days, ['дня', 'дней', 'дней'])}`;
      case 'min-load':
        return 'рейсы без наименьшей загрузки';
      case 'gross':
        return `допуск на объект полной массы ${grouped(repair.massKg)} кг`;
      case 'length':
        return `допуск на объект машин длиной ${repair.lengthM} м`;
    }
  },
  lifts: (binding, repair) => `${binding}. Всё можно привезти, если будет: ${repair}.`,
  noRepair: (massKg) =>
    `${grouped(massKg)} кг привезти нельзя, и ни одно изменение из проверенных (машины, места, часы, запас, дни, ограничения объекта) само по себе не поможет.`,
  notSought: (massKg) => `${grouped(massKg)} кг не вошли в план; для плана такого размера способы исправить не ищутся.`,
  missing: (massKg, date) => `${grouped(massKg)} кг на ${dayName(date, 'ru')} привезти нельзя`,
  lateBy: (massKg, dates) => `${grouped(massKg)} кг приедут позже: ${dates.map((date) => dayName(date, 'ru')).join(' и ')}`,
  lateNow: (lateKgDays) => `Не всё может быть в свой день: наименьшее найденное опоздание — ${grouped(lateKgDays)} кг·дней.`,
  past: (date) => `Потребность на ${dayName(date, 'ru')} раньше первой возможной погрузки; для неё нужен более поздний день.`,
  closed: (date) =>
    `Ни в один день, который подходит для потребности на ${dayName(date, 'ru')}, машина не успевает загрузиться и выгрузиться; помогут другие часы приёмки или более поздние дни.`,
  remainder: (massKg, date, pieceKg) =>
    `${grouped(massKg)} кг на ${dayName(date, 'ru')} — не целое место по ${grouped(pieceKg)} кг; потребность должна быть кратна ему.`,
  excluded: (vehicle, why) =>
    ({
      mode: `У ${vehicle} нет способа выгрузки, который есть на объекте; нужен общий.`,
      length: `${vehicle} длиннее, чем принимает объект.`,
      gross: `${vehicle} тяжелее, чем принимает объект, даже с наименьшей загрузкой.`,
      payload: `${vehicle} по закону не может везти ничего по дорогам до объекта.`,
      minLoad: `${vehicle} может везти меньше своей наименьшей загрузки.`,
      piece: `${vehicle} не может везти ни одного целого места.`,
    })[why],
  locked: (vehicle, message) => `Закреплённый рейс ${vehicle} остаётся как есть, но нарушает правило: ${message}.`,
  lockedGone: (vehicle) => `Закреплённый рейс ${vehicle} остаётся в плане, но такой машины в парке нет.`,
  noTrucks: () => 'Нет ни одной машины, которая может ехать на этот объект.',
  unknownRegion: (region) =>
    `Сезонных ограничений региона «${region}» в справочнике нет, они не учтены: проверьте название региона или его приказ.`,
  gap: (gapPct) => `План соблюдает все правила; что лучшего нет, не доказано (разрыв ${gapPct} %).`,
};

export const SPLIT_WORDS: Readonly<Record<Language, SplitWords>> = { en, ru };
