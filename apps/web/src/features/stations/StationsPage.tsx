import type { DirectoryEntry, User } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMissingStations } from '../../api/queries.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { ImportFiles } from './ImportFiles.tsx';
import { PlaceDialog } from './PlaceDialog.tsx';
import '../sources/sources.css';
import './stations.css';

/** The stations reports name and nobody has placed, and the door for directories. */
export default function StationsPage({ user }: { user: User }) {
  const { t } = useFormat();
  useTitle(t('stations.title'));
  const missing = useMissingStations();
  const items = missing.data?.items ?? [];
  const isAdmin = user.role === 'admin';
  const [placing, setPlacing] = useState<DirectoryEntry | null>(null);
  return (
    <div className="kv-sources">
      <header>
        <Link to="/sources" className="kv-back">
          <IconArrowLeft size={15} aria-hidden="true" /> {t('sources.backToSources')}
        </Link>
        <h1>{t('stations.title')}</h1>
      </header>
      <section aria-labelledby="stations-missing">
        <h2 id="stations-missing">{t('stations.missing')}</h2>
        <p className="kv-note">{t('stations.missingIntro')}</p>
        {missing.isPending && <Waiting />}
        {missing.isError && items.length === 0 && <Failure error={missing.error} retry={() => void missing.refetch()} />}
        {missing.isSuccess && items.length === 0 && <PageState title={t('stations.none')} hint={t('stations.noneHint')} />}
        {items.length > 0 && !isAdmin && <p className="kv-note">{t('stations.adminOnly')}</p>}
        {items.length > 0 && (
          <div className="kv-table-wrap">
            <table className="kv-table">
              <thead>
                <tr>
                  <th scope="col">{t('stations.name')}</th>
                  <th scope="col" className="kv-number">
                    {t('stations.wagons')}
                  </th>
                  <th scope="col">{t('stations.lastSeen')}</th>
                  {isAdmin && <td />}
                </tr>
              </thead>
              <tbody>
                {items.map((entry) => (
                  <StationRow key={keyOf(entry)} entry={entry} onPlace={isAdmin ? () => setPlacing(entry) : undefined} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      {isAdmin && <ImportFiles />}
      {placing && <PlaceDialog entry={placing} onClose={() => setPlacing(null)} />}
    </div>
  );
}

const keyOf = ({ esr, name, road }: DirectoryEntry) => esr ?? `${name}|${road}`;

function StationRow({ entry, onPlace }: { entry: DirectoryEntry; onPlace: (() => void) | undefined }) {
  const { t, number } = useFormat();
  const { wagons = 0, wagonsHere = 0, lastReportedAt } = entry;
  return (
    <tr>
      <th scope="row" className="kv-station-name">
        {stationName(entry.name)}
        <span className="kv-note">{[entry.esr, entry.road].filter(Boolean).join(' · ')}</span>
      </th>
      <td className="kv-number">
        {number(wagons)}
        {wagonsHere > 0 && <span className="kv-note">{t('stations.wagonsHere', { count: wagonsHere })}</span>}
      </td>
      <td>{lastReportedAt ? <Time at={lastReportedAt} /> : '—'}</td>
      {onPlace && (
        <td>
          <Button size="compact-xs" variant="default" onClick={onPlace} aria-label={`${t('stations.place')}: ${entry.name}`}>
            {t('stations.place')}
          </Button>
        </td>
      )}
    </tr>
  );
}
