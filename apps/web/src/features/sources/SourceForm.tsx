import { SOURCE_KINDS, type SourceHealth, type SourceKind } from '@karavan/contracts';
import { PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { fieldErrors } from '../../ui/field-errors.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { RecordForm } from '../../ui/RecordForm.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import {
  draftOf,
  FIELDS_OF,
  type FieldName,
  HAS_PASSWORD,
  HAS_USUAL_ADDRESS,
  NUMBERS,
  PASSWORD_IS_TOLD,
  type SourceDraft,
  START,
  settingsOf,
  usualSeconds,
} from './source-fields.ts';

/** Adds a source or changes one; what is wrong is said at the field. */
export function SourceForm({ source, onClose }: { source: SourceHealth | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { draft, change, isDirty } = useDraft(() => draftOf(source));
  const done = async (message: string) => {
    notifications.show({ message, withBorder: true });
    onClose();
    await client.invalidateQueries({ queryKey: ['sources'] });
  };
  const save = useMutation({ mutationFn: () => send(source, draft), onSuccess: () => done(t('sources.saved')) });
  const remove = useMutation({
    mutationFn: () => call('deleteSource', { params: { sourceId: source?.id ?? '' } }),
    onSuccess: () => done(t('sources.saved')),
  });
  const errorOf = fieldErrors(save.error ?? remove.error);
  const passwordIs = PASSWORD_IS_TOLD.find((kind) => kind === draft.kind);
  return (
    <RecordForm
      title={source === null ? t('sources.addTitle') : t('sources.editTitle', { name: source.name })}
      testId="source-form"
      isDirty={isDirty}
      save={save}
      remove={remove}
      removal={source !== null && { label: t('sources.remove'), sure: t('sources.removeSure') }}
      onClose={onClose}
    >
      {source === null && (
        <Select
          label={t('sources.form.kind')}
          data={SOURCE_KINDS.map((kind) => ({ value: kind, label: t(`sources.kind.${kind}`) }))}
          value={draft.kind}
          onChange={(kind) => kind && change({ kind: kind as SourceKind, everySeconds: usualSeconds(kind as SourceKind) })}
          allowDeselect={false}
          comboboxProps={{ zIndex: 2600 }}
        />
      )}
      <TextInput
        label={t('sources.form.name')}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errorOf('name')}
        maxLength={100}
        required
      />
      {shownFields(draft).map((name) => (
        <SettingField
          key={name}
          name={name}
          kind={draft.kind}
          value={draft.settings[name]}
          error={errorOf(`settings.${name}`, name)}
          onChange={(value) => change({ settings: { ...draft.settings, [name]: value } })}
        />
      ))}
      {HAS_PASSWORD.has(draft.kind) && (
        <PasswordInput
          label={t('sources.form.password')}
          description={[
            passwordIs && t(`sources.form.passwordIs.${passwordIs}`),
            source?.hasPassword && t('sources.form.passwordKept'),
          ]
            .filter(Boolean)
            .join('; ')}
          value={draft.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
          error={errorOf('password')}
          autoComplete="new-password"
        />
      )}
      {draft.kind !== 'upload' && (
        <NumberField
          label={t('sources.form.everySeconds')}
          value={draft.everySeconds}
          onNumber={(everySeconds) => change({ everySeconds })}
          error={errorOf('everySeconds')}
          min={1}
          max={86_400}
        />
      )}
      <Switch
        label={t('sources.form.enabled')}
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
    </RecordForm>
  );
}

/** A connection that is encrypted from its first byte has nothing to turn. */
const shownFields = ({ kind, settings }: SourceDraft): readonly FieldName[] =>
  FIELDS_OF[kind].filter((name) => name !== 'starttls' || settings['tls'] === false);

function send(source: SourceHealth | null, draft: SourceDraft) {
  const { kind, name, everySeconds, enabled } = draft;
  const password = draft.password === '' ? {} : { password: draft.password };
  const settings = settingsOf(draft);
  const body = { name, everySeconds, enabled, settings, ...password };
  if (source === null) return call('createSource', { body: { kind, ...body } });
  return call('changeSource', { params: { sourceId: source.id }, body });
}

interface SettingProps {
  name: FieldName;
  kind: SourceKind;
  value: string | number | boolean | undefined;
  error: string | undefined;
  onChange: (value: string | number | boolean) => void;
}

function SettingField({ name, kind, value, error, onChange }: SettingProps) {
  const { t } = useTranslation();
  const label = t(`sources.form.${name}`);
  if (name === 'tls' || name === 'starttls')
    return <Switch label={label} checked={value !== false} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (name === 'port' || name === 'historyHours' || name === 'overlapMinutes')
    return (
      <NumberField
        label={label}
        description={name === 'port' ? undefined : t(`sources.form.${name}Hint`)}
        value={Number(value ?? START[name])}
        onNumber={onChange}
        error={error}
        {...NUMBERS[name]}
      />
    );
  if (name === 'senders' || name === 'wagons' || name === 'ca')
    return (
      <Textarea
        label={label}
        description={t(`sources.form.${name}Hint`)}
        value={String(value ?? '')}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        autosize
        minRows={2}
        maxRows={6}
      />
    );
  const hint = hintOf(name, kind);
  return (
    <TextInput
      label={label}
      description={hint && t(`sources.form.${hint}`)}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

function hintOf(name: FieldName, kind: SourceKind): 'baseUrlHint' | 'moveToHint' | 'pathHint' | undefined {
  if (name === 'baseUrl') return HAS_USUAL_ADDRESS.has(kind) ? 'baseUrlHint' : undefined;
  return name === 'moveTo' || name === 'path' ? `${name}Hint` : undefined;
}
