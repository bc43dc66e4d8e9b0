import { useMemo } from 'react';
import { useLiveLink } from '../../live/live-hooks.ts';
import { useActions } from '../incidents/actions-context.ts';
import { navigate } from './navigation-store.ts';
import type { PaletteEntry } from './palette-match.ts';
import type { Route } from './route.ts';
import { useMay, useNames } from './use-floor.ts';
import { useText } from './use-text.ts';

/** What the palette offers: pages, things to do, and the incidents and services of now. */
export function usePaletteEntries(onHelp: () => void): readonly PaletteEntry[] {
  const { t, locale } = useText();
  const { store } = useLiveLink();
  const actions = useActions();
  const names = useNames(locale);
  const isAdmin = useMay('admin');
  const isLead = useMay('lead');
  const mayAct = useMay('responder');
  return useMemo(() => {
    const page = (key: string, to: Route): PaletteEntry => ({
      key: `page-${key}`,
      label: t(`nav.${key}`),
      hint: t('palette.page'),
      run: () => navigate(to),
    });
    const floor = store.getSnapshot().floor;
    // The picture at the moment of opening: a list that changes under the fingers cannot be chosen from.
    const incidents = [...(floor?.incidents.values() ?? [])].map(
      (item): PaletteEntry => ({
        key: `incident-${item.id}`,
        label: `#${item.number} ${item.summary}`,
        hint: names.service(item.service),
        run: () => navigate({ page: 'incident', id: item.id }),
      }),
    );
    const services = Object.entries(floor?.directory.services ?? {}).map(
      ([id, service]): PaletteEntry => ({
        key: `service-${id}`,
        label: service.name,
        hint: t('palette.service'),
        run: () => navigate(`/?service=${encodeURIComponent(id)}`),
      }),
    );
    return [
      page('incidents', { page: 'incidents' }),
      page('oncall', { page: 'oncall' }),
      page('reports', { page: 'reports' }),
      page('heatmap', { page: 'heatmap' }),
      page('audit', { page: 'audit' }),
      ...(mayAct ? [page('dry-run', { page: 'dry-run' }), page('mine', { page: 'mine' })] : []),
      ...(isAdmin
        ? [
            page('config', { page: 'settings', section: 'config' }),
            page('people', { page: 'settings', section: 'people' }),
            page('integrations', { page: 'settings', section: 'integrations' }),
            page('start', { page: 'welcome' }),
          ]
        : []),
      ...(isLead
        ? [
            page('displays', { page: 'settings', section: 'displays' }),
            page('storage', { page: 'settings', section: 'storage' }),
          ]
        : []),
      ...(mayAct
        ? [{ key: 'raise', label: t('raise.title'), hint: t('palette.action'), run: () => actions.raise() }]
        : []),
      {
        key: 'mine',
        label: t('palette.mine'),
        hint: t('palette.page'),
        run: () => navigate('/?mine=1'),
      },
      { key: 'help', label: t('help.title'), hint: '?', run: onHelp },
      ...services,
      ...incidents,
    ];
  }, [t, store, actions, names, isAdmin, isLead, mayAct, onHelp]);
}
