import type { BoardReason, BothWords, Language, LargestPayload } from '@karavan/contracts';

/** Why not, before it is put into words. Masses are kg, instants ms, dates `YYYY-MM-DD`. */
export type Why =
  | { code: 'started' | 'locked' | 'noTrip' | 'sameTrip' | 'noTime' | 'nothing' | 'times' }
  | {
      code: 'noTruck' | 'otherPlant' | 'long' | 'mode' | 'driver' | 'truckHours' | 'truckOut' | 'truckElsewhere';
      vehicle: string;
    }
  | { code: 'loadingHours' | 'plantBay'; plant: string }
  | { code: 'receivingHours' | 'siteBay' | 'tooEarly' }
  | { code: 'payload'; vehicle: string; massKg: number; mostKg: number }
  | { code: 'axles'; vehicle: string; massKg: number; mostKg: number; bound: LargestPayload; road: string; date: string }
  | { code: 'gross'; vehicle: string; massKg: number; mostKg: number }
  | { code: 'minLoad'; vehicle: string; massKg: number; leastKg: number }
  | { code: 'piece'; pieceKg: number }
  | { code: 'demand'; date: string; massKg: number }
  | { code: 'supply'; plant: string; date: string }
  | { code: 'noFreeTime'; vehicle: string; date: string }
  | ({ code: 'truckDown'; vehicle: string } & Lasting)
  | ({ code: 'bayShut'; plant?: string } & Lasting);

/** Instants, and the zone in which people read them. */
interface Lasting {
  from: string;
  until?: string;
  zone: string;
}

export function reasonOf(why: Why, tripIds: readonly string[] = []): BoardReason {
  return { code: why.code, message: { ru: RU(why), en: EN(why) } satisfies BothWords, tripIds: [...tripIds] };
}

/** One reason is told once, with all the trips it is of. */
export function joined(reasons: readonly BoardReason[]): BoardReason[] {
  const told = new Map<string, BoardReason>();
  const ids = new Map<string, Set<string>>();
  for (const reason of reasons) {
    const key = `${reason.code} ${reason.message.en}`;
    const of = ids.get(key) ?? new Set();
    for (const id of reason.tripIds) of.add(id);
    ids.set(key, of);
    if (!told.has(key)) told.set(key, reason);
  }
  return [...told].map(([key, reason]) => ({ ...reason, tripIds: [...(ids.get(key) ?? [])] }));
}

function day(date: string, language: Language): string {
  const format = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', format).format(new Date(`${date}T00:00:00Z`));
}

/** `from 24 November, 10:40 to 12:00`; without an end, from then on. */
function lasting({ from, until, zone }: Lasting, language: Language): string {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: zone });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  const at = (instant: string) => [date.format(new Date(instant)), time.format(new Date(instant))] as const;
  const [day, clock] = at(from);
  const [since, to] = language === 'ru' ? ['с', 'до'] : ['from', 'to'];
  if (until === undefined) return `${since} ${day}, ${clock}`;
  const [lastDay, lastClock] = at(until);
  return `${since} ${day}, ${clock} ${to} ${lastDay === day ? '' : `${lastDay}, `}${lastClock}`;
}

function tonnes(massKg: number, language: Language): string {
  const value = new Intl.NumberFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { maximumFractionDigits: 3 }).format(massKg / 1000);
  return `${value} ${language === 'ru' ? 'т' : 't'}`;
}

/** `axle 2`, `group 4+5+6`, `gross` as the engine names them. */
function boundWords(what: string, language: Language): string {
  const [, kind = what, numbers = ''] = /^(axle|group|bridge) (\S+)/.exec(what) ?? [];
  const ru: Record<string, string> = {
    axle: `ось ${numbers}`,
    group: `группа осей ${numbers}`,
    bridge: `мост ${numbers}`,
    gross: 'полная масса',
    kingpin: 'шкворень',
    steer: 'управляемая ось',
  };
  const en: Record<string, string> = {
    axle: what,
    group: `axle ${what}`,
    bridge: what,
    gross: 'gross mass',
    steer: 'steered axle',
  };
  return (language === 'ru' ? ru : en)[kind] ?? what;
}

const LAYER = {
  ru: { law: 'закон', maker: 'изготовитель', season: 'сезонное ограничение' },
  en: { law: 'law', maker: 'maker', season: 'seasonal limit' },
} as const;

