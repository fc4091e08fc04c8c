import type { GroupRow, RuleSet, SpacingBand } from './shape.ts';

/** What a table must not have: two rows for one case; a spacing between its rows that none covers. */
export interface Fault {
  kind: 'overlap' | 'gap';
  /** the same fault has the same words */
  text: string;
  rules: readonly string[];
  /** metres, where it is one of spacing; `atEnd`: it is the very end of a band, not a stretch */
  spacingM?: number;
  atEnd?: boolean;
}

/** Overlaps and gaps of the tables of one edition (LW19). */
export function faultsOf(rules: RuleSet): Fault[] {
  return [...groupFaults(rules), ...runFaults(rules), ...grossFaults(rules), ...axleFaults(rules)];
}

const both = (text: string, ...rules: string[]): Fault => ({ kind: 'overlap', text: `${text}: ${rules.join(' and ')}`, rules });

/** Whether a spacing lies in a band, to the last digit: one end belongs to it, the other does not. */
const contains = ({ loM, hiM, closed }: SpacingBand, atM: number): boolean =>
  closed === 'hi' ? loM < atM && (hiM === null || atM <= hiM) : loM <= atM && (hiM === null || atM < hiM);

const OF = { motor: ' of a truck', trailer: ' of a trailer', any: '' } as const;

function groupFaults({ groups, closeAxleMaxSpacingM }: RuleSet): Fault[] {
  const counts = [...new Set(groups.flatMap(({ axles, orMore }) => (orMore === true ? [axles, axles + 1] : [axles])))];
  return counts.flatMap((axles) => {
    const all = groups.filter((row) => row.axles === axles || (row.orMore === true && axles > row.axles));
    const units = all.every(({ unit }) => unit === 'any') ? (['any'] as const) : (['motor', 'trailer'] as const);
    return units.flatMap((unit) => {
      const rows = all.filter((row) => row.unit === 'any' || row.unit === unit);
      return probes(rows, closeAxleMaxSpacingM).flatMap((probe) => faultAt(probe, rows, `${axles} axles${OF[unit]}`));
    });
  });
}

interface Probe {
  atM: number;
  atEnd: boolean;
  words: string;
}

/** Every end of a band, and a place between each two neighbours. */
function probes(rows: readonly GroupRow[], mostM: number): Probe[] {
  const ends = rows.flatMap(({ band }) => [band.loM, band.hiM ?? mostM]).filter((end) => end > 0 && end < mostM);
  const sorted = [...new Set([0, ...ends, mostM])].sort((a, b) => a - b);
  return sorted.flatMap((end, i) => {
    const next = sorted[i + 1];
    const point = end === 0 ? [] : [{ atM: end, atEnd: true, words: `at ${end} m` }];
    if (next === undefined) return point;
    return [...point, { atM: (end + next) / 2, atEnd: false, words: `from ${end} to ${next} m` }];
  });
}

function faultAt({ atM, atEnd, words }: Probe, rows: readonly GroupRow[], what: string): Fault[] {
  const covering = rows.filter(({ band }) => contains(band, atM));
  if (covering.length === 1) return [];
  const where = { spacingM: atM, atEnd };
  const [first, second] = covering;
  if (first !== undefined && second !== undefined)
    return [{ ...both(`${what} ${words} stand in two rows`, first.id, second.id), ...where }];
  return [{ kind: 'gap', text: `${what} ${words} stand in no row`, rules: [], ...where }];
}

const runFaults = ({ runs }: RuleSet): Fault[] =>
  pairs(runs)
    .filter(([a, b]) => a.loM < b.hiM && b.loM < a.hiM)
    .map(([a, b]) => both('runs of one length stand in two rows', a.id, b.id));

const grossFaults = ({ gross }: RuleSet): Fault[] =>
  pairs(gross)
    .filter(
      ([a, b]) => a.of === b.of && a.steered === b.steered && (a.axles === b.axles || reaches(a, b.axles) || reaches(b, a.axles)),
    )
    .map(([a, b]) => both('one number of axles stands in two rows', a.id, b.id));

const reaches = ({ axles, orMore }: { axles: number; orMore?: true }, count: number): boolean => orMore === true && count > axles;

const axleFaults = ({ singleAxles }: RuleSet): Fault[] =>
  pairs(singleAxles)
    .filter(([a, b]) => a.driven === 'any' || b.driven === 'any' || a.driven === b.driven)
    .map(([a, b]) => both('one axle stands in two rows', a.id, b.id));

const pairs = <T>(rows: readonly T[]): [T, T][] =>
  rows.flatMap((row, i) => rows.slice(i + 1).map((other): [T, T] => [row, other]));
