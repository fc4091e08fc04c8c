import type { ShipmentState } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';

type Progress = Pick<ShipmentState, 'orderedKg' | 'deliveredKg' | 'movingKg' | 'atStationKg' | 'plannedKg'>;
const PARTS = ['delivered', 'atStation', 'moving', 'planned'] as const;

/** One order as one bar: delivered solid, at station dotted, moving striped, planned hollow; words and tonnes below. */
export function ProgressBar({ state, thin = false }: { state: Progress; thin?: boolean }) {
  const { t, tonnes } = useFormat();
  const parts = PARTS.map((part) => ({ part, kg: state[`${part}Kg`] })).filter(({ kg }) => kg > 0);
  const words = parts.map(({ part, kg }) => `${t(`shipments.${part}`)} ${tonnes(kg)}`).join(', ');
  return (
    <div className={thin ? 'kv-progress kv-progress-thin' : 'kv-progress'}>
      <div className="kv-progress-bar" role="img" aria-label={`${t('shipments.progress')}: ${words}`} title={words}>
        {parts.map(({ part, kg }) => (
          <span key={part} className={`kv-progress-part kv-part-${part}`} style={{ flexGrow: kg }} />
        ))}
      </div>
      {!thin && (
        <ul className="kv-progress-legend">
          {parts.map(({ part, kg }) => (
            <li key={part}>
              <span className={`kv-progress-key kv-part-${part}`} aria-hidden="true" />
              <strong>{tonnes(kg)}</strong> {t(`shipments.${part}`)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