function RU(why: Why): string {
  const t = (massKg: number) => tonnes(massKg, 'ru');
  const on = (date: string) => day(date, 'ru');
  switch (why.code) {
    case 'started':
      return 'Рейс уже начался: он не меняется.';
    case 'locked':
      return 'Рейс закреплён: сначала открепите его.';
    case 'noTrip':
      return 'Такого рейса в плане уже нет.';
    case 'sameTrip':
      return 'Рейс нельзя объединить с самим собой.';
    case 'noTime':
      return 'Назовите время погрузки и выгрузки: это даты, которых нет.';
    case 'nothing':
      return 'Рейс ничего не везёт.';
    case 'times':
      return 'Погрузка, дорога и выгрузка не укладываются в названное время.';
    case 'noTruck':
      return `Машины ${why.vehicle} в этом плане нет.`;
    case 'otherPlant':
      return `${why.vehicle} работает от другого завода.`;
    case 'long':
      return `${why.vehicle} длиннее, чем принимает объект.`;
    case 'mode':
      return `У ${why.vehicle} нет способа выгрузки, который есть на объекте.`;
    case 'driver':
      return `Водителю ${why.vehicle} не хватает времени на положенные перерывы и отдых.`;
    case 'truckHours':
      return `${why.vehicle} не работает всё это время.`;
    case 'truckOut':
      return `${why.vehicle} в это время ещё в другом рейсе этого плана.`;
    case 'truckElsewhere':
      return `${why.vehicle} в это время занята в другом плане.`;
    case 'loadingHours':
      return `${why.plant} в это время не грузит.`;
    case 'plantBay':
      return `На ${why.plant} в это время заняты все места погрузки.`;
    case 'receivingHours':
      return 'Объект в это время не принимает.';
    case 'siteBay':
      return 'На объекте в это время заняты все места выгрузки.';
    case 'tooEarly':
      return 'Погрузка раньше, чем можно начинать.';
    case 'payload':
      return `${why.vehicle} берёт не больше ${t(why.mostKg)}, а в рейсе ${t(why.massKg)}.`;
    case 'axles':
      return `${why.vehicle} может везти ${on(why.date)} по дороге ${why.road.replace('.', ',')} т на ось не больше ${t(why.mostKg)}, а в рейсе ${t(why.massKg)}: держит ${boundWords(why.bound.boundBy, 'ru')} (${LAYER.ru[why.bound.boundByLayer]}).`;
    case 'gross':
      return `С грузом ${t(why.massKg)} ${why.vehicle} тяжелее, чем принимает объект; можно ${t(why.mostKg)}.`;
    case 'minLoad':
      return `${why.vehicle} возит не меньше ${t(why.leastKg)}, а в рейсе ${t(why.massKg)}.`;
    case 'piece':
      return `Груз — целые места по ${t(why.pieceKg)}.`;
    case 'demand':
      return why.massKg > 0
        ? `На ${on(why.date)} столько не заказано: лишние ${t(why.massKg)}.`
        : `На ${on(why.date)} уже везут всё, что заказано.`;
    case 'supply':
      return `На ${why.plant} ${on(why.date)} столько продукта нет.`;
    case 'noFreeTime':
      return `У ${why.vehicle} ${on(why.date)} нет ни одного свободного времени для этого рейса.`;
    case 'truckDown':
      return `${why.vehicle} не работает ${lasting(why, 'ru')}.`;
    case 'bayShut':
      return `${why.plant === undefined ? 'На объекте' : `На ${why.plant}`} закрыто место ${lasting(why, 'ru')}: для рейса места нет.`;
  }
}

function EN(why: Why): string {
  const t = (massKg: number) => tonnes(massKg, 'en');
  const on = (date: string) => day(date, 'en');
  switch (why.code) {
    case 'started':
      return 'The trip has begun: it does not change any more.';
    case 'locked':
      return 'The trip is locked: unlock it first.';
    case 'noTrip':
      return 'There is no such trip in the plan any more.';
    case 'sameTrip':
      return 'A trip cannot be merged with itself.';
    case 'noTime':
      return 'Name times of loading and unloading that exist.';
    case 'nothing':
      return 'The trip carries nothing.';
    case 'times':
      return 'Loading, driving and unloading do not fit into these times.';
    case 'noTruck':
      return `The truck ${why.vehicle} is not in this plan.`;
    case 'otherPlant':
      return `${why.vehicle} works from another plant.`;
    case 'long':
      return `${why.vehicle} is longer than the site admits.`;
    case 'mode':
      return `${why.vehicle} has no way of unloading that the site has.`;
    case 'driver':
      return `The driver of ${why.vehicle} has no time for the breaks and rests he needs.`;
    case 'truckHours':
      return `${why.vehicle} does not work all that time.`;
    case 'truckOut':
      return `${why.vehicle} is still on another trip of this plan then.`;
    case 'truckElsewhere':
      return `${why.vehicle} is taken by another plan then.`;
    case 'loadingHours':
      return `${why.plant} does not load then.`;
    case 'plantBay':
      return `All places for loading at ${why.plant} are taken then.`;
    case 'receivingHours':
      return 'The site does not receive then.';
    case 'siteBay':
      return 'All places for unloading at the site are taken then.';
    case 'tooEarly':
      return 'It loads earlier than anything may.';
    case 'payload':
      return `${why.vehicle} takes at most ${t(why.mostKg)}; the trip has ${t(why.massKg)}.`;
    case 'axles':
      return `On ${on(why.date)} on a road of ${why.road} t an axle ${why.vehicle} may carry at most ${t(why.mostKg)}; the trip has ${t(why.massKg)}: ${boundWords(why.bound.boundBy, 'en')} binds (${LAYER.en[why.bound.boundByLayer]}).`;
    case 'gross':
      return `With ${t(why.massKg)} ${why.vehicle} is heavier than the site admits; ${t(why.mostKg)} may be brought.`;
    case 'minLoad':
      return `${why.vehicle} carries at least ${t(why.leastKg)}; the trip has ${t(why.massKg)}.`;
    case 'piece':
      return `The cargo is whole pieces of ${t(why.pieceKg)}.`;
    case 'demand':
      return why.massKg > 0
        ? `${on(why.date)} does not ask for so much: ${t(why.massKg)} too many.`
        : `Everything asked for on ${on(why.date)} is on its way already.`;
    case 'supply':
      return `${why.plant} has not so much of the product on ${on(why.date)}.`;
    case 'noFreeTime':
      return `${why.vehicle} has no free time for this trip on ${on(why.date)}.`;
    case 'truckDown':
      return `${why.vehicle} is out ${lasting(why, 'en')}.`;
    case 'bayShut':
      return `A place ${why.plant === undefined ? 'at the site' : `at ${why.plant}`} is closed ${lasting(why, 'en')}: there is no place for the trip.`;
  }
}
