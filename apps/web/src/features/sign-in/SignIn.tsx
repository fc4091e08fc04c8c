import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/client.ts';
import { useConfig } from '../../api/queries.ts';
import { signIn } from '../../session/session.ts';
import { LanguageSwitch, ThemeSwitch } from '../../shell/Switches.tsx';
import { Wordmark } from '../../shell/Wordmark.tsx';
import { useTitle } from '../../ui/use-title.ts';
import './sign-in.css';

const DEMO_ROLES = ['customer', 'dispatcher', 'manager', 'admin'] as const;
const DEMO_PASSWORD = 'karavan-demo';

export default function SignIn({ expired }: { expired: boolean }) {
  const { t } = useTranslation();
  const config = useConfig();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({ mutationFn: (who: { email: string; password: string }) => signIn(who.email.trim(), who.password) });
  useTitle(t('signIn.title'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate({ email, password });
  };
  return (
    <main className="kv-sign-in">
      <div className="kv-sign-in-tools">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <form onSubmit={submit} className="kv-sign-in-form">
        <Wordmark size={28} />
        <p className="kv-sign-in-tagline">{config.data?.companyName || t('app.tagline')}</p>
        <h1>{t('signIn.title')}</h1>
        {expired && !login.isError && <p role="status">{t('signIn.expired')}</p>}
        <TextInput
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {login.isError && (
          <p className="kv-sign-in-error" role="alert">
            {t(reason(login.error))}
          </p>
        )}
        <Button type="submit" fullWidth disabled={login.isPending}>
          {login.isPending ? t('signIn.working') : t('signIn.submit')}
        </Button>
        {config.data?.demo && (
          <fieldset className="kv-sign-in-demo">
            <legend>{t('signIn.demo')}</legend>
            {DEMO_ROLES.map((role) => (
              <Button
                key={role}
                variant="default"
                disabled={login.isPending}
                onClick={() => login.mutate({ email: `${role}@karavan.demo`, password: DEMO_PASSWORD })}
              >
                {t(`role.${role}`)}
              </Button>
            ))}
          </fieldset>
        )}
      </form>
    </main>
  );
}

function reason(error: unknown): 'signIn.wrong' | 'signIn.tooMany' | 'signIn.unreachable' {
  if (!(error instanceof ApiError) || error.kind !== 'http' || error.status >= 500) return 'signIn.unreachable';
  return error.status === 429 ? 'signIn.tooMany' : 'signIn.wrong';
}
