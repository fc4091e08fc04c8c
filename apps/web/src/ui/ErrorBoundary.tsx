import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageState } from './PageState.tsx';

interface Props {
  children: ReactNode;
  /** another value forgets the error: a new page gets a new chance */
  resetKey: string;
}

export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('A page broke', error, info.componentStack);
  }

  override componentDidUpdate(previous: Props): void {
    if (this.state.error !== null && previous.resetKey !== this.props.resetKey) this.setState({ error: null });
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Crash error={this.state.error} />;
  }
}

/** What browsers say when a part of the page could not be fetched. */
const NOT_FETCHED = /dynamically imported module|module script failed|preload CSS/i;

function Crash({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const isOffline = error instanceof Error && NOT_FETCHED.test(error.message);
  return (
    <PageState role="alert" title={t(isOffline ? 'page.offline' : 'page.crash')} hint={t('page.crashHint')}>
      <button type="button" className="kv-link" onClick={() => location.reload()}>
        {t('page.reload')}
      </button>
    </PageState>
  );
}
