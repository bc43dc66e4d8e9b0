import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { AlertQuery } from '../../domain/alerts/alert-query.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { toKey } from '../../sources/bounded.ts';
import { reaches } from '../command-scope.ts';
import type { IntegrationPrincipal } from '../floor.ts';
import type { FloorCore } from '../floor-core.ts';
import { keyId } from '../incident-index.ts';
import type { StoredMember } from '../noise-book.ts';
import { UndoneError } from '../runner.ts';
import type { Turn } from '../turn.ts';
import type { Alert, AlertRef, AlertRequest, AlertResult } from './alert.ts';
import { alertFacts } from './alert-facts.ts';
import { decideAlertRequest } from './alert-job.ts';
import { countAlerts, type ListedAlerts, type ListPage, listAlerts } from './list-alerts.ts';

/** What a tool may see and do of the alerts it created, by the id of its integration. */
export interface AlertDesk {
  config(): ConfigDocument;
  find(integration: string, ref: AlertRef): Promise<Alert | null>;
  /** Resolves after the commit; never rejects. */
  act(integration: string, ref: AlertRef, request: AlertRequest): Promise<AlertResult>;
  list(integration: string, query: AlertQuery, page: ListPage): Promise<ListedAlerts>;
  /** Null when the search reaches over more alerts than are walked for one request. */
  count(integration: string, query: AlertQuery): Promise<number | null>;
}

const TINY = /^\d{1,15}$/;

/** The desk over a floor. Everything is limited to the domain of the integration's keys (ING114). */
export function createAlertDesk(core: FloorCore): AlertDesk {
  const config = () => core.catalog().config;
  const principalOf = (integration: string): IntegrationPrincipal | null => {
    const compiled = core.catalog().integrations.get(integration);
    return compiled ? { kind: 'integration', id: integration, domain: compiled.domain } : null;
  };
  const load = (turn: Turn, id: string) => turn.get(id) ?? core.ledger.findIncident(id);
  const userOf = (owner: string): string | null => {
    const name = owner.toLowerCase();
    const { users } = config();
    const found =
      users.find(({ id }) => id === owner) ?? users.find(({ email }) => email?.toLowerCase() === name);
    return found?.id ?? null;
  };
  /** What memory holds is never older than a row. */
  const freshest = (incident: Incident | null): Incident | null =>
    incident === null ? null : (core.incident(incident.id) ?? incident);

  /** The open incident that a key joined by a creation rule (SUP1). */
  const joinedBy = (domain: string, key: string): Incident | null => {
    const member = core.resources.get('member', keyId(domain, key)) as StoredMember | undefined;
    const incident = member && core.incident(member.incident);
    return incident && incident.status !== 'closed' ? incident : null;
  };
  function findAlias(turn: Turn, domain: string, key: string): Incident | null {
    const own = turn.findOpen(domain, key) ?? turn.sharing(domain, key)[0];
    const member = own ? undefined : core.noise.get(turn, 'member', domain, key);
    const found = own ?? (member && turn.get(member.incident));
    return found && found.status !== 'closed' ? found : null;
  }

  async function read(domain: string, { type, value }: AlertRef): Promise<Incident | null> {
    switch (type) {
      case 'id':
        return core.incident(value) ?? (await core.queries.incident(value));
      case 'tiny':
        return TINY.test(value) ? freshest(await core.queries.incidentByNumber(Number(value))) : null;
      case 'alias': {
        const key = toKey(value);
        return (
          core.state.findOpen(domain, key) ??
          joinedBy(domain, key) ??
          core.ledger.findLatestClosed(domain, key)
        );
      }
    }
  }

  async function act(integration: string, ref: AlertRef, request: AlertRequest): Promise<AlertResult> {
    const principal = principalOf(integration);
    const missing: AlertResult = { ok: false, why: 'missing', message: 'no such alert', incident: null };
    if (principal === null) return missing;
    const id = ref.type === 'tiny' ? ((await read(principal.domain, ref))?.id ?? null) : ref.value;
    if (id === null) return missing;
    // An alias names an open alert only, as in Opsgenie.
    const find = (turn: Turn) =>
      ref.type === 'alias' ? findAlias(turn, principal.domain, toKey(ref.value)) : (load(turn, id) ?? null);
    try {
      return await core.change('alert', (turn) =>
        decideAlertRequest(turn, principal, find, request, {
          load,
          userOf,
          context: core.contextAt(turn.at),
        }),
      );
    } catch (error) {
      if (!(error instanceof UndoneError)) throw error;
      const why = error.undone === 'overload' || error.undone === 'stopping' ? 'overload' : 'storage';
      return { ok: false, why, message: error.message, incident: null };
    }
  }

  const walkOf = (principal: IntegrationPrincipal) => ({
    queries: core.queries,
    config: config(),
    integrations: [...core.catalog().integrations]
      .filter(([, { domain }]) => domain === principal.domain)
      .map(([id]) => id),
    own: (incident: Incident) => (reaches(principal, incident) ? freshest(incident) : null),
  });

  return {
    config,
    act,
    async find(integration, ref) {
      const principal = principalOf(integration);
      const incident = principal === null ? null : await read(principal.domain, ref);
      if (principal === null || incident === null || !reaches(principal, incident)) return null;
      const [known] = await core.queries.incidentFacts([incident.id]);
      return { incident, facts: alertFacts(incident, known?.fields ?? {}, known?.timeline ?? []) };
    },
    async list(integration, query, page) {
      const principal = principalOf(integration);
      return principal === null
        ? { ok: true, items: [], hasMore: false }
        : listAlerts(walkOf(principal), query, page);
    },
    async count(integration, query) {
      const principal = principalOf(integration);
      return principal === null ? 0 : countAlerts(walkOf(principal), query);
    },
  };
}
