import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRoute, type Route, routePath } from '../../../src/renderer/features/shell/route.ts';

describe('routes', () => {
  const known: [string, Route][] = [
    ['/', { page: 'incidents' }],
    ['/incidents', { page: 'incidents' }],
    ['/incidents/inc%2F1', { page: 'incident', id: 'inc/1' }],
    ['/oncall', { page: 'oncall' }],
    ['/maintenance', { page: 'maintenance' }],
    ['/quiet', { page: 'quiet' }],
    ['/reports', { page: 'reports' }],
    ['/heatmap/', { page: 'heatmap' }],
    ['/audit', { page: 'audit' }],
    ['/dry-run', { page: 'dry-run' }],
    ['/welcome', { page: 'welcome' }],
    ['/settings', { page: 'settings', section: 'config' }],
    ['/settings/people', { page: 'settings', section: 'people' }],
    ['/settings/storage', { page: 'settings', section: 'storage' }],
    ['/settings/mapping/doors%2F1', { page: 'mapping', id: 'doors/1' }],
    ['/settings/mapping', { page: 'not-found', path: '/settings/mapping' }],
    ['/settings/nothing', { page: 'not-found', path: '/settings/nothing' }],
    ['/oncall/x', { page: 'not-found', path: '/oncall/x' }],
    ['/incidents/%E0%A4%A', { page: 'incident', id: '%E0%A4%A' }],
  ];
  it.each(known)('[STR80] %s is its page', (path, route) => {
    expect(parseRoute(path)).toEqual(route);
  });

  it('[STR80] an incident id survives its own path, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
        const route: Route = { page: 'incident', id };
        expect(parseRoute(new URL(routePath(route), 'http://floor').pathname)).toEqual(
          id === '.' || id === '..' ? { page: 'incidents' } : route,
        );
      }),
    );
  });
});
