import type { VerdictKey } from '@karavan/contracts';
import type { Repair } from '../repair-types.ts';
import type { Finding, Speaker } from './speaker.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const tenth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const hundredth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export const tonnes = (kg: number): string => `${hundredth.format(kg / 1000)} t`;
const roughly = (kg: number): string => `${tenth.format(Math.floor(kg / 100) / 10)} t`;
const date = (day: string): string => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

function road(key: VerdictKey): string {
  if (key === 'EU_96_53') return 'in the EU';
  if (key === 'US_federal') return 'in the US';
  return `on a ${key} t road`;
}

export function thing(what: string): string {
  const named: Record<string, string> = {
    gross: 'gross mass',
    steer: 'front axles',
    drive: 'driven axles',
    'gross of the truck': 'gross mass of the truck',
    'gross of the trailer': 'gross mass of the trailer',
  };
  const [, kind = '', numbers = '', inGroup] = /^(axle|group|bridge) (\S+)( in group)?$/.exec(what) ?? [];
  if (kind === 'axle') return `axle ${numbers}${inGroup === undefined ? '' : ' in its group'}`;
  if (kind === 'group') return `group of axles ${numbers}`;
  return kind === 'bridge' ? `axles ${numbers} by the bridge formula` : (named[what] ?? what);
}

function by({ check, law, season, on }: Finding): string {
  const drive = on === undefined ? '' : `, drive on ${date(on)}`;
  if (check.layer === 'maker') return 'by the maker’s ratings';
  if (check.layer === 'law') return `${law.en}${drive}`;
  const until = season?.to ? ` until ${date(season.to)}` : '';
  return `by the seasonal limit${season?.status === 'plan' ? ' (draft)' : ''}${until}${drive}`;
}

const during = ({ stage, severalStages }: Finding): string => (severalStages ? `, stage “${stage}”` : '');
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const metres = (byM: number): string => `${hundredth.format(Math.abs(byM))} m ${byM < 0 ? 'forward' : 'back'}`;
const money = ([from, to]: readonly [number, number]): string =>
  from === to
    ? `${whole.format(from / 1000)} thousand RUB`
    : `${whole.format(from / 1000)}–${whole.format(to / 1000)} thousand RUB`;

export const en: Speaker = {
  allFine: (keys, nearest) =>
    `Everything is lawful ${keys.map(road).join(', ')}. Nearest to its limit is the ${thing(nearest.check.what)}: ${whole.format(nearest.check.utilisationPct)} %${during(nearest)}.`,
  broken(finding) {
    const { check, key } = finding;
    const start = `${capital(thing(check.what))} ${road(key)}${during(finding)}`;
    if (check.bound === 'atLeast') {
      const least =
        check.limitKg > 0 ? `, at least ${tonnes(check.limitKg)} is needed` : ': the load is negative, the support lifts off';
      return `${start}: ${tonnes(check.actualKg)}${least}.`;
    }
    return `${start}: ${tonnes(check.actualKg)} of ${tonnes(check.limitKg)} allowed, ${tonnes(check.actualKg - check.limitKg)} over (${tenth.format(check.overPct)} %), ${by(finding)}.`;
  },
  fine(band, fine, loader) {
    if (band === '0-10') return 'Up to 10 %: no fine and no permit needed, but it is the reserve for the error of the scales.';
    const share = band === '>50' ? 'more than 50 %' : `${band.replace('-', '–')} %`;
    const unsure = fine.confidence === 'high' ? '' : ' (amounts unconfirmed)';
    return `Overload of ${share}: ${money(fine.ownerRub)} for the owner by part ${fine.part} of article 12.21.1, ${money(loader.companyRub)} for the company that loaded by part ${loader.part}${unsure}.`;
  },
  hotDays: (aboveC, hours) =>
    `Above ${aboveC} °C ${hours === undefined ? 'the summer limits hold' : `heavy vehicles may not drive from ${hours[0]} to ${hours[1]}`}.`,
  lightSteer: (stage, sharePct) =>
    `The front axles carry only ${whole.format(sharePct)} % of the truck (stage “${stage}”): steering gets light, 20 % is the usual least.`,
  unknownRegion: (region) =>
    `No seasonal act of “${region}” is known, so none was counted: check how the region is written, or look up its order.`,
  regionWithoutDay: (region) => `Without a day (on) no seasonal act of “${region}” was counted.`,
  unknownSeason: (region, on) => `No seasonal limits are known for “${region}” on ${date(on)}: look up the order of the region.`,
  repair: (repair) => {
    const gain = repair.gainKg >= 100 ? `: +${roughly(repair.gainKg)}` : '';
    return `${capital(action(repair))}${gain}${repair.lawful ? '' : ', which is not enough'}.`;
  },
};

function action(repair: Repair): string {
  switch (repair.kind) {
    case 'moveAll':
      return `move the whole load ${metres(repair.byM)}`;
    case 'moveOne': {
      const row = repair.row === 'other' ? `row at ${hundredth.format(repair.atM)} m` : `${repair.row} row`;
      return `${row} (${tonnes(repair.massKg)}) ${metres(repair.byM)}`;
    }
    case 'axleDown':
      return `lower ${repair.axles.length === 1 ? 'axle' : 'axles'} ${repair.axles.join(', ')}`;
    case 'axleUp':
      return `lift axle ${repair.axle}`;
    case 'otherTruck':
      return `take ${repair.name}`;
    case 'laterDay':
      return `go after ${date(repair.after)}`;
    case 'betterRoads':
      return `use ${repair.roadClasses.join(' and ')} t roads only`;
    case 'lessLoad':
      return `take off ${tonnes(-repair.gainKg)}, keep ${tonnes(repair.massKg)}`;
  }
}
