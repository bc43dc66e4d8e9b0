import { lazy, Suspense, useLayoutEffect, useState } from 'react';
import { followPerson } from '../../i18n/setup.ts';
import { useConnectionState, useLive } from '../../live/live-hooks.ts';
import { writeToken } from '../../session/token.ts';
import { FreshnessFrame } from '../../ui/freshness-frame.tsx';
import { ActionsProvider } from '../incidents/actions-provider.tsx';
import { IncidentPage } from '../incidents/incident-page.tsx';
import { IncidentsPage } from '../incidents/incidents-page.tsx';
import { CommandPalette } from './command-palette.tsx';
import { ConsoleSound } from './console-sound.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { Link } from './link.tsx';
import { Navigation } from './navigation.tsx';
import { useRoute } from './navigation-store.ts';
import { NoticeBars } from './notice-bars.tsx';
import type { Route } from './route.ts';
import { Empty } from './states.tsx';
import { Toasts } from './toasts.tsx';
import { useMe } from './use-floor.ts';
import { useKeys } from './use-keys.ts';
import { usePaletteEntries } from './use-palette-entries.ts';
import { useText } from './use-text.ts';

const OncallPage = lazy(async () => ({ default: (await import('../oncall/oncall-page.tsx')).OncallPage }));
const MaintenancePage = lazy(async () => ({
  default: (await import('../quiet/maintenance-page.tsx')).MaintenancePage,
}));
const QuietPage = lazy(async () => ({ default: (await import('../quiet/quiet-page.tsx')).QuietPage }));
const ReportsPage = lazy(async () => ({
  default: (await import('../reports/system-report-page.tsx')).SystemReportPage,
}));
const HeatmapPage = lazy(async () => ({
  default: (await import('../reports/heatmap-page.tsx')).HeatmapPage,
}));
const AuditPage = lazy(async () => ({ default: (await import('../audit/audit-page.tsx')).AuditPage }));
const DryRunPage = lazy(async () => ({ default: (await import('../dry-run/dry-run-page.tsx')).DryRunPage }));
const SettingsPage = lazy(async () => ({
  default: (await import('../settings/settings-page.tsx')).SettingsPage,
}));
const MappingPage = lazy(async () => ({
  default: (await import('../settings/mapping/mapping-page.tsx')).MappingPage,
}));
const ProfilePage = lazy(async () => ({
  default: (await import('../profile/profile-page.tsx')).ProfilePage,
}));
const FirstStart = lazy(async () => ({ default: (await import('../session/first-start.tsx')).FirstStart }));

/** Navigation, the page of the URL, and what stands over every page. */
export function ConsoleShell() {
  const { t } = useText();
  const hasFloor = useLive((state) => state.floor !== null);
  const connection = useConnectionState();
  if (!hasFloor)
    return (
      <main className="c-waiting">
        <h1>Watchfloor</h1>
        <p role="status">{t(connection === 'denied' ? 'shell.denied' : 'shell.connecting')}</p>
        {connection === 'denied' ? (
          <button type="button" className="c-primary" onClick={() => writeToken(null)}>
            {t('shell.signInAgain')}
          </button>
        ) : (
          <p className="c-note">{t(connection === 'lost' ? 'shell.unreachable' : 'shell.firstPicture')}</p>
        )}
      </main>
    );
  return <OpenShell />;
}

function OpenShell() {
  const { t } = useText();
  const me = useMe();
  const [id, locale] = [me?.id ?? null, me?.locale ?? null];
  // Before the first picture is drawn, so that nobody sees it in another language first.
  useLayoutEffect(() => {
    if (id !== null) followPerson({ id, locale });
  }, [id, locale]);
  const route = useRoute();
  const [overlay, setOverlay] = useState<'palette' | 'help' | null>(null);
  useKeys({
    palette: () => void setOverlay('palette'),
    help: () => void setOverlay('help'),
  });
  return (
    <ActionsProvider>
      <FreshnessFrame>
        <div className="c-shell">
          <a className="c-skip" href="#main">
            {t('shell.skip')}
          </a>
          <Navigation
            route={route}
            onPalette={() => setOverlay('palette')}
            onHelp={() => setOverlay('help')}
          />
          <div className="c-main-column">
            <NoticeBars />
            <main id="main" className="c-main" tabIndex={-1}>
              <Suspense fallback={<p className="c-loading">{t('loading')}</p>}>
                <Page route={route} />
              </Suspense>
            </main>
          </div>
        </div>
      </FreshnessFrame>
      <Toasts />
      <ConsoleSound />
      {overlay === 'palette' ? (
        <Palette onClose={() => setOverlay(null)} onHelp={() => setOverlay('help')} />
      ) : null}
      {overlay === 'help' ? <HelpDialog onClose={() => setOverlay(null)} /> : null}
    </ActionsProvider>
  );
}

function Palette({ onClose, onHelp }: { readonly onClose: () => void; readonly onHelp: () => void }) {
  return <CommandPalette entries={usePaletteEntries(onHelp)} onClose={onClose} />;
}

function Page({ route }: { readonly route: Route }) {
  const { t } = useText();
  switch (route.page) {
    case 'incidents':
      return <IncidentsPage />;
    case 'incident':
      return <IncidentPage id={route.id} />;
    case 'oncall':
      return <OncallPage />;
    case 'maintenance':
      return <MaintenancePage />;
    case 'quiet':
      return <QuietPage />;
    case 'reports':
      return <ReportsPage />;
    case 'heatmap':
      return <HeatmapPage />;
    case 'audit':
      return <AuditPage />;
    case 'dry-run':
      return <DryRunPage />;
    case 'settings':
      return <SettingsPage section={route.section} id={route.id} />;
    case 'mapping':
      return <MappingPage id={route.id} />;
    case 'mine':
      return <ProfilePage />;
    case 'welcome':
      return <FirstStart />;
    case 'not-found':
      return (
        <Empty title={t('shell.notFound', { path: route.path })}>
          <Link to={{ page: 'incidents' }}>{t('shell.toIncidents')}</Link>
        </Empty>
      );
  }
}
