import type { CancelPreview } from '@karavan/contracts';
import { ActionIcon, Button, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBan } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { CancelEffects } from './CancelEffects.tsx';
import '../../ui/form.css';

/** Cancels a shipment of which nothing has begun, after saying what that takes with it. */
export function CancelButton({ id, number }: { id: string; number: string }) {
  const { t } = useFormat();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActionIcon
        className="kv-tool"
        variant="subtle"
        size="sm"
        aria-label={t('shipments.cancel.open')}
        title={t('shipments.cancel.open')}
        onClick={() => setOpen(true)}
      >
        <IconBan size={15} />
      </ActionIcon>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('shipments.cancel.title', { number })}
        centered
        zIndex={2500}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <CancelForm id={id} number={number} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function CancelForm({ id, number, onClose }: { id: string; number: string; onClose: () => void }) {
  const { t } = useFormat();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const preview = useQuery({
    queryKey: ['shipment', id, 'cancel', currentLanguage()],
    queryFn: () => call('previewCancel', { params: { id } }),
    gcTime: 0,
    staleTime: 0,
  });
  const cancel = useMutation({
    mutationFn: () => call('cancelShipment', { params: { id }, body: reason.trim() === '' ? {} : { reason: reason.trim() } }),
    onSuccess: (detail) => {
      client.setQueryData(['shipment', id, 'detail', currentLanguage()], detail);
      for (const queryKey of [
        ['shipment', id, 'events'],
        ['shipments'],
        ['where'],
        ['promises'],
        ['plans'],
        ['network', 'stock'],
      ])
        void client.invalidateQueries({ queryKey });
      notifications.show({ message: t('shipments.cancel.done', { number }), withBorder: true });
      onClose();
    },
    // what stood in the way is in the next look at it
    onError: () => void preview.refetch(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    cancel.mutate();
  };
  const { data } = preview;
  return (
    <form className="kv-cancel" onSubmit={submit}>
      {preview.isPending && <p className="kv-note">{t('shipments.cancel.looking')}</p>}
      {preview.isError && (
        <p className="kv-late" role="alert">
          {problemWords(preview.error, t)}
        </p>
      )}
      {data && data.refusal !== null && (
        <p className="kv-late" role="alert">
          {data.refusal}
        </p>
      )}
      {data && data.refusal === null && <Effects data={data} reason={reason} onReason={setReason} />}
      {cancel.isError && data?.refusal === null && (
        <p className="kv-late" role="alert">
          {problemWords(cancel.error, t)}
        </p>
      )}
      <div className="kv-form-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('shipments.cancel.back')}
        </Button>
        {data?.refusal === null && (
          <Button type="submit" color="red" disabled={cancel.isPending}>
            {t('shipments.cancel.act')}
          </Button>
        )}
      </div>
    </form>
  );
}

function Effects({ data, reason, onReason }: { data: CancelPreview; reason: string; onReason: (reason: string) => void }) {
  const { t } = useFormat();
  return (
    <>
      <CancelEffects preview={data} />
      <TextInput
        label={t('shipments.cancel.reason')}
        maxLength={300}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
      />
      <p className="kv-note">{t('shipments.cancel.customer')}</p>
    </>
  );
}
