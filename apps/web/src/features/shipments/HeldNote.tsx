import type { ShipmentState } from '@karavan/contracts';
import { useTranslation } from 'react-i18next';
import { useFleetVersion, useLive } from '../../live/live-context.tsx';
import { MarkerGlyph } from '../../ui/MarkerGlyph.tsx';
import { heldWagons } from './held-wagons.ts';

/** Says by word and shape that part of a shipment waits and nobody knows how long. */
export function HeldNote({ state }: { state: Pick<ShipmentState, 'status' | 'wagons'> }) {
  const { t } = useTranslation();
  const { fleet } = useLive();
  useFleetVersion();
  const { abandoned, badOrder } = heldWagons(state, (wagon) => fleet.find(wagon));
  if (abandoned === undefined && badOrder === undefined) return null;
  const words = [
    abandoned !== undefined && t('shipments.abandoned', { count: abandoned }),
    badOrder !== undefined && t('shipments.badOrder', { count: badOrder }),
  ].filter(Boolean);
  return (
    <span className="kv-held-note">
      <MarkerGlyph state={abandoned === undefined ? 'standing' : 'abandoned'} size={14} />
      <strong>{t('shipments.atRisk')}:</strong> {words.join(', ')}
    </span>
  );
}
