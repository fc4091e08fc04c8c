import type { AxleLoadsRequest, LoadStage, RuleLayer, VerdictKey } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { LAW, type LawBook, type RuleSet, type SeasonalAct } from '../rules/index.ts';
import type { LoadState } from './affine.ts';
import { type Check, shaped } from './check.ts';
import type { LegalGroup } from './groups.ts';
import { lawChecks, legalGroups } from './law-checks.ts';
import { type Layout, layOut } from './layout.ts';
import { makerChecks } from './maker-checks.ts';
import { actsOn, bindsDrive, seasonChecks } from './season-checks.ts';
import { type Garage, PRESETS, resolveVehicle, type VehicleSet } from './vehicle.ts';

/** What the functions of this folder take besides the request: the shipped law and presets unless an installation has its own. */
export interface Known {
  law: LawBook;
  garage: Garage;
}
export const SHIPPED: Known = { law: LAW, garage: PRESETS };

type Asked = Pick<
  AxleLoadsRequest,
  'vehicle' | 'ruleSet' | 'roadClasses' | 'on' | 'region' | 'cargo' | 'temperatureC' | 'time' | 'international'
>;

/** A request with its vehicle, its rules and its acts found. */
export interface Question {
  set: VehicleSet;
  rules: RuleSet;
  keys: readonly VerdictKey[];
  /** in force on that day in that region */
  acts: readonly SeasonalAct[];
  /** those of them that bind this drive */
  binding: readonly SeasonalAct[];
  international: boolean;
}

/** @throws InputError naming an unknown preset, or a day no shipped edition of the law covers */
export function readQuestion(asked: Asked, { law, garage }: Known): Question {
  const rules = editionOn(asked, law);
  const acts = rules.name === 'RU' ? actsOn(asked, law.seasons) : [];
  return {
    set: resolveVehicle(asked.vehicle, 'vehicle', garage),
    rules,
    keys: rules.name === 'RU' ? [...new Set(asked.roadClasses ?? rules.keys)] : rules.keys,
    acts,
    binding: acts.filter((act) => bindsDrive(act, asked, law)),
    international: asked.international === true,
  };
}

/** The edition that holds on the day; without a day the newest (LW10). */
function editionOn({ ruleSet, on }: Asked, law: LawBook): RuleSet {
  const editions = law.ruleSets.filter(({ name }) => name === ruleSet);
  const found = on === undefined ? editions[0] : editions.find((edition) => holds(edition, on));
  if (found !== undefined) return found;
  const spans = editions.map(({ validFrom, validTo }) => `${validFrom ?? '…'} to ${validTo ?? '…'}`).join(', ');
  throw new InputError([
    {
      path: on === undefined ? 'ruleSet' : 'on',
      message: `no rules of ${ruleSet} are known for this day; there are rules for ${spans}`,
    },
  ]);
}

const holds = ({ validFrom, validTo }: RuleSet, on: string): boolean =>
  (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo);

/** A vehicle as it stands with every limit on it. */
export interface Frame {
  layout: Layout;
  groups: readonly LegalGroup[];
  /** the same on every road */
  maker: readonly Check[];
  law: ReadonlyMap<VerdictKey, readonly Check[]>;
  season: ReadonlyMap<VerdictKey, readonly Check[]>;
}

/**
 * @param lifted axles that are up besides those the vehicle has lifted itself
 * @param path of `lifted` in the request
 * @throws InputError for an axle that is not there, or a support with no axle left on the ground
 */
export function frameOf(question: Question, lifted: readonly number[], path: string): Frame {
  const { set, rules, keys, binding, international } = question;
  const motor = set.type === 'tractor_semitrailer' ? set.tractor : set.rigid;
  const trailer = set.type === 'rigid' ? undefined : set.trailer;
  const built = BUILT.get(motor) ?? [];
  const tag = [set.type, keys, lifted, binding.map(({ id }) => id), international].join('|');
  const same = built.find(
    (one) => one.tag === tag && one.trailer === trailer && one.rules === rules && areSame(one.acts, binding),
  );
  if (same !== undefined) return same.frame;
  const frame = buildFrame(question, lifted, path);
  BUILT.set(motor, [{ tag, trailer, rules, acts: binding, frame }, ...built].slice(0, MOST_BUILT));
  return frame;
}

/** What was asked of a truck a moment ago is asked again: a frame is a pure function of what it is kept under. */
const BUILT = new WeakMap<
  object,
  { tag: string; trailer: object | undefined; rules: RuleSet; acts: readonly SeasonalAct[]; frame: Frame }[]
>();
const MOST_BUILT = 12;
const areSame = (a: readonly SeasonalAct[], b: readonly SeasonalAct[]): boolean => a.every((act, i) => act === b[i]);

function buildFrame(question: Question, lifted: readonly number[], path: string): Frame {
  const { set, rules, international, binding, keys } = question;
  const units = set.type === 'rigid' ? [set.rigid] : [set.type === 'tractor_semitrailer' ? set.tractor : set.rigid, set.trailer];
  const axles = units.flatMap((unit) => unit.axles);
  lifted.forEach((number, i) => {
    if (number > axles.length)
      throw new InputError([{ path: `${path}.${i}`, message: `there is no axle ${number}: the set has ${axles.length}` }]);
  });
  const up = new Set([...lifted, ...axles.flatMap((axle, index) => (axle.lifted === true ? [index + 1] : []))]);
  const layout = layOut(set, up);
  if (layout === undefined) throw new InputError([{ path, message: 'all axles of a support are lifted' }]);
  const groups = legalGroups(layout, rules);
  return {
    layout,
    groups,
    maker: makerChecks(layout).map(shaped),
    law: new Map(keys.map((key) => [key, lawChecks(layout, { rules, key, international, groups }).map(shaped)])),
    season: new Map(keys.map((key) => [key, seasonChecks(layout, groups, { acts: binding, key }).map(shaped)])),
  };
}

/** Every limit of some layers that holds on one class of road. */
export function checksOf(frame: Frame, key: VerdictKey, layers: readonly RuleLayer[]): readonly Check[] {
  const parts = { law: frame.law.get(key) ?? [], maker: frame.maker, season: frame.season.get(key) ?? [] };
  return layers.flatMap((layer) => parts[layer]);
}

type ReadLoads = (loads: LoadStage['loads'], where: { decks: Layout['decks']; path: string }) => LoadState;

/** Every stage with the frame it stands in and the state of its load. */
export function stagesOf(question: Question, stages: readonly LoadStage[], read: ReadLoads): { frame: Frame; at: LoadState }[] {
  return stages.map(({ liftedAxles, loads }, i) => {
    const frame = frameOf(question, liftedAxles ?? [], `stages.${i}.liftedAxles`);
    return { frame, at: read(loads, { decks: frame.layout.decks, path: `stages.${i}.loads` }) };
  });
}
