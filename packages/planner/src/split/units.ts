import type { SplitRequest } from '@karavan/contracts';

const SLACK = 1e-7;
const DECIMALS = 1e6;

/** Masses are planned in whole units: a piece, a kilogram, or a gram where the request has fractions of a kilogram. */
export interface Units {
  readonly unitKg: number;
  floor(massKg: number): number;
  ceil(massKg: number): number;
  kg(units: number): number;
}

function hasFractions(request: SplitRequest): boolean {
  const masses = [
    ...request.demand.map(({ massKg }) => massKg),
    ...request.fleet.flatMap(({ maxPayloadKg, minLoadKg, grossKg }) => [maxPayloadKg, minLoadKg, grossKg]),
    ...request.plants.flatMap(({ supplyKg }) => Object.values(supplyKg ?? {})),
    ...(request.published ?? []).map(({ massKg }) => massKg),
    request.site.maxGrossKg,
  ];
  return masses.some((massKg) => massKg !== undefined && !Number.isInteger(massKg));
}

export function unitsOf(request: SplitRequest): Units {
  const { product } = request;
  const unitKg = product.form === 'pieces' ? product.pieceMassKg : hasFractions(request) ? 0.001 : 1;
  return {
    unitKg,
    floor: (massKg) => Math.max(0, Math.floor(massKg / unitKg + SLACK)),
    ceil: (massKg) => Math.ceil(massKg / unitKg - SLACK),
    kg: (units) => roundKg(units * unitKg),
  };
}

export const roundKg = (massKg: number): number => Math.round(massKg * DECIMALS) / DECIMALS;
