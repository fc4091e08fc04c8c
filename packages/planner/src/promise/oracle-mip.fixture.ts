import loadHighs from 'highs';
import { frontOf, type Spelled, type Vector } from './oracle.fixture.ts';

type Highs = Awaited<ReturnType<typeof loadHighs>>;
let loading: Promise<Highs> | undefined;

export function openHighs(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}

interface Limits {
  shipments: number;
  delivered: number;
  cost?: number;
}

/** The whole Pareto front by mixed-integer programs: for each number of shipments, cheaper and cheaper up to the latest deadline. */
export function frontByMip(highs: Highs, spelled: Spelled): Vector[] {
  const last = stepsOf(highs, spelled, 99);
  const vectors: Vector[] = [];
  for (let shipments = 1; shipments <= 12; shipments++) {
    const steps = stepsOf(highs, spelled, shipments);
    vectors.push(...steps.map((step) => ({ ...step, shipments })));
    if (steps.length === last.length && steps.every(({ delivered, cost }, index) => isStep(last[index], { delivered, cost })))
      break;
  }
  return frontOf(vectors);
}

type Step = Omit<Vector, 'shipments'>;

function isStep(a: Step | undefined, b: Step): boolean {
  return a !== undefined && a.delivered === b.delivered && Math.abs(a.cost - b.cost) < 1e-5;
}

/** The deadlines at which at most so many shipments become cheaper, latest first. */
function stepsOf(highs: Highs, spelled: Spelled, shipments: number): Step[] {
  const steps: Step[] = [];
  let delivered = Number.POSITIVE_INFINITY;
  for (;;) {
    const cost = cheapestWithin(highs, spelled, { shipments, delivered });
    if (cost === undefined) return steps;
    const soonest = soonestWithin(highs, spelled, { shipments, delivered, cost: cost + 1e-6 });
    steps.push({ delivered: soonest, cost });
    delivered = soonest - 1;
  }
}

const inTime = (spelled: Spelled, limits: Limits) => (shipment: number) =>
  (spelled.shipments[shipment]?.delivered ?? Number.POSITIVE_INFINITY) <= limits.delivered;

function program(spelled: Spelled, limits: Limits): { lines: string[]; cost: string } {
  const { demands, ways, shipments, transfers, stock } = spelled;
  const isInTime = inTime(spelled, limits);
  const use = ways
    .map((way, index) => ({ ...way, name: `x${index}` }))
    .filter(({ shipment, sku }) => isInTime(shipment) && demands.some((one) => one.sku === sku));
  const massOf = (sku: string) => demands.find((one) => one.sku === sku)?.massKg ?? 0;
  const wantedOf = (sku: string) => demands.find((one) => one.sku === sku)?.quantity ?? 0;
  const sum = (names: string[]) => (names.length > 0 ? names.join(' + ') : '0 y0');
  const rows = [
    ...demands.map(({ sku, quantity }) => `${sum(use.filter((way) => way.sku === sku).map(({ name }) => name))} = ${quantity}`),
    ...stock
      .map((quantity, row) => ({ quantity, names: use.filter((way) => way.row === row).map(({ name }) => name) }))
      .filter(({ names }) => names.length > 0)
      .map(({ quantity, names }) => `${sum(names)} <= ${quantity}`),
    ...use.map(({ name, shipment, sku }) => `${name} - ${wantedOf(sku)} y${shipment} <= 0`),
    ...use
      .filter(({ transfer }) => transfer >= 0)
      .map(({ name, transfer, sku }) => `${name} - ${wantedOf(sku)} t${transfer} <= 0`),
    ...shipments.flatMap(({ capKg }, index) => {
      const own = use.filter(({ shipment }) => shipment === index);
      return Number.isFinite(capKg) && own.length > 0
        ? [`${sum(own.map(({ name, sku }) => `${massOf(sku)} ${name}`))} <= ${capKg + 1e-7}`]
        : [];
    }),
    `${sum(shipments.map((_, index) => `y${index}`))} <= ${limits.shipments}`,
  ];
  const cost = [
    ...use.map(({ name, perKg, sku }) => `${perKg * massOf(sku)} ${name}`),
    ...shipments.map(({ fixed }, index) => `${fixed} y${index}`),
    ...transfers.map(({ fixed }, index) => `${fixed} t${index}`),
  ].join(' + ');
  if (limits.cost !== undefined) rows.push(`${cost} <= ${limits.cost}`);
  const binaries = [...shipments.map((_, index) => `y${index}`), ...transfers.map((_, index) => `t${index}`)];
  return {
    cost,
    lines: ['Subject To', ...rows, 'Binaries', binaries.join(' '), 'Generals', use.map(({ name }) => name).join(' '), 'End'],
  };
}

function solve(highs: Highs, text: string): number | undefined {
  const solution = highs.solve(text, { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0 });
  return solution.Status === 'Optimal' ? solution.ObjectiveValue : undefined;
}

function cheapestWithin(highs: Highs, spelled: Spelled, limits: Limits): number | undefined {
  const { lines, cost } = program(spelled, limits);
  return solve(highs, ['Minimize', `obj: ${cost}`, ...lines].join('\n'));
}

function soonestWithin(highs: Highs, spelled: Spelled, limits: Limits): number {
  const deadlines = [...new Set(spelled.shipments.map(({ delivered }) => delivered))]
    .filter((at) => at <= limits.delivered)
    .sort((a, b) => a - b);
  let [low, high] = [0, deadlines.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const cost = cheapestWithin(highs, spelled, { shipments: limits.shipments, delivered: deadlines[middle] ?? 0 });
    if (cost !== undefined && cost <= (limits.cost ?? 0)) high = middle;
    else low = middle + 1;
  }
  return deadlines[low] ?? Number.NaN;
}
