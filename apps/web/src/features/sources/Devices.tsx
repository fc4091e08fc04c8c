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

/** All devices, those in quarantine first: they wait for somebody to say what they are. */
export function Devices() {
  const { t } = useFormat();
  const devices = useDevices();
  const [adopting, setAdopting] = useState<Device | null>(null);
  const items = useMemo(
    () => (devices.data?.items ?? []).toSorted((a, b) => Number(b.quarantined) - Number(a.quarantined)),
    [devices.data],
  );
  return (
    <section aria-labelledby="sources-devices">
      <h2 id="sources-devices">{t('sources.devices')}</h2>
      {devices.isError && items.length === 0 && <Failure error={devices.error} retry={() => void devices.refetch()} />}
      {devices.isSuccess && items.length === 0 && <PageState title={t('sources.noDevices')} hint={t('sources.noDevicesHint')} />}
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
