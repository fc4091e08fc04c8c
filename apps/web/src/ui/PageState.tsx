import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError } from '../api/client.ts';
import { problemWords } from '../api/problem-words.ts';

interface PageStateProps {
  title: string;
  hint?: string | undefined;
  role?: 'status' | 'alert';
  children?: ReactNode;
}

/** What a page says when it has nothing to show: what it is, and what to do next. */
export function PageState({ title, hint, role = 'status', children }: PageStateProps) {
  return (
    <div className="kv-page-state" role={role}>
      <p className="kv-page-state-title">{title}</p>
      {hint && <p className="kv-page-state-hint">{hint}</p>}
      {children && <div className="kv-page-state-actions">{children}</div>}
    </div>
  );
}

interface FailureProps {
  error: unknown;
  retry?: () => void;
  /** said instead of the general words when the thing does not exist */
  notFound?: { title: string; hint?: string };
}

/** Tells a failed load apart: no connection, not allowed, not there, or a fault of ours. */
export function Failure({ error, retry, notFound }: FailureProps) {
  const { t } = useTranslation();
  const status = error instanceof ApiError ? error.status : 0;
  const kind = error instanceof ApiError ? error.kind : 'contract';
  const again = retry && (
    <Button size="compact-sm" variant="default" onClick={retry}>
      {t('page.retry')}
    </Button>
  );
  if (kind === 'offline')
    return (
      <PageState title={t('page.offline')} hint={t('page.offlineHint')}>
        {again}
      </PageState>
    );
  if (status === 403)
    return (
      <PageState title={t('page.forbidden')} hint={t('page.forbiddenHint')}>
        <Link to="/">{t('page.toMap')}</Link>
      </PageState>
    );
  if (status === 404 || status === 400 || status === 422)
    return (
      <PageState title={notFound?.title ?? t('page.notFound')} hint={notFound?.hint ?? t('page.notFoundHint')}>
        <Link to="/">{t('page.toMap')}</Link>
      </PageState>
    );
  const detail = error instanceof ApiError && kind === 'http' ? problemWords(error, t) : undefined;
  return (
    <PageState
      role="alert"
      title={kind === 'contract' ? t('page.contract') : t('page.error')}
      hint={detail ?? t('page.errorHint')}
    >
      {again}
    </PageState>
  );
}
