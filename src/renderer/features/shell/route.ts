/** Sections under `/settings/`. */
export const SETTINGS_SECTIONS = [
  'config',
  'people',
  'displays',
  'integrations',
  'heartbeats',
  'storage',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** A place in the console. Filters live in the query, which each page reads itself. */
export type Route =
  | { readonly page: 'incidents' }
  | { readonly page: 'incident'; readonly id: string }
  | { readonly page: 'oncall' }
  | { readonly page: 'maintenance' }
  | { readonly page: 'quiet' }
  | { readonly page: 'reports' }
  | { readonly page: 'heatmap' }
  | { readonly page: 'audit' }
  | { readonly page: 'dry-run' }
  | { readonly page: 'welcome' }
  | { readonly page: 'mine' }
  /** `id`: one integration. */
  | { readonly page: 'settings'; readonly section: SettingsSection; readonly id?: string }
  | { readonly page: 'mapping'; readonly id: string }
  | { readonly page: 'not-found'; readonly path: string };

const SIMPLE = [
  'oncall',
  'maintenance',
  'quiet',
  'reports',
  'heatmap',
  'audit',
  'dry-run',
  'mine',
  'welcome',
] as const;

/** Decodes one path segment; a malformed escape stays as it came. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The route of a path. Never throws: what is unknown is `not-found`. */
export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [first, second] = parts;
  if (first === undefined) return { page: 'incidents' };
  if (first === 'incidents' && parts.length === 1) return { page: 'incidents' };
  if (first === 'incidents' && second !== undefined && parts.length === 2)
    return { page: 'incident', id: decode(second) };
  const simple = SIMPLE.find((page) => page === first);
  if (simple !== undefined && parts.length === 1) return { page: simple };
  if (first === 'settings' && second === 'mapping' && parts[2] !== undefined && parts.length === 3)
    return { page: 'mapping', id: decode(parts[2]) };
  if (first === 'settings' && second === 'integrations' && parts.length === 3)
    return { page: 'settings', section: second, id: decode(parts[2] ?? '') };
  if (first === 'settings' && parts.length <= 2) {
    const section = SETTINGS_SECTIONS.find((name) => name === (second ?? 'config'));
    if (section !== undefined) return { page: 'settings', section };
  }
  return { page: 'not-found', path };
}

/** The path of a route; `parseRoute(routePath(route))` gives the route back. */
export function routePath(route: Route): string {
  switch (route.page) {
    case 'incidents':
      return '/';
    case 'incident':
      return `/incidents/${encodeURIComponent(route.id)}`;
    case 'mapping':
      return `/settings/mapping/${encodeURIComponent(route.id)}`;
    case 'settings':
      return `/settings/${route.section}${route.id === undefined ? '' : `/${encodeURIComponent(route.id)}`}`;
    case 'not-found':
      return route.path;
    default:
      return `/${route.page}`;
  }
}
