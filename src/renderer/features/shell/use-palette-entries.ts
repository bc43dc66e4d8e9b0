import { useMemo } from 'react';
import { useLiveLink } from '../../live/live-hooks.ts';
import { useActions } from '../incidents/actions-context.ts';
import { navigate } from './navigation-store.ts';
import type { PaletteEntry } from './palette-match.ts';
import { parseRoute, type Route } from './route.ts';
import { useMay, useNames } from './use-floor.ts';
import { useText } from './use-text.ts';

/** The incident that is open, on a page of its own or beside the list. */
export function incidentHere({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string | null {
  const route = parseRoute(pathname);
  if (route.page === 'incident') return route.id;
  return route.page === 'incidents' ? new URLSearchParams(search).get('open') : null;
}

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
    const here = floor?.incidents.get(incidentHere(location) ?? '');
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
      page('maintenance', { page: 'maintenance' }),
      page('quiet', { page: 'quiet' }),
      page('reports', { page: 'reports' }),
      page('heatmap', { page: 'heatmap' }),
      page('audit', { page: 'audit' }),
      ...(mayAct ? [page('dry-run', { page: 'dry-run' }), page('mine', { page: 'mine' })] : []),
      ...(isAdmin
        ? [
            page('config', { page: 'settings', section: 'config' }),
            page('people', { page: 'settings', section: 'people' }),
            page('start', { page: 'welcome' }),
          ]
        : []),
      ...(mayAct ? [page('heartbeats', { page: 'settings', section: 'heartbeats' })] : []),
      ...(isLead
        ? [
            page('integrations', { page: 'settings', section: 'integrations' }),
            ...Object.entries(floor?.directory.integrations ?? {}).map(
              ([id, integration]): PaletteEntry => ({
                key: `integration-${id}`,
                label: integration.name,
                hint: t('nav.integrations'),
                run: () => navigate({ page: 'settings', section: 'integrations', id }),
              }),
            ),
            page('displays', { page: 'settings', section: 'displays' }),
            page('storage', { page: 'settings', section: 'storage' }),
          ]
        : []),
      ...(mayAct
        ? [{ key: 'raise', label: t('raise.title'), hint: t('palette.action'), run: () => actions.raise() }]
        : []),
      ...(isLead
        ? [
            {
              key: 'maintain',
              label: t('maint.start'),
              hint: t('palette.action'),
              run: () => actions.maintain(here === undefined ? [] : [here.service]),
            },
          ]
        : []),
      ...(mayAct && here !== undefined && here.status !== 'closed'
        ? [
            {
              key: 'shelve',
              label: t('shelve.title', { number: here.number }),
              hint: t('palette.action'),
              run: () => actions.shelve([here]),
            },
            {
              key: 'snooze',
              label: t('snooze.title', { number: here.number }),
              hint: t('palette.action'),
              run: () => actions.snooze(here),
            },
          ]
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
