import { ALERT_KINDS, type AlertChannel, type AlertChannelMade, CHANNEL_KINDS, ROLES, SEVERITIES } from '@karavan/contracts';
import { Checkbox, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { fieldErrors } from '../../ui/field-errors.ts';
import { RecordForm } from '../../ui/RecordForm.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { bodyOf, type ChannelDraft, draftOf } from './channel-draft.ts';

interface ChannelFormProps {
  channel: AlertChannel | null;
  onClose: () => void;
  onMade: (channel: AlertChannelMade) => void;
}

/** Adds a channel or changes one; what is wrong is said at the field. */
export function ChannelForm({ channel, onClose, onMade }: ChannelFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { draft, change, isDirty } = useDraft(() => draftOf(channel));
  const done = async () => {
    notifications.show({ message: t('alerts.saved'), withBorder: true });
    onClose();
    await client.invalidateQueries({ queryKey: ['alert-channels'] });
  };
  const save = useMutation({
    mutationFn: async () => {
      if (channel !== null) return void (await call('changeAlertChannel', { params: { id: channel.id }, body: bodyOf(draft) }));
      onMade(await call('createAlertChannel', { body: { kind: draft.kind, ...bodyOf(draft) } }));
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: () => call('deleteAlertChannel', { params: { id: channel?.id ?? '' } }),
    onSuccess: done,
  });
  const errorOf = fieldErrors(save.error ?? remove.error);
  return (
    <RecordForm
      title={channel === null ? t('alerts.addTitle') : t('alerts.editTitle', { name: channel.name })}
      testId="channel-form"
      submitLabel={t('alerts.save')}
      isDirty={isDirty}
      save={save}
      remove={remove}
      removal={channel !== null && { label: t('alerts.remove'), sure: t('alerts.sure') }}
      onClose={onClose}
    >
      {channel === null && (
        <Select
          label={t('alerts.channelKind.label')}
          value={draft.kind}
          data={CHANNEL_KINDS.map((kind) => ({ value: kind, label: t(`alerts.channelKind.${kind}`) }))}
          allowDeselect={false}
          comboboxProps={{ zIndex: 2600 }}
          onChange={(value) => change({ kind: value === 'webhook' ? 'webhook' : 'email' })}
        />
      )}
      <TextInput
        label={t('alerts.name')}
        value={draft.name}
        required
        error={errorOf('name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {draft.kind === 'webhook' ? (
        <TextInput
          label={t('alerts.url')}
          description={t('alerts.urlHint')}
          type="url"
          required
          value={draft.url}
          error={errorOf('settings.url')}
          onChange={(event) => change({ url: event.currentTarget.value })}
        />
      ) : (
        <EmailFields draft={draft} change={change} errorOf={errorOf} />
      )}
      <fieldset className="kv-form-set">
        <legend className="kv-note">{t('alerts.kinds')}</legend>
        <div className="kv-alert-kinds">
          {ALERT_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              label={t(`alerts.kind.${kind}`)}
              checked={draft.kinds.includes(kind)}
              onChange={() =>
                change({
                  kinds: draft.kinds.includes(kind) ? draft.kinds.filter((each) => each !== kind) : [...draft.kinds, kind],
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <Select
        label={t('alerts.minSeverity')}
        value={draft.minSeverity}
        data={SEVERITIES.map((severity) => ({ value: severity, label: t(`alerts.severity.${severity}`) }))}
        allowDeselect={false}
        comboboxProps={{ zIndex: 2600 }}
        onChange={(value) => change({ minSeverity: SEVERITIES.find((each) => each === value) ?? 'warning' })}
      />
      <Switch
        label={t('alerts.tellEnd')}
        checked={draft.tellEnd}
        onChange={(event) => change({ tellEnd: event.currentTarget.checked })}
      />
      <Switch
        label={t('alerts.enabled')}
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
    </RecordForm>
  );
}

interface EmailFieldsProps {
  draft: ChannelDraft;
  change: (part: Partial<ChannelDraft>) => void;
  errorOf: (path: string) => string | undefined;
}

function EmailFields({ draft, change, errorOf }: EmailFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <fieldset className="kv-form-set">
        <legend className="kv-note">{t('alerts.roles')}</legend>
        <div className="kv-alert-kinds">
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              label={t(`role.${role}`)}
              checked={draft.roles.includes(role)}
              onChange={() =>
                change({
                  roles: draft.roles.includes(role) ? draft.roles.filter((each) => each !== role) : [...draft.roles, role],
                })
              }
            />
          ))}
        </div>
        <p className="kv-note">{errorOf('settings.roles') ?? t('alerts.rolesHint')}</p>
      </fieldset>
      <Textarea
        label={t('alerts.addresses')}
        autosize
        minRows={2}
        value={draft.addresses}
        error={errorOf('settings.addresses')}
        onChange={(event) => change({ addresses: event.currentTarget.value })}
      />
      <Select
        label={t('alerts.language')}
        value={draft.language}
        data={(['ru', 'en'] as const).map((language) => ({ value: language, label: t(`language.${language}`) }))}
        allowDeselect={false}
        comboboxProps={{ zIndex: 2600 }}
        onChange={(value) => change({ language: value === 'en' ? 'en' : 'ru' })}
      />
    </>
  );
}
