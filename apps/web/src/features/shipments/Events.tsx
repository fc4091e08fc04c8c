import type { ShipmentUnit, TrackingEvent } from '@karavan/contracts';
import type { ReactNode } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { Timeline } from '../../ui/Timeline.tsx';
import { eventItem } from './event-item.ts';

interface EventsProps {
  events: readonly TrackingEvent[];
  units: readonly ShipmentUnit[];
  isLoaded: boolean;
  children?: ReactNode;
}

export function Events({ events, units, isLoaded, children }: EventsProps) {
  const format = useFormat();
  const labels = new Map(units.map((unit) => [unit.assetId, unit.label]));
  return (
    <section className="kv-card-section">
      <h2>{format.t('shipments.timeline')}</h2>
      {isLoaded && events.length === 0 && <p className="kv-note">{format.t('shipments.noEvents')}</p>}
      <Timeline items={events.map((event) => eventItem(event, labels.get(event.assetId ?? ''), format))} />
      {children}
    </section>
  );
}
