import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { AlertField } from '../../domain/alerts/alert-fields.ts';
import type { AlertSubject } from '../../domain/alerts/match-alert.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { type AlertFacts, PRIORITY_BY_URGENCY } from './alert.ts';

type Value = string | number | boolean;

/** Names a person goes by in a search: id, name and address. */
function namesOf(user: string | null, config: ConfigDocument): readonly string[] {
  if (user === null || user === '') return [];
  const known = config.users.find(({ id }) => id === user);
  return known === undefined
    ? [user]
    : [user, known.name, ...(known.email === undefined ? [] : [known.email])];
}

/** An alert as a search sees it. `facts` is null where the search asks for none. */
export function alertSubject(
  incident: Incident,
  facts: AlertFacts | null,
  config: ConfigDocument,
): AlertSubject {
  const values = (field: AlertField, path: string | null): readonly Value[] => {
    const known = incidentValues(incident, field, config);
    return known ?? (facts === null ? [] : factValues(incident, facts, field, path, config));
  };
  return { values };
}

function incidentValues(
  incident: Incident,
  field: AlertField,
  config: ConfigDocument,
): readonly Value[] | null {
  const { pause } = incident;
  const snoozedUntil = pause?.kind === 'snoozed' ? pause.until : null;
  switch (field) {
    case 'alertId':
      return [incident.id];
    case 'tinyId':
      return [String(incident.number)];
    case 'alias':
      return [incident.dedupKey];
    case 'status':
      return [incident.status === 'closed' ? 'closed' : 'open'];
    case 'priority':
      return [PRIORITY_BY_URGENCY[incident.latestUrgency]];
    case 'owner':
      return namesOf(incident.assignee, config);
    case 'message':
      return [incident.summary];
    case 'count':
      return [incident.count];
    case 'createdAt':
      return [incident.createdAt];
    case 'lastOccurredAt':
      return [incident.lastEventAt];
    case 'snoozedUntil':
      return snoozedUntil === null ? [] : [snoozedUntil];
    case 'snoozed':
      return [snoozedUntil !== null];
    case 'acknowledged':
      return [incident.status === 'acked'];
    case 'isSeen':
      return [incident.firstAckedAt !== null];
    case 'integration.name':
      return config.integrations.filter(({ id }) => id === incident.integration).map(({ name }) => name);
    case 'integration.type':
      return config.integrations.filter(({ id }) => id === incident.integration).map(({ type }) => type);
    default:
      return null;
  }
}

function factValues(
  incident: Incident,
  facts: AlertFacts,
  field: AlertField,
  path: string | null,
  config: ConfigDocument,
): readonly Value[] {
  const named = (type: string | null) =>
    facts.responders
      .filter((each) => type === null || each.type === type)
      .flatMap(({ id, name, username }) => [id, name, username].filter((text) => text !== undefined));
  switch (field) {
    case 'tag':
      return facts.tags;
    case 'actions':
      return facts.actions;
    case 'description':
      return [facts.description];
    case 'entity':
      return [facts.entity];
    case 'source':
      return [facts.source];
    case 'updatedAt':
      return [facts.updatedAt];
    case 'acknowledgedBy':
      return namesOf(facts.acknowledgedBy, config);
    case 'closedBy':
      return namesOf(facts.closedBy, config);
    case 'teams':
      return named('team');
    case 'responders':
      return [...named(null), ...incident.responders.flatMap((user) => namesOf(user, config))];
    case 'details.key':
      return Object.keys(facts.details);
    case 'details.value':
      return Object.values(facts.details);
    case 'details':
      return path !== null && Object.hasOwn(facts.details, path) ? [facts.details[path]!] : [];
    default:
      return [];
  }
}
