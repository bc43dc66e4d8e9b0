import { Component, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './error-boundary.css';

const RELOAD_AFTER_S = 10;

/** Catches a bug while drawing: says so, counts down and loads the page again. A wall must not stay dark. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly error: Error | null }
> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error ? <ReloadNotice error={this.state.error} /> : this.props.children;
  }
}

function ReloadNotice({ error }: { readonly error: Error }): ReactElement {
  const { t } = useTranslation();
  const [left, setLeft] = useState(RELOAD_AFTER_S);
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left <= 0) window.location.reload();
  }, [left]);
  return (
    <main className="reload-notice" role="alert">
      <h1>{t('error.title')}</h1>
      <p>{t('error.lost')}</p>
      <p className="reload-notice__count">{t('error.reload', { count: Math.max(0, left) })}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {t('error.now')}
      </button>
      <pre>{error.message}</pre>
    </main>
  );
}
