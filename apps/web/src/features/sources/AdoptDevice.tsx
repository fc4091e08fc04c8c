import type { Device } from '@karavan/contracts';
import { Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { useVehicles } from '../../api/queries.ts';
import { FormModal } from '../../ui/FormModal.tsx';

/** Gives a device in quarantine its vehicle: a known one, a new one by its plate, or none. */
export function AdoptDevice({ device, onClose }: { device: Device; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const vehicles = useVehicles(true);
  const [vehicleId, setVehicleId] = useState<string | null>(null);
  const [plate, setPlate] = useState('');
  const adopt = useMutation({
    mutationFn: async () => {
      const fresh = plate.trim() === '' ? null : await call('createVehicle', { body: { plate: plate.trim() } });
      const chosen = fresh?.id ?? vehicleId;
      return call('createDevice', { body: { uniqueId: device.uniqueId, ...(chosen ? { vehicleId: chosen } : {}) } });
    },
    onSuccess: async () => {
      notifications.show({ message: t('sources.adopted', { id: device.uniqueId }), withBorder: true });
      onClose();
      await client.invalidateQueries({ queryKey: ['devices'] });
      await client.invalidateQueries({ queryKey: ['vehicles'] });
      await client.invalidateQueries({ queryKey: ['where'] });
    },
  });
  return (
    <FormModal
      title={t('sources.adoptTitle', { id: device.uniqueId })}
      testId="adopt-form"
      submitLabel={t('sources.adopt')}
      isDirty={vehicleId !== null || plate !== ''}
      isBusy={adopt.isPending}
      error={adopt.error}
      onSubmit={() => adopt.mutate()}
      onClose={onClose}
    >
      <p>{t('sources.adoptText')}</p>
      <Select
        label={t('sources.adoptVehicle')}
        placeholder={t('sources.adoptNone')}
        data={(vehicles.data?.items ?? []).map((vehicle) => ({
          value: vehicle.id,
          label: [vehicle.plate, vehicle.name].filter(Boolean).join(' · '),
        }))}
        value={vehicleId}
        onChange={setVehicleId}
        searchable
        clearable
        disabled={plate.trim() !== ''}
        comboboxProps={{ zIndex: 2600 }}
      />
      <TextInput
        label={t('sources.adoptPlate')}
        value={plate}
        onChange={(event) => setPlate(event.currentTarget.value)}
        maxLength={20}
      />
    </FormModal>
  );
}
