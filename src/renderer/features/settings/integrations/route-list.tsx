import type { IntegrationFull } from '../../../../shared/api/integrations.ts';
import { Link } from '../../shell/link.tsx';
import { useMay, useNames } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';

/** Where events go, first match first; changed in the config document. */
export function RouteList({ integration }: { readonly integration: IntegrationFull }) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const isAdmin = useMay('admin');
  const { routes, routeCount, service } = integration;
  return (
    <section className="c-card" aria-labelledby="c-routes">
      <h2 id="c-routes">{t('integrations.routes')}</h2>
      <ol className="c-rows-plain">
        {routes.map((route, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a route has no identity but its place
          <li key={index}>
            <code className="c-id">{JSON.stringify(route.when)}</code>
            <span>→ {names.service(route.service)}</span>
          </li>
        ))}
        <li>
          <span>{t(routes.length === 0 ? 'integrations.allTo' : 'integrations.elseTo')}</span>
          <span>→ {names.service(service)}</span>
        </li>
      </ol>
      <p className="c-note">
        {routeCount > routes.length
          ? `${t('integrations.moreRoutes', { count: routeCount - routes.length })} `
          : ''}
        {t('integrations.routesHow')}{' '}
        {isAdmin ? <Link to={{ page: 'settings', section: 'config' }}>{t('nav.config')}</Link> : null}
      </p>
    </section>
  );
}
