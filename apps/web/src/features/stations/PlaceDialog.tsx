import { type DirectoryEntry, RAIL_AREA } from '@karavan/contracts';
import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { stationName } from '../../format/station-name.ts';
import { FormModal } from '../../ui/FormModal.tsx';
import { PlaceMap } from './PlaceMap.tsx';

/** `55,75` as well as `55.75`; undefined for anything else, and outside of the limits. */
function degrees(text: string, least: number, most: number): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
  return value >= least && value <= most ? value : undefined;
}

/** Says where a station is, by a click on the map or by its coordinates; its wagons appear there at once. */
export function PlaceDialog({ entry, onClose }: { entry: DirectoryEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [latText, setLat] = useState('');
  const [lonText, setLon] = useState('');
  const lat = degrees(latText, RAIL_AREA.south, RAIL_AREA.north);
  const lon = degrees(lonText, RAIL_AREA.west, RAIL_AREA.east);
  const place = lat === undefined || lon === undefined ? undefined : { lat, lon };
  const name = stationName(entry.name);
  const save = useMutation({
    mutationFn: (at: { lat: number; lon: number }) => {
      const { esr, road } = entry;
      return call('placeStation', { body: { name: entry.name, ...(esr ? { esr } : {}), ...(road ? { road } : {}), ...at } });
    },
    onSuccess: async ({ wagons }) => {
      notifications.show({ message: t('stations.placed', { name, count: wagons }), withBorder: true });
      onClose();
      for (const queryKey of [['stations'], ['wagon'], ['where']]) await client.invalidateQueries({ queryKey });
    },
  });
  const point = (at: { lat: number; lon: number }) => {
    setLat(at.lat.toFixed(4));
    setLon(at.lon.toFixed(4));
  };
  return (
    <FormModal
      title={t('stations.placeOf', { name })}
      testId="place-form"
      size="lg"
      submitLabel={t('stations.save')}
      isDirty={latText !== '' || lonText !== ''}
      isBusy={save.isPending}
      canSubmit={place !== undefined}
      error={save.error}
      onSubmit={() => place && save.mutate(place)}
      onClose={onClose}
    >
      <p className="kv-note">{[entry.road, entry.esr, t('stations.placeHint')].filter(Boolean).join(' · ')}</p>
      <PlaceMap place={place} onPoint={point} />
      <div className="kv-place-fields">
        <TextInput
          label={t('stations.lat')}
          inputMode="decimal"
          data-autofocus
          value={latText}
          onChange={(event) => setLat(event.currentTarget.value)}
          error={latText !== '' && lat === undefined && t('stations.badLat')}
        />
        <TextInput
          label={t('stations.lon')}
          inputMode="decimal"
          value={lonText}
          onChange={(event) => setLon(event.currentTarget.value)}
          error={lonText !== '' && lon === undefined && t('stations.badLon')}
        />
      </div>
    </FormModal>
  );
}
