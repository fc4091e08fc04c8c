import type { WagonState } from '@karavan/contracts';
import { Link } from 'react-router';
import { cargoName } from '../../format/cargo-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { statusWords } from '../../ui/status-words.ts';

/** The wagons of a train, each with the way to its own card. */
export function TrainWagons({ wagons }: { wagons: readonly WagonState[] }) {
  const format = useFormat();
  const { t } = format;
  return (
    <section className="kv-card-section" aria-labelledby="train-wagons">
      <h2 id="train-wagons">{t('train.list')}</h2>
      <div className="kv-table-wrap">
        <table className="kv-table kv-train-table">
          <thead>
            <tr>
              <th scope="col">{t('kind.wagon')}</th>
              <th scope="col">{t('train.goesTo')}</th>
              <th scope="col">{t('card.cargo')}</th>
              <th scope="col">{t('card.forecast')}</th>
            </tr>
          </thead>
          <tbody>
            {wagons.map((wagon) => (
              <tr key={wagon.number}>
                <th scope="row" className="kv-number">
                  <Link to={`/w/${wagon.number}`}>{wagon.number}</Link>
                  <span className="kv-note">{statusWords(t, wagon.status)}</span>
                </th>
                <td>
                  {wagon.destination ? stationName(wagon.destination.name) : '—'}
                  {wagon.remainingKm !== undefined && <span className="kv-note">{format.km(wagon.remainingKm)}</span>}
                </td>
                <td>
                  {wagon.loadState === 'loaded' && wagon.cargo
                    ? cargoName(wagon.cargo.name)
                    : t(`card.loadState.${wagon.loadState}`)}
                  {wagon.massKg !== undefined && wagon.loadState !== 'empty' && (
                    <span className="kv-note">{format.tonnes(wagon.massKg)}</span>
                  )}
                </td>
                <td>{wagon.eta ? format.eta(wagon.eta, 'rail') : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
