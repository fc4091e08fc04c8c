import type { PromiseLane, PromiseService, PromiseStock } from '@karavan/contracts';
import type { Demand, Place } from './network.ts';
import type { Release } from './release.ts';

export interface Departure {
  departsMs: number;
  arrivesMs: number;
  deliveredMs: number;
}

/** A service and the departures worth looking at: enough for every plan that could be best (rule PR8). */
export interface ServiceRun {
  service: PromiseService;
  place: Place;
  departures: Departure[];
  capKg: number;
  /** shipments of it that one plan can need */
  most: number;
}

/** One lane departure: what it costs is paid once, whatever it carries. */
export interface Transfer {
  lane: PromiseLane;
  departsMs: number;
  /** the same, ISO 8601 UTC */
  departsAt: string;
  arrivesMs: number;
  readyMs: number;
}

/** A way from a warehouse to a service: its own (no transfer), or over one lane. */
export interface Feed {
  transfer: number;
  perKg: number;
  /** indices of the services at its end */
  services: number[];
  /** of each of them: when its first departure after the goods are ready is delivered */
  soonestMs: number[];
  readyMs: number;
}

/** Stock that is the same to every plan: the same ways, on the same departures. */
export interface Origin {
  place: Place;
  feeds: Feed[];
}

/** One row of the order with what there is for it, by origin. */
export interface Need extends Demand {
  /** what is reachable of `quantity`: every plan carries exactly that */
  covered: number;
  supply: { origin: number; quantity: number; rows: StockRow[] }[];
}

export interface StockRow {
  row: PromiseStock;
  release: Release;
}

export interface Model {
  orderedMs: number;
  zone: string;
  services: ServiceRun[];
  transfers: Transfer[];
  origins: Origin[];
  needs: Need[];
  shortages: { sku: string; missing: number }[];
  /** no departure that a best plan may use was left out */
  complete: boolean;
}

/** Masses are sums of floats: a full shipment may exceed its limit by this much of it. */
export function fits(massKg: number, capKg: number): boolean {
  return massKg <= capKg * (1 + 1e-9) + 1e-9;
}

/** Two costs that differ by less are the same cost. */
export function costTolerance(cost: number): number {
  return 1e-7 + Math.abs(cost) * 1e-9;
}

export function isBetter(cost: number, known: number): boolean {
  return known === Number.POSITIVE_INFINITY ? cost < known : cost < known - costTolerance(known);
}
