import type { Actor, BoardTrip } from '@karavan/contracts';
import { planAsks, type plans, type Tx } from '@karavan/store';
import { stepOn } from './board-steps.ts';
import { type Standing, standingOf } from './board-world.ts';

/** A shipment of the plan is cancelled: its trips leave what is published and the draft, as a step that can be taken back. */
export async function takeOffBoard(
  tx: Tx,
  input: { actor: Actor; plan: plans.PlanRecord; shipmentId: string; now: Date; known: Standing['known'] },
): Promise<void> {
  const { actor, plan, shipmentId, now, known } = input;
  const { published } = plan;
  if (published === null) return;
  const gone = new Set(published.trips.filter((trip) => trip.shipmentId === shipmentId).map(({ id }) => id));
  const trips = published.trips.filter(({ id }) => !gone.has(id));
  const shipments = published.shipments.filter((shipment) => shipment.shipmentId !== shipmentId);
  const changed: plans.PlanRecord = {
    ...plan,
    status: plan.status === 'published' && trips.length > 0 ? 'published' : 'draft',
    published: { ...published, trips, shipments },
    publishedFrom: null,
  };
  const standing = await standingOf(tx, { plan: changed, now, known });
  const left = standing.trips.filter(({ id }) => !gone.has(id));
  await stepOn(tx, { actor, standing, next: { what: 'unpublished', trips: left }, now });
  await planAsks.saveOrderDays(tx, { companyId: actor.companyId, plan: changed, days: daysOf(trips) });
}

function daysOf(trips: readonly BoardTrip[]): { date: string; massKg: number }[] {
  const days = new Map<string, number>();
  for (const { date, massKg } of trips) days.set(date, (days.get(date) ?? 0) + massKg);
  return [...days].map(([date, massKg]) => ({ date, massKg }));
}
