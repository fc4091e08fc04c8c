import type { Provenance, RuleSet } from './shape.ts';

const KEY = 'US_federal';
const POUND_KG = 0.45359237;
const FOOT_M = 0.3048;
const INCH_M = 0.0254;
const pounds = (count: number): number => count * POUND_KG;
const code: Provenance = {
  source: '23 USC 127; FHWA Bridge Formula Weights',
  validFrom: '1975-01-04',
  validTo: null,
  confidence: 'high',
};

export const AMERICA: readonly RuleSet[] = [
  {
    ...code,
    id: '23USC127',
    name: 'US_federal',
    title: { ru: 'федеральный закон США, 23 USC 127', en: 'US federal law, 23 USC 127' },
    keys: [KEY],
    closeAxleMaxSpacingM: 96 * INCH_M,
    groupsCrossUnits: true,
    mixedWheels: 'single',
    singleAxles: [
      { id: '23USC127/axle', driven: 'any', limitsKg: { [KEY]: { single: pounds(20_000), twin: pounds(20_000) } }, ...code },
    ],
    groups: [],
    runs: [
      {
        id: '23USC127/as-one-axle',
        loM: 0,
        hiM: 40 * INCH_M,
        limitKg: pounds(20_000),
        ...code,
        note: 'axles within 40 inches count as one',
      },
      { id: '23USC127/tandem', loM: 40 * INCH_M, hiM: 96 * INCH_M, limitKg: pounds(34_000), ...code },
    ],
    gross: [
      { id: '23USC127/gross/single', of: 'single', axles: 2, orMore: true, limitKg: pounds(80_000), ...code },
      { id: '23USC127/gross/combination', of: 'combination', axles: 2, orMore: true, limitKg: pounds(80_000), ...code },
    ],
    bridge: {
      id: '23USC127/bridge',
      poundsPerStep: 500,
      tandemPair: { eachKg: pounds(34_000), fromM: 36 * FOOT_M },
      ...code,
      note: 'L to the nearest foot, the result to the nearest 500 lb',
    },
    minSteerShare: { share: 0, ...code, source: 'statics: what lifts the front axle off the road cannot be steered' },
  },
];

/**
 * The most a run of axles may carry by the bridge formula, kg.
 * @param lengthM from its first axle to its last
 */
export function bridgeLimitKg(lengthM: number, axles: number, poundsPerStep: number): number {
  const feet = Math.floor(lengthM / FOOT_M + 0.5 + 1e-9);
  const steps = (feet * axles) / (axles - 1) + 12 * axles + 36;
  return pounds(Math.floor(steps + 0.5 + 1e-9) * poundsPerStep);
}
