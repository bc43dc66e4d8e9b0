import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { joinKey, keyText } from './pick.ts';
import { parsedEvent, parsedNotice } from './webhook-source.ts';

const STATUSES: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['alerting', 'open'],
  ['no_data', 'open'],
  ['ok', 'close'],
  ['pending', 'neither'],
  ['paused', 'neither'],
]);

/**
 * A dashboard alert of Grafana 8 and before: one rule with one state and no time. Its series are gone once it is ok, so
 * that the rule is the incident (ING81).
 * Source: `pkg/services/alerting/notifiers/webhook.go` of Grafana 8.
 */
export function parseGrafanaLegacy(body: JsonObject): ParsedEvent {
  const rule = keyText(body.ruleId);
  if (rule === null)
    return refuseField('ING2', 'ruleId', `expected the rule's id, found ${describeFound(body.ruleId)}`);
  const state = optionalLine(body.state, 64);
  const status = STATUSES.get(state ?? '');
  if (status === undefined)
    return refuseField(
      'ING6',
      'state',
      `expected alerting, no_data or ok, found ${describeFound(body.state)}`,
    );
  const match = Array.isArray(body.evalMatches) && isObject(body.evalMatches[0]) ? body.evalMatches[0] : {};
  const matchTags = isObject(match.tags) ? match.tags : {};
  const tags = isObject(body.tags) ? body.tags : {};
  const severity = optionalLine(tags.severity, 64);
  const name = optionalLine(body.ruleName, MAX_SUMMARY);
  const title = firstLine([body.title, name], MAX_SUMMARY) ?? `Grafana rule ${rule}`;
  const message = optionalLine(body.message, MAX_SUMMARY);
  const parts = {
    status: status === 'neither' ? ('open' as const) : status,
    summary: message === null ? title : `${title}: ${message}`,
    dedupKey: joinKey([body.orgId, rule], '/'),
    ...(severity === null && state === 'no_data'
      ? { urgency: 'low' as const, urgencyWord: state }
      : { urgencyWord: severity }),
    resource: firstLine([matchTags.instance, matchTags.host, tags.instance, tags.host]),
    metricName: optionalLine(match.metric),
    metricValue: optionalLine(match.value),
    details: copyDetails({ tags, evalMatches: body.evalMatches, ruleName: body.ruleName }),
    links: [toLink('Grafana', body.ruleUrl), toLink('image', body.imageUrl)].filter((link) => link !== null),
  };
  if (rule === '0' || (name === 'Test notification' && match.metric === 'High value'))
    return parsedNotice(parts, 'test', 'Grafana tests its notification channel');
  return status === 'neither'
    ? parsedNotice(parts, 'neither', `${state} is neither trouble nor its end`)
    : parsedEvent(parts);
}
