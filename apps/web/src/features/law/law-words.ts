import type { LawItem, LawKind, LawValuesOf, LawVersion, TrialOutcome, VerdictKey } from '@karavan/contracts';
import { type Format, useFormat } from '../../format/use-format.ts';
import { whatWords } from '../plan/loading/words.ts';

type Values = Record<string, unknown>;
export type Words = ReturnType<typeof wordsFor>;

/** The law in the reader’s language. */
export function useLawWords(): Words {
  return wordsFor(useFormat());
}

function wordsFor(format: Format) {
  const { t, language, number } = format;
  const isRussian = language === 'ru';
  const full = new Intl.DateTimeFormat(isRussian ? 'ru-RU' : 'en-GB', {
    dateStyle: isRussian ? 'short' : 'medium',
    timeZone: 'UTC',
  });
  const date = (day: string): string => full.format(new Date(`${day}T00:00:00Z`));
  const tonnes = (kg: number): string => number(kg / 1000, 2);
  return {
    ...format,
    date,
    title: ({ kind, values, history }: Pick<LawItem, 'kind' | 'values' | 'history'>): string => {
      const spoken = values ?? history.find((version) => version.values !== null)?.values ?? {};
      return titleOf(kind, spoken, format);
    },
    days: ({ validFrom, validTo }: Pick<LawVersion, 'validFrom' | 'validTo'>): string => {
      if (validFrom !== null && validTo !== null) return t('law.item.fromTo', { from: date(validFrom), to: date(validTo) });
      if (validFrom !== null) return t('law.item.from', { from: date(validFrom) });
      return validTo === null ? t('law.item.always') : t('law.item.until', { to: date(validTo) });
    },
    limit: (kind: LawKind, values: Values | null): string =>
      values === null ? t('law.item.holdsNot') : limitOf(kind, values, { ...format, tonnesOf: tonnes }),
    /** the same with its unit, where it stands alone */
    amount: (kind: LawKind, values: Values | null): string => {
      if (values === null) return t('law.item.holdsNot');
      const words = limitOf(kind, values, { ...format, tonnesOf: tonnes });
      return MASSES.includes(kind) ? `${words} ${t('unit.t')}` : words;
    },
    actLimits: (values: LawValuesOf<'season'>): string[] => actLimits(values, { ...format, tonnesOf: tonnes }),
    road: (key: VerdictKey): string => roadOf(key, format),
    verdict: (key: VerdictKey, outcome: NonNullable<TrialOutcome[VerdictKey]>): string => {
      const { ok, maxPayloadKg, boundBy, worst, worstUtilisationPct, failing } = outcome;
      if (maxPayloadKg !== undefined) {
        const bound = boundBy === undefined || boundBy === 'none' ? t('law.verdict.boundNone') : whatWords(boundBy, t);
        return t('law.verdict.onRoad', {
          road: roadOf(key, format),
          verdict: t('law.verdict.payload', { mass: format.tonnes(maxPayloadKg), bound }),
        });
      }
      const verdict = t(ok ? 'law.verdict.may' : 'law.verdict.mayNot');
      const what = failing
        ? `${t(`law.verdict.layer.${failing.layer}`)}, ${whatWords(failing.what, t)}`
        : whatWords(worst ?? '', t);
      const percent = number(failing?.utilisationPct ?? worstUtilisationPct ?? 0, 1);
      const load = t('law.verdict.load', { verdict, what, percent });
      return t('law.verdict.onRoad', { road: roadOf(key, format), verdict: load });
    },
  };
}

const MASSES: readonly LawKind[] = ['axle', 'group', 'run', 'gross'];

function roadOf(key: VerdictKey, { t, number }: Format): string {
  if (key === 'EU_96_53') return t('law.verdict.roadEu');
  if (key === 'US_federal') return t('law.verdict.roadUs');
  return t('law.column.road', { class: number(Number(key), 1) });
}

/** Which end belongs to a band is said in the words. */
function bandOf({ loM, hiM, closed }: { loM: number; hiM: number | null; closed: 'lo' | 'hi' }, { t, number }: Format): string {
  const [lo, hi] = [number(loM, 2), number(hiM ?? 0, 2)];
  const isLow = closed === 'lo';
  if (hiM === null) return t(isLow ? 'law.what.bandLastLo' : 'law.what.bandLast', { lo });
  if (loM === 0) return t(isLow ? 'law.what.bandFirstLo' : 'law.what.bandFirst', { hi });
  return t(isLow ? 'law.what.bandLo' : 'law.what.bandHi', { lo, hi });
}

function titleOf(kind: LawKind, values: Values, format: Format): string {
  const { t } = format;
  switch (kind) {
    case 'axle': {
      const { driven } = values as LawValuesOf<'axle'>;
      return t(driven === 'any' ? 'law.what.axleAny' : driven ? 'law.what.axleDriven' : 'law.what.axleCarried');
    }
    case 'group': {
      const { axles, orMore, unit, band } = values as LawValuesOf<'group'>;
      const words = unit === 'any' ? '' : t(unit === 'motor' ? 'law.what.ofMotor' : 'law.what.ofTrailer');
      return t(orMore === true ? 'law.what.groupMore' : 'law.what.group', { axles, unit: words, band: bandOf(band, format) });
    }
    case 'run': {
      const { loM, hiM } = values as LawValuesOf<'run'>;
      return t('law.what.run', { band: bandOf({ loM, hiM, closed: 'hi' }, format) });
    }
    case 'gross':
      return grossTitle(values as LawValuesOf<'gross'>, format);
    case 'season': {
      const act = values as LawValuesOf<'season'>;
      return `${regionOf(act.regions, format)}: ${t(`law.seasonKind.${act.kind}`)}`;
    }
    case 'fine':
      return t('law.what.fine', { band: String(values['band']).replace('-', '–') });
    default:
      return t(`law.what.${kind}`);
  }
}

