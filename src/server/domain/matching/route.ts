import type { Integration } from '../../../shared/config/integration.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import { type ConditionDefaults, compileCondition } from './condition.ts';
import { indexConditions } from './route-index.ts';
import type { Subject } from './subject.ts';

/** Where an event goes, and why. */
export interface Routing {
  readonly service: string;
  readonly reason: Reason;
}

/** From this many routes on they are found by an index, not asked one by one (RTE15). */
const INDEX_FROM = 8;

/** Finds the service of an event that arrived at `at` (epoch milliseconds). */
export type RouteEvent = (subject: Subject, at: number) => Routing;

/**
 * Compiles an integration's routes: the first that holds decides (RTE1), else the integration's own
 * service (RTE2). Compile again when the configuration changes.
 */
export function compileRoutes(
  integration: Pick<Integration, 'id' | 'service' | 'routes'>,
  defaults: ConditionDefaults,
): RouteEvent {
  const routes = integration.routes.map((route, index) => ({
    test: compileCondition(route.when, defaults),
    routing: {
      service: route.service,
      reason: reason('RTE1', `route ${index + 1} of integration ${integration.id} chose ${route.service}`, {
        integration: integration.id,
        route: index + 1,
        service: route.service,
      }),
    },
  }));
  const otherwise: Routing = {
    service: integration.service,
    reason: reason('RTE2', `${integration.service} is the service of integration ${integration.id}`, {
      integration: integration.id,
      service: integration.service,
    }),
  };
  if (routes.length < INDEX_FROM) {
    return (subject, at) => {
      for (const { test, routing } of routes) if (test(subject, at)) return routing;
      return otherwise;
    };
  }
  const mayHold = indexConditions(integration.routes.map(({ when }) => when));
  return (subject, at) => {
    for (const index of mayHold(subject)) {
      const route = routes[index];
      if (route?.test(subject, at)) return route.routing;
    }
    return otherwise;
  };
}
