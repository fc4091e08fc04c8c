import { Button } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Shell } from '../shell/Shell.tsx';
import { lazyPage } from '../ui/lazy-page.ts';
import { PageState } from '../ui/PageState.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { resumeSession, useSession } from './session.ts';

const SignIn = lazyPage(() => import('../features/sign-in/SignIn.tsx'));

/** Whoever is not signed in gets the sign-in form under the same address, so every link survives it. */
export function SignedIn() {
  const { t } = useTranslation();
  const session = useSession();
  if (session.status === 'in') return <Shell key={session.user.id} user={session.user} />;
  if (session.status === 'unknown') return <Waiting />;
  if (session.status === 'unreachable')
    return (
      <main className="kv-centre">
        <PageState role="alert" title={t('page.offline')} hint={t('signIn.unreachable')}>
          <Button size="compact-sm" variant="default" onClick={() => void resumeSession()}>
            {t('page.retry')}
          </Button>
        </PageState>
      </main>
    );
  return (
    <Suspense fallback={<Waiting />}>
      <SignIn expired={session.expired} />
    </Suspense>
  );
}