function grossTitle({ of, axles, orMore, steered }: LawValuesOf<'gross'>, { t }: Format): string {
  const count = orMore === true ? t('law.what.more', { axles }) : String(axles);
  const names = {
    single: 'grossSingle',
    combination: 'grossCombination',
    towingTruck: 'grossTowingTruck',
    towedTrailer: 'grossTowedTrailer',
  } as const;
  const what = t(`law.what.${names[of]}`, { axles: count });
  return steered === undefined ? what : t('law.what.steered', { what, steered });
}

/** The name of a region in the reader’s script, where there is one. */
function regionOf(regions: readonly string[], { language }: Format): string {
  const script = language === 'ru' ? /[а-яё]/i : /^[a-z ,.]+$/i;
  return regions.find((name) => script.test(name)) ?? regions[0] ?? '';
}

type Telling = Format & { tonnesOf: (kg: number) => string };

function limitOf(kind: LawKind, values: Values, { t, number, tonnesOf }: Telling): string {
  const range = (of: unknown) => (of as [number, number]).map((rub) => number(rub / 1000)).join('–');
  switch (kind) {
    case 'edition':
      return t('law.metres', { value: number(Number(values['closeAxleMaxSpacingM']), 2) });
    case 'axle':
    case 'group':
      return cells(values as LawValuesOf<'axle'>, tonnesOf);
    case 'bridge':
      return '500 (L N / (N − 1) + 12 N + 36)';
    case 'leastSteer':
    case 'leastDriven':
      return `${number(Number(values['share']) * 100, 1)} %`;
    case 'fine':
      return range(values['ownerRub']);
    case 'loaderFine':
      return `${range(values['soleTraderRub'])}; ${range(values['companyRub'])}`;
    case 'season':
      return '';
    default:
      return withBetter(values as LawValuesOf<'gross'>, tonnesOf);
  }
}

const withBetter = (
  { limitKg, better }: { limitKg: number; better?: { limitKg: number } | undefined },
  tonnesOf: Telling['tonnesOf'],
): string => (better === undefined ? tonnesOf(limitKg) : `${tonnesOf(limitKg)} (${tonnesOf(better.limitKg)})`);

/** `9 (10)` for each road. */
function cells({ limitsKg }: LawValuesOf<'axle'>, tonnesOf: Telling['tonnesOf']): string {
  return Object.values(limitsKg)
    .map(({ single, twin }) => (single === twin ? tonnesOf(single) : `${tonnesOf(single)} (${tonnesOf(twin)})`))
    .join(' · ');
}

/** What an act forbids, and whom not. */
function actLimits(
  { limits, aboveC, hours, exemptCargo, exceptRoads }: LawValuesOf<'season'>,
  { t, number, tonnesOf }: Telling,
): string[] {
  const numbers = limits.map(({ roadClasses, axleKg, grossKg }) => {
    const axle =
      axleKg === undefined
        ? []
        : axleKg.single === axleKg.tandem && axleKg.tandem === axleKg.tridem
          ? [t('law.act.sameLimit', { single: tonnesOf(axleKg.single) })]
          : [
              t('law.act.axleLimit', {
                single: tonnesOf(axleKg.single),
                tandem: tonnesOf(axleKg.tandem),
                tridem: tonnesOf(axleKg.tridem),
              }),
            ];
    const told = [...axle, ...(grossKg === undefined ? [] : [t('law.act.grossLimit', { gross: tonnesOf(grossKg) })])].join(', ');
    if (roadClasses === undefined) return told;
    const roads = roadClasses.map((road) => t('law.column.road', { class: number(Number(road), 1) })).join(', ');
    return t('law.act.limitsOn', { roads, limits: told });
  });
  const cargo = exemptCargo.map((name) => (isKnownCargo(name) ? t(`law.act.cargo.${name}`) : name)).join(', ');
  return [
    ...(limits.length === 0 ? [t('law.act.heavyOnly')] : numbers),
    ...(aboveC === undefined ? [] : [t('law.act.hot', { aboveC })]),
    ...(hours === undefined ? [] : [t('law.act.hours', { from: hours[0], to: hours[1] })]),
    ...(cargo === '' ? [] : [t('law.act.exemptWords', { cargo })]),
    ...(exceptRoads === undefined || exceptRoads.length === 0
      ? []
      : [t('law.act.exceptWords', { roads: exceptRoads.join(', ') })]),
  ];
}

export const KNOWN_CARGO = ['food', 'animals', 'feed', 'medicines', 'fuel', 'seed', 'fertiliser', 'post'] as const;
const isKnownCargo = (name: string): name is (typeof KNOWN_CARGO)[number] => KNOWN_CARGO.some((known) => known === name);
