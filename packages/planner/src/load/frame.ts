import type { LoadStage, RuleLayer, VerdictKey } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import type { LoadState } from './affine.ts';
import type { Check } from './check.ts';
import { groupsOf, type LegalGroup } from './groups.ts';
import { type LawChecks, lawChecks } from './law-checks.ts';
import { type Layout, layOut } from './layout.ts';
import { makerChecks } from './maker-checks.ts';
import type { Question } from './question.ts';
import { seasonChecks } from './season-checks.ts';

/** A vehicle as it stands with every limit on it. */
export interface Frame {
  layout: Layout;
  groups: readonly LegalGroup[];
  law: LawChecks;
  /** the same on every road */
  maker: readonly Check[];
  season: ReadonlyMap<VerdictKey, readonly Check[]>;
}

/**
 * @param lifted axles that are up besides those the vehicle has lifted itself
 * @param path of `lifted` in the request
 * @throws InputError for an axle that is not there, or a support with no axle left on the ground
 */
export function frameOf(question: Question, lifted: readonly number[], path: string): Frame {
  const { set, rules, binding, keys } = question;
  if (lifted.length > 0) refuseUnknown(question, lifted, path);
  const layout = layOut(set, lifted);
  if (layout === undefined)
    throw new InputError([{ path, message: 'all axles of a support are lifted, or what is left is no base to stand on' }]);
  const groups = groupsOf(layout.axles, rules);
  return {
    layout,
    groups,
    maker: makerChecks(layout),
    law: lawChecks(layout, { rules, keys, international: question.international, groups }),
    season:
      binding.length === 0 ? NO_SEASON : new Map(keys.map((key) => [key, seasonChecks(layout, groups, { acts: binding, key })])),
  };
}

const NO_SEASON: Frame['season'] = new Map();

function refuseUnknown({ set }: Question, lifted: readonly number[], path: string): void {
  const motor = set.type === 'tractor_semitrailer' ? set.tractor : set.rigid;
  const count = motor.axles.length + (set.type === 'rigid' ? 0 : set.trailer.axles.length);
  lifted.forEach((number, i) => {
    if (number > count)
      throw new InputError([{ path: `${path}.${i}`, message: `there is no axle ${number}: the set has ${count}` }]);
  });
}

/** Every limit of some layers that holds on one class of road. */
export function checksOf(frame: Frame, key: VerdictKey, layers: readonly RuleLayer[]): readonly Check[] {
  const parts = { law: lawOf(frame, key), maker: frame.maker, season: frame.season.get(key) ?? [] };
  return layers.flatMap((layer) => parts[layer]);
}

const lawOf = ({ law }: Frame, key: VerdictKey): readonly Check[] => [
  ...(law.roads.find((road) => road.key === key)?.checks ?? []),
  ...law.everywhere,
];

type ReadLoads = (loads: LoadStage['loads'], where: { decks: Layout['decks']; path: string }) => LoadState;

const NO_AXLES: readonly number[] = [];

/** Every stage with the frame it stands in and the state of its load. */
export function stagesOf(question: Question, stages: readonly LoadStage[], read: ReadLoads): { frame: Frame; at: LoadState }[] {
  return stages.map(({ liftedAxles, loads }, i) => {
    const frame = frameOf(question, liftedAxles ?? NO_AXLES, `stages.${i}.liftedAxles`);
    return { frame, at: read(loads, { decks: frame.layout.decks, path: `stages.${i}.loads` }) };
  });
}
