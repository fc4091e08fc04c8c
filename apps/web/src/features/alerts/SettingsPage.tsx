import { ALERT_KINDS, type AlertSettings, type User } from '@karavan/contracts';
import { Button, Checkbox, NumberInput, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError, call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { Failure } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Channels } from './Channels.tsx';
import { DeadDeliveries } from './DeadDeliveries.tsx';
import '../sources/sources.css';
import './alerts.css';

/** When something becomes an alert, and who is told of it. */
export default function SettingsPage({ user }: { user: User }) {
  const { t } = useTranslation();
  useTitle(t('alerts.settingsTitle'));
  const settings = useQuery({ queryKey: ['alert-settings'], queryFn: () => call('getAlertSettings') });
  const isAdmin = user.role === 'admin';
  return (
    <div className="kv-sources">
      <header>
        <Link className="kv-back" to="/alerts">
          {t('alerts.back')}
        </Link>
        <h1>{t('alerts.settingsTitle')}</h1>
      </header>
      <Channels isAdmin={isAdmin} />
      <DeadDeliveries isAdmin={isAdmin} />
      <section aria-labelledby="alert-thresholds">
        <h2 id="alert-thresholds">{t('alerts.thresholds')}</h2>
        <p className="kv-note">{t('alerts.thresholdsNote')}</p>
        {settings.isError && <Failure error={settings.error} retry={() => void settings.refetch()} />}
        {settings.isPending && <Skeleton height={160} aria-label={t('page.loading')} />}
        {settings.data && <Thresholds key={JSON.stringify(settings.data)} settings={settings.data} isAdmin={isAdmin} />}
      </section>
    </div>
  );
}

const NUMBERS = [
  'longStopMinutes',
  'signalLostMinutes',
  'cellSignalLostMinutes',
  'loadingMinutes',
  'lateToleranceMinutes',
  'absentAfterMinutes',
  'deviationFixes',
  'idleDays',
] as const;

function Thresholds({ settings, isAdmin }: { settings: AlertSettings; isAdmin: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState(settings);
  const save = useMutation({
    mutationFn: () => call('changeAlertSettings', { body: draft }),
    onSuccess: (saved) => {
      client.setQueryData(['alert-settings'], saved);
      notifications.show({ message: t('alerts.saved'), withBorder: true });
    },
  });
  const errorOf = (path: string) =>
    save.error instanceof ApiError ? save.error.problem?.errors?.find((each) => each.path === path)?.message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const toggle = (kind: AlertSettings['off'][number]) =>
    setDraft({ ...draft, off: draft.off.includes(kind) ? draft.off.filter((each) => each !== kind) : [...draft.off, kind] });
  return (
    <form onSubmit={submit} className="kv-alert-form">
      {NUMBERS.map((name) => (
        <NumberInput
          key={name}
          size="sm"
          label={t(`alerts.field.${name}`)}
          value={draft[name]}
          disabled={!isAdmin}
          min={name === 'lateToleranceMinutes' ? 0 : name === 'idleDays' ? 0.5 : 1}
          step={name === 'idleDays' ? 0.5 : name === 'deviationFixes' ? 1 : 5}
          error={errorOf(name)}
          onChange={(value) => typeof value === 'number' && setDraft({ ...draft, [name]: value })}
        />
      ))}
      <Checkbox
        className="kv-alert-form-wide"
        label={t('alerts.withoutCargo')}
        checked={draft.withoutCargo}
        disabled={!isAdmin}
        onChange={(event) => setDraft({ ...draft, withoutCargo: event.currentTarget.checked })}
      />
      <fieldset className="kv-alert-form-wide kv-language">
        <legend className="kv-note">{t('alerts.kindsOn')}</legend>
        <div className="kv-alert-kinds">
          {ALERT_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              label={t(`alerts.kind.${kind}`)}
              checked={!draft.off.includes(kind)}
              disabled={!isAdmin}
              onChange={() => toggle(kind)}
            />
          ))}
        </div>
      </fieldset>
      {isAdmin && (
        <div className="kv-alert-form-wide kv-channel-actions">
          <Button type="submit" size="sm" disabled={save.isPending}>
            {t('alerts.save')}
          </Button>
          {save.isError && (
            <span className="kv-late" role="alert">
              {problemWords(save.error, t)}
            </span>
          )}
        </div>
      )}
    </form>
  );
}
