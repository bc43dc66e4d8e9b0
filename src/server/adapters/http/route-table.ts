import { type Door, describingRoutes } from './openapi.ts';
import type { Route } from './route.ts';
import { archiveRoutes } from './routes/archives.ts';
import { configRoutes } from './routes/config.ts';
import { dryRunRoutes } from './routes/dry-run.ts';
import { fetcherRoutes } from './routes/fetchers.ts';
import { heartbeatRoutes } from './routes/heartbeats.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { integrationRoutes } from './routes/integrations.ts';
import { oncallRoutes } from './routes/oncall.ts';
import { pairingRoutes } from './routes/pairings.ts';
import { previewRoutes } from './routes/preview.ts';
import { profileRoutes } from './routes/profiles.ts';
import { quietRoutes } from './routes/quiet.ts';
import { reportRoutes } from './routes/reports.ts';
import { secretRoutes } from './routes/secrets.ts';
import { serviceRoutes } from './routes/service.ts';
import { sessionRoutes } from './routes/session.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { tokenRoutes } from './routes/tokens.ts';

/**
 * Every route of the API with the least a caller must be (STR44). Express, the OpenAPI document and
 * the test of every route with every scope are made from this one table.
 */
const API: readonly Route[] = [
  ...serviceRoutes,
  ...incidentRoutes,
  ...heartbeatRoutes,
  ...oncallRoutes,
  ...quietRoutes,
  ...dryRunRoutes,
  ...reportRoutes,
  ...archiveRoutes,
  ...configRoutes,
  ...previewRoutes,
  ...integrationRoutes,
  ...secretRoutes,
  ...sessionRoutes,
  ...profileRoutes,
  ...tokenRoutes,
  ...pairingRoutes,
  ...subscriptionRoutes,
  ...fetcherRoutes,
];

/** The table with the routes that describe it. `doors` are the ingestion paths, documented beside. */
export function routeTable(doors: () => readonly Door[], version: string): readonly Route[] {
  const table: readonly Route[] = [...API, ...describingRoutes(() => table, doors, version)];
  return table;
}
