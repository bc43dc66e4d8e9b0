import './zod-setup.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import { type ComponentType, createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startI18n } from './i18n/setup.ts';
import { pageOf } from './page.ts';
import { takeSecrets } from './session/token.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

const page = pageOf(window.location.pathname);
// Before anything else runs: a secret must not stay in the address bar.
takeSecrets(page);
startI18n();

async function load(): Promise<ComponentType> {
  if (page.kind === 'console') return (await import('./features/shell/console-app.tsx')).default;
  const { WallApp } = await import('./features/wall/wall-app.tsx');
  return () => createElement(WallApp, { display: page.display });
}

const root = document.getElementById('root');
if (root) {
  const App = await load();
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </StrictMode>,
  );
}
