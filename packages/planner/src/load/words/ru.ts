import type { VerdictKey } from '@karavan/contracts';
import type { Repair } from '../repair-types.ts';
import type { Finding, Speaker } from './speaker.ts';

const MONTHS = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
];
const tenth = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 1 });
const hundredth = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 0 });

export const tonnes = (kg: number): string => `${hundredth.format(kg / 1000)} т`;
const roughly = (kg: number): string => `${tenth.format(Math.floor(kg / 100) / 10)} т`;
const date = (day: string): string => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

function road(key: VerdictKey): string {
  if (key === 'EU_96_53') return 'в ЕС';
  if (key === 'US_federal') return 'в США';
  return `на дороге ${key.replace('.', ',')} т`;
}

export function thing(what: string): string {
  const named: Record<string, string> = {
    gross: 'полная масса',
    kingpin: 'седло (шкворень)',
    steer: 'передние оси',
    drive: 'ведущие оси',
    payload: 'масса груза',
    'gross of the truck': 'полная масса автомобиля',
    'gross of the trailer': 'полная масса прицепа',
  };
  const known = named[what];
  if (known !== undefined) return known;
  const [, kind = '', numbers = '', inGroup] = /^(axle|group|bridge) (\S+)( in group)?$/.exec(what) ?? [];
  if (kind === 'axle') return `ось ${numbers}${inGroup === undefined ? '' : ' в группе'}`;
  return kind === 'group' ? `группа осей ${numbers}` : `оси ${numbers} по мостовой формуле`;
}

function by({ check, law, season, on }: Finding): string {
  const day = on === undefined ? '' : ` ${date(on)}`;
  if (check.layer === 'maker') return 'по данным изготовителя';
  if (check.layer === 'season') {
    const until = season?.to ? ` до ${date(season.to)}` : '';
    return `по сезонному ограничению${season?.status === 'plan' ? ' (проект)' : ''}${until}${day === '' ? '' : `, рейс${day}`}`;
  }
  return `${law.ru}${day === '' ? '' : `, рейс${day}`}`;
}

const during = ({ stage, severalStages }: Finding): string => (severalStages ? `, этап «${stage}»` : '');
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const metres = (byM: number): string => `на ${hundredth.format(Math.abs(byM))} м ${byM < 0 ? 'вперёд' : 'назад'}`;
const money = ([from, to]: readonly [number, number]): string =>
  from === to ? `${whole.format(from / 1000)} тыс. ₽` : `${whole.format(from / 1000)}–${whole.format(to / 1000)} тыс. ₽`;

export const ru: Speaker = {
  allFine: (keys, nearest) =>
    `Всё в норме ${keys.map(road).join(', ')}. Ближе всего к пределу ${thing(nearest.check.what)}: ${whole.format(nearest.check.utilisationPct)} %${during(nearest)}.`,
  broken(finding) {
    const { check, key } = finding;
    const start = `${capital(thing(check.what))} ${road(key)}${during(finding)}`;
    if (check.bound === 'atLeast') {
      const least =
        check.limitKg > 0 ? `, нужно не меньше ${tonnes(check.limitKg)}` : ': нагрузка отрицательная, опора поднимается';
      return `${start}: ${tonnes(check.actualKg)}${least}.`;
    }
    return `${start}: ${tonnes(check.actualKg)} при норме ${tonnes(check.limitKg)}, больше на ${tonnes(check.actualKg - check.limitKg)} (${tenth.format(check.overPct)} %), ${by(finding)}.`;
  },
  fine(band, fine, loader) {
    if (band === '0-10') return 'До 10 % включительно: штрафа нет и разрешение не нужно, но это запас на погрешность весов.';
    const share = band === '>50' ? 'больше 50 %' : `${band.replace('-', '–')} %`;
    const unsure = fine.confidence === 'high' ? '' : ' (суммы не подтверждены)';
    return `Перегруз ${share}: владельцу ${money(fine.ownerRub)} по части ${fine.part} статьи 12.21.1 КоАП, грузившей компании ${money(loader.companyRub)} по части ${loader.part}${unsure}.`;
  },
  hotDays: (aboveC, hours) =>
    `При температуре выше ${aboveC} °C тяжёлым машинам ${hours === undefined ? 'действуют летние пределы' : `нельзя ехать с ${hours[0]} до ${hours[1]}`}.`,
  lightSteer: (stage, sharePct) =>
    `Передние оси несут только ${whole.format(sharePct)} % массы автомобиля (этап «${stage}»): руль станет лёгким, обычно держат не меньше 20 %.`,
  unknownRegion: (region) =>
    `Сезонных ограничений региона «${region}» в справочнике нет, они не учтены: проверьте название региона или его приказ.`,
  regionWithoutDay: (region) => `Дата (on) не названа: сезонные ограничения региона «${region}» не учтены.`,
  unknownSeason: (region, on) =>
    `Сезонных ограничений для «${region}» на ${date(on)} в справочнике нет: проверьте приказ региона.`,
  repair: (repair) => {
    const gain = repair.gainKg >= 100 ? `: +${roughly(repair.gainKg)}` : '';
    const part = repair.lawful ? '' : ', но этого мало';
    return `${capital(action(repair))}${gain}${part}.`;
  },
};

function action(repair: Repair): string {
  switch (repair.kind) {
    case 'moveAll':
      return `сдвинуть весь груз ${metres(repair.byM)}`;
    case 'moveOne': {
      const row =
        repair.row === 'rear'
          ? 'задний ряд'
          : repair.row === 'front'
            ? 'передний ряд'
            : `ряд на ${hundredth.format(repair.atM)} м`;
      return `${row} (${tonnes(repair.massKg)}) ${metres(repair.byM)}`;
    }
    case 'axleDown':
      return `опустить ${repair.axles.length === 1 ? 'ось' : 'оси'} ${repair.axles.join(', ')}`;
    case 'axleUp':
      return `поднять ось ${repair.axle}`;
    case 'otherTruck':
      return `взять ${repair.name}`;
    case 'laterDay':
      return `ехать после ${date(repair.after)}`;
    case 'betterRoads':
      return `ехать только по дорогам ${repair.roadClasses.map((key) => key.replace('.', ',')).join(' и ')} т`;
    case 'lessLoad':
      return `снять ${tonnes(-repair.gainKg)}, оставить ${tonnes(repair.massKg)}`;
  }
}
