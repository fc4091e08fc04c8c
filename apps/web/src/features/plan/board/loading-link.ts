import type { BoardTrip, SplitRequest } from '@karavan/contracts';
import { InputError, type Known, largestPayload, lawOfDay } from '@karavan/planner';
import { addressOf } from '../loading/address.ts';
import { goodsFor } from '../loading/fill.ts';
import { shapeOf } from '../loading/model.ts';
import type { Motor, Trailer, Vehicle } from '../loading/units.ts';

/** The loading screen with the truck of a trip and its load on it; only for trucks described by their axles. */
export function loadingLink(
  { fleet, site, ruleSet = 'RU' }: SplitRequest,
  { trip, known }: { trip: BoardTrip; known: Known },
): string | undefined {
  const shape = fleet.find(({ id }) => id === trip.vehicleId)?.vehicle;
  if (shape === undefined || typeof shape === 'string') return undefined;
  const motor = (shape.type === 'tractor_semitrailer' ? shape.tractor : shape.rigid) as string | Motor;
  const trailer = shape.type === 'rigid' ? undefined : (shape.trailer as string | Trailer);
  const vehicle: Vehicle = { type: shape.type, motor, ...(trailer === undefined ? {} : { trailer }) };
  const road = site.roadClass ?? '10';
  const region = site.region ?? '';
  try {
    const { on } = lawOfDay(known.law, { ruleSet, date: trip.date, region });
    const asked = { ...(region === '' ? {} : { region }), ...(on === undefined ? {} : { on }) };
    const most = largestPayload(
      { vehicle: shapeOf(vehicle), placement: { kind: 'free' }, ruleSet, roadClasses: [road], ...asked },
      known,
    );
    const answer = most[ruleSet === 'RU' ? road : ruleSet];
    const goods = answer === undefined ? [] : goodsFor(answer, vehicle);
    const full = goods.reduce((sum, { massKg }) => sum + massKg, 0);
    const loads = goods.map((load, index) => ({
      ...load,
      id: index + 1,
      massKg: Math.round((load.massKg * trip.massKg) / Math.max(1, full)),
    }));
    const rules = { ruleSet, road, on: trip.date, region, cargo: '', temperatureC: null };
    return `/plan/loading?${addressOf({ vehicle, stages: [{ name: '', loads, lifted: [] }], at: 0, rules })}`;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
