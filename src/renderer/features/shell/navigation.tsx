import { useState } from 'react';
import { chooseLocale } from '../../i18n/setup.ts';
import { PersonSwitch } from '../session/person-switch.tsx';
import { paletteKeys } from './keyboard-map.ts';
import { Link } from './link.tsx';
import { LiveMark } from './live-mark.tsx';
import type { Route } from './route.ts';
import { chooseTheme, readTheme } from './theme.ts';
import { useFloor, useMay } from './use-floor.ts';
import { useText } from './use-text.ts';

const MAIN = ['incidents', 'oncall', 'maintenance', 'quiet', 'reports', 'heatmap', 'audit'] as const;

/** The left side: where one can go, and who is signed in. */
export function Navigation({
  route,
  onPalette,
  onHelp,
}: {
  readonly route: Route;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}) {
  const { t, locale } = useText();
  const open = useFloor((floor) => floor.totals.open);
  const windows = useFloor((floor) => floor.quiet.maintenance.length);
  const differing = useFloor((floor) =>
    Number(floor.notices.find(({ kind }) => kind === 'dry-runs-differ')?.reason.params?.count ?? 0),
  );
  const isAdmin = useMay('admin');
  const isLead = useMay('lead');
  const mayAct = useMay('responder');
  const [theme, setTheme] = useState(readTheme);
  const here = route.page === 'incident' ? 'incidents' : route.page;
  const settings = [
    ...(isAdmin ? (['config', 'people'] as const) : []),
    ...(isLead ? (['integrations'] as const) : []),
    ...(mayAct ? (['heartbeats'] as const) : []),
    ...(isLead ? (['displays', 'storage'] as const) : []),
  ];
  return (
    <nav className="c-nav" aria-label={t('nav.label')}>
      <div className="c-brand">
        <Link to={{ page: 'incidents' }}>Watchfloor</Link>
        <LiveMark />
      </div>
      <ul>
        {MAIN.map((page) => (
          <li key={page}>
            <Link to={{ page }} aria-current={here === page ? 'page' : undefined}>
              <span>{t(`nav.${page}`)}</span>
              {page === 'incidents' && open > 0 ? (
                <strong className="c-nav-count">
                  {open}
                  <span className="visually-hidden"> {t('nav.open')}</span>
                </strong>
              ) : null}
              {page === 'maintenance' && windows > 0 ? (
                <span className="c-nav-quiet">
                  {windows}
                  <span className="visually-hidden"> {t('nav.windows')}</span>
                </span>
              ) : null}
            </Link>
          </li>
        ))}
        {mayAct ? (
          <li>
            <Link to={{ page: 'dry-run' }} aria-current={here === 'dry-run' ? 'page' : undefined}>
              <span>{t('nav.dry-run')}</span>
              {differing > 0 ? (
                <strong className="c-nav-count">
                  {differing}
                  <span className="visually-hidden"> {t('nav.differing')}</span>
                </strong>
              ) : null}
            </Link>
          </li>
        ) : null}
        {mayAct ? (
          <li>
            <Link to={{ page: 'mine' }} aria-current={here === 'mine' ? 'page' : undefined}>
              {t('nav.mine')}
            </Link>
          </li>
        ) : null}
      </ul>
      {settings.length === 0 ? null : (
        <ul aria-label={t('nav.settings')}>
          {settings.map((section) => (
            <li key={section}>
              <Link
                to={{ page: 'settings', section }}
                aria-current={route.page === 'settings' && route.section === section ? 'page' : undefined}
              >
                {t(`nav.${section}`)}
              </Link>
            </li>
          ))}
          {isAdmin ? (
            <li>
              <Link to={{ page: 'welcome' }} aria-current={route.page === 'welcome' ? 'page' : undefined}>
                {t('nav.start')}
              </Link>
            </li>
          ) : null}
        </ul>
      )}
      <div className="c-nav-foot">
        <div className="c-nav-tools">
          <button type="button" onClick={onPalette} title={t('palette.title')}>
            <kbd>{paletteKeys(navigator.userAgent)}</kbd>
            <span className="visually-hidden">{t('palette.title')}</span>
          </button>
          <button type="button" onClick={onHelp} title={t('help.title')}>
            <kbd>?</kbd>
            <span className="visually-hidden">{t('help.title')}</span>
          </button>
          <button
            type="button"
            lang={locale === 'ko' ? 'en' : 'ko'}
            onClick={() => chooseLocale(locale === 'ko' ? 'en' : 'ko')}
          >
            {t('nav.otherLanguage')}
          </button>
          <button
            type="button"
            onClick={() => {
              const next = theme === 'dark' ? 'light' : 'dark';
              chooseTheme(next);
              setTheme(next);
            }}
          >
            {t(theme === 'dark' ? 'nav.light' : 'nav.dark')}
          </button>
        </div>
        <PersonSwitch />
      </div>
    </nav>
  );
}
