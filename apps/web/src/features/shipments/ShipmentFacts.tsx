import type { ShipmentDetail } from '@karavan/contracts';
import { cargoName } from '../../format/cargo-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Dates } from '../card/Dates.tsx';
import { HeldNote } from './HeldNote.tsx';
import { Milestones } from './Milestones.tsx';
import { ProgressBar } from './ProgressBar.tsx';

type Shipment = Omit<ShipmentDetail, 'customer'>;

/** What a shipment is and how far it has come; the same on the own page and on a shared one. */
export function ShipmentFacts({ shipment, customer }: { shipment: Shipment; customer?: string }) {
  const { t, tonnes } = useFormat();
  const { deadline, deliverBy } = shipment;
  const isCancelled = shipment.status === 'cancelled';
  const needed = deliverBy ?? (deadline?.basis === 'order' ? deadline.date : undefined);
  const waybills = [...new Set(shipment.legs.flatMap((leg) => [leg.waybill, ...leg.units.map((unit) => unit.waybill)]))].filter(
    Boolean,
  );
  return (
    <>
      {!isCancelled && (
        <section className="kv-card-section">
          <ProgressBar state={shipment} />
          <HeldNote state={shipment} />
        </section>
      )}
      {!isCancelled && <Milestones shipment={shipment} />}
      {!isCancelled && (
        <Dates
          byRail={shipment.legs.some((leg) => leg.mode === 'rail')}
          norm={deadline?.basis === 'order' ? undefined : deadline}
          eta={shipment.eta}
          needed={needed}
          late={shipment.late}
        />
      )}
      <section className="kv-card-section" aria-label={t('card.details')}>
        <Facts
          facts={[
            { label: t('card.route'), value: `${stationName(shipment.origin.name)} → ${stationName(shipment.destination.name)}` },
            { label: t('card.cargo'), value: cargoName(shipment.product) },
            { label: t('shipments.ordered'), value: tonnes(shipment.orderedKg) },
            customer !== undefined && { label: t('card.consignee'), value: customer },
            waybills.length > 0 && { label: t('card.waybill'), value: waybills.join(', ') },
            { label: t('kind.shipment'), value: shipment.number },
            shipment.orderNumber !== undefined && { label: t('kind.order'), value: shipment.orderNumber },
          ]}
        />
      </section>
    </>
  );
}
