import type { ShipmentUnit } from '@karavan/contracts';
import { Link } from 'react-router';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { assetPath } from '../../live/asset-path.ts';
import { useAsset, useLive } from '../../live/live-context.tsx';
import { markerState } from '../../live/marker-state.ts';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { Time } from '../../ui/Time.tsx';

/** The wagons and trucks of a shipment; on a shared page they are named but lead nowhere. */
export function Units({ units, linked }: { units: readonly ShipmentUnit[]; linked: boolean }) {
  const { t } = useFormat();
  return (
    <section className="kv-card-section kv-units">
      <h2>
        {t('shipments.units')} <span className="kv-count">{units.length}</span>
      </h2>
      {units.length === 0 && <p className="kv-note">{t('shipments.noUnits')}</p>}
      <ul className="kv-rows">
        {units.map((unit) => (
          <Unit key={unit.id} unit={unit} linked={linked} />
        ))}
      </ul>
    </section>
  );
}

function Unit({ unit, linked }: { unit: ShipmentUnit; linked: boolean }) {
  const { t, tonnes, km, eta } = useFormat();
  const { controller } = useLive();
  const asset = useAsset(unit.assetId);
  const kind = unit.mode === 'rail' ? ('wagon' as const) : ('truck' as const);
  const hover = (on: boolean) => controller.hovered.set(on ? unit.assetId : null);
  // the fleet knows better of a wagon that waits with its train
  const held = unit.status === 'moving' ? asset?.status : undefined;
  const status = held === 'abandoned' || held === 'badOrder' ? held : unit.status;
  const where = [
    unit.station && stationName(unit.station.name),
    unit.remainingKm !== undefined && unit.status !== 'delivered' && km(unit.remainingKm),
  ];
  const endedAt = unit.deliveredAt ?? unit.handedOverAt;
  const body = (
    <>
      <MarkerGlyph state={markerState({ status, position: null })} kind={kind} size={26} />
      <span className="kv-row-main">
        <span className="kv-row-title">{unit.label}</span>
        <span className="kv-row-note">
          {[unit.handedOverAt === undefined ? statusWords(t, status) : t('truck.trips.handedOver'), ...where]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className="kv-row-side">
        {unit.handedOverAt === undefined && tonnes(unit.massKg)}
        <span className="kv-row-note">
          {endedAt !== undefined ? (
            <Time at={endedAt} />
          ) : unit.eta ? (
            (eta(unit.eta, unit.mode) ?? '')
          ) : unit.loadFrom ? (
            <Time at={unit.loadFrom} />
          ) : (
            ''
          )}
        </span>
      </span>
    </>
  );
  const handlers = {
    onMouseEnter: () => hover(true),
    onMouseLeave: () => hover(false),
    onFocus: () => hover(true),
    onBlur: () => hover(false),
  };
  return (
    <li>
      {linked ? (
        <Link to={assetPath({ kind, label: unit.label, id: unit.assetId })} className="kv-row" {...handlers}>
          {body}
        </Link>
      ) : (
        <div className="kv-row" {...handlers}>
          {body}
        </div>
      )}
    </li>
  );
}
