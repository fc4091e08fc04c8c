import type { Device } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useDevices } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { assetPath } from '../../live/asset-path.ts';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { AdoptDevice } from './AdoptDevice.tsx';

/** Devices: the registered ones, or those in quarantine, which wait for somebody to say what they are. */
export function Devices({ quarantined }: { quarantined: boolean }) {
  const { t } = useFormat();
  const devices = useDevices();
  const [adopting, setAdopting] = useState<Device | null>(null);
  const items = useMemo(
    () => (devices.data?.items ?? []).filter((device) => device.quarantined === quarantined),
    [devices.data, quarantined],
  );
  const isEmpty = devices.isSuccess && devices.data.items.length === 0;
  const id = quarantined ? 'sources-quarantine' : 'sources-devices';
  if (quarantined && items.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {t(quarantined ? 'sources.quarantine' : 'sources.devices')} <span className="kv-count">{items.length}</span>
      </h2>
      {devices.isError && items.length === 0 && <Failure error={devices.error} retry={() => void devices.refetch()} />}
      {isEmpty && <PageState title={t('sources.noDevices')} hint={t('sources.noDevicesHint')} />}
      {items.length > 0 && (
        <div className="kv-table-wrap">
          <table className="kv-table">
            <thead>
              <tr>
                <th scope="col">{t('sources.device')}</th>
                <th scope="col">{t('sources.status')}</th>
                <th scope="col">{t('sources.vehicle')}</th>
                <th scope="col">{t('sources.lastFix')}</th>
                <th scope="col">{t('sources.positions')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((device) => (
                <DeviceRow key={device.uniqueId} device={device} onAdopt={() => setAdopting(device)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adopting && <AdoptDevice device={adopting} onClose={() => setAdopting(null)} />}
    </section>
  );
}

function DeviceRow({ device, onAdopt }: { device: Device; onAdopt: () => void }) {
  const { t, number } = useFormat();
  return (
    <tr>
      <td className="kv-number">
        {device.uniqueId}
        <span className="kv-note">{device.protocol}</span>
      </td>
      <td>
        {device.quarantined ? (
          <>
            <span className="kv-status kv-status-quarantined">{t('sources.quarantined')}</span>{' '}
            <Button size="compact-xs" variant="default" onClick={onAdopt}>
              {t('sources.adopt')}
            </Button>
          </>
        ) : (
          t('sources.registered')
        )}
      </td>
      <td>
        {device.plate ? (
          <Link to={assetPath({ kind: 'truck', label: device.plate, id: device.uniqueId })}>{device.plate}</Link>
        ) : (
          <span className="kv-note-inline">{t('sources.noVehicle')}</span>
        )}
      </td>
      <td>{device.lastFixedAt ? <Time at={device.lastFixedAt} as="ago" /> : t('sources.never')}</td>
      <td className="kv-number">{device.positionsCount === undefined ? '' : number(device.positionsCount)}</td>
    </tr>
  );
}
