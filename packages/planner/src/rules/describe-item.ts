import type { LawKind } from '@karavan/contracts';
import type { GrossRow, GroupRow, RunRow, SeasonalAct, SingleAxleRow } from './shape.ts';

const between = (loM: number, hiM: number | null): string => (hiM === null ? `over ${loM} m` : `${loM} to ${hiM} m`);

/** An item in a few English words: what it speaks of, not what it says. */
export function describeItem(kind: LawKind, values: Record<string, unknown> | null): string {
  if (values === null) return kind;
  switch (kind) {
    case 'edition':
      return 'close axles';
    case 'axle':
      return axleWords((values as unknown as SingleAxleRow).driven);
    case 'group':
      return groupWords(values as unknown as GroupRow);
    case 'run': {
      const { loM, hiM } = values as unknown as RunRow;
      return `axles ${between(loM, hiM)} from first to last`;
    }
    case 'gross':
      return grossWords(values as unknown as GrossRow);
    case 'bridge':
      return 'bridge formula';
    case 'leastSteer':
      return 'least share of the steered axles';
    case 'leastDriven':
      return 'least share of the driven axles';
    case 'season': {
      const act = values as unknown as SeasonalAct;
      return `${act.kind} act, ${act.regions[0] ?? ''}`;
    }
    case 'fine':
      return `fine for ${String(values['band'])} %`;
    case 'loaderFine':
      return 'fine of who loaded';
  }
}

const axleWords = (driven: boolean | 'any'): string =>
  driven === 'any' ? 'single axle' : driven ? 'single driven axle' : 'single carried axle';

function groupWords({ axles, orMore, unit, band }: GroupRow): string {
  const count = `${axles}${orMore === true ? ' and more' : ''} axles`;
  return `${count}${unit === 'any' ? '' : unit === 'motor' ? ' of a truck' : ' of a trailer'}, ${between(band.loM, band.hiM)}`;
}

const OF = {
  single: 'single vehicle',
  combination: 'truck and trailer',
  towingTruck: 'truck of a road train',
  towedTrailer: 'trailer',
};

function grossWords({ of, axles, orMore, steered }: GrossRow): string {
  const count = `${axles}${orMore === true ? ' and more' : ''} axles`;
  return `gross, ${OF[of]}, ${count}${steered === undefined ? '' : `, ${steered} steered`}`;
}
