import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageState } from './PageState.tsx';
import { useTitle } from './use-title.ts';

export function NotFound({ forbidden = false }: { forbidden?: boolean }) {
  const { t } = useTranslation();
  const title = forbidden ? t('page.forbidden') : t('page.notFound');
  useTitle(title);
  return (
    <PageState title={title} hint={forbidden ? t('page.forbiddenHint') : t('page.notFoundHint')}>
      <Link to="/">{t('page.toMap')}</Link>
    </PageState>
  );
}
