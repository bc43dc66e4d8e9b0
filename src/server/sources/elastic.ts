import type { ParsedEvent } from '../domain/event.ts';
import { mapUrgencyWord } from '../domain/matching/urgency-words.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { embeddedObject, keyText, pickKey } from './pick.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, webhookSource } from './webhook-source.ts';

/**
 * Elastic: a Watcher webhook (`watchId`), which never says that anything is over, and Kibana's alerting connector
 * (`alert_info`, `rule_info`, `context_info`, as objects or as JSON in texts), told apart by content (ING84, ING85).
 * Source: the AlertNow guide, "Elastic"; Elastic documentation, "Rule action variables".
 */
export const elasticSource: Source = webhookSource({
  type: 'elastic',
  methods: ['POST', 'PUT'],
  parse: parseElastic,
});

const WATCH = ['watchId', 'watch_id'];

function parseElastic({ body }: SourceRequest): readonly ParsedEvent[] {
  if (!isObject(body))
    return [
      refuseField(
        'ING2',
        'body',
        `expected an object with watchId or alert_info, found ${describeFound(body)}`,
      ),
    ];
  const outer = embeddedObject(body.webhook_body) ?? body;
  const alert = outer.alert_info ?? outer.alert;
  const rule = outer.rule_info ?? outer.rule;
  // A watch's body is its author's, who may name a field of it `alert`.
  const isWatch = pickKey(outer, WATCH) !== null || (alert === undefined && rule === undefined);
  if (isWatch) return [parseWatch(outer)];
  return [
    parseRule(alert, embeddedObject(rule) ?? {}, embeddedObject(outer.context_info ?? outer.context) ?? {}),
  ];
}

function parseRule(given: unknown, rule: JsonObject, context: JsonObject): ParsedEvent {
  const alert = embeddedObject(given);
  if (alert === null)
    return refuseField('ING2', 'alert_info', `expected an object or its JSON, found ${describeFound(given)}`);
  const uuid = keyText(alert.uuid);
  const id = keyText(alert.id);
  const ruleId = keyText(rule.id);
  if (uuid === null && (id === null || ruleId === null))
    return refuseField(
      'ING2',
      'alert_info.uuid',
      `expected a text (or alert_info.id and rule_info.id), found ${describeFound(alert.uuid)}`,
    );
  const group = optionalLine(alert.actionGroup, 64);
  if (group === null)
    return refuseField(
      'ING2',
      'alert_info.actionGroup',
      `expected a text, found ${describeFound(alert.actionGroup)}`,
    );
  const name = optionalLine(rule.name, MAX_SUMMARY) ?? `Kibana rule ${ruleId ?? uuid}`;
  const why = firstLine([context.reason, context.message, context.title], MAX_SUMMARY);
  const links = [
    toLink('alert', context.alertDetailsUrl),
    toLink('Kibana', context.viewInAppUrl),
    toLink('rule', rule.url),
  ].filter((link) => link !== null);
  return parsedEvent({
    status: group === 'recovered' ? 'close' : 'open',
    summary: why === null ? name : `${name}: ${why}`,
    dedupKey: uuid ?? `${ruleId}/${id}`,
    urgencyWord: severityOf(rule, context, group),
    eventAt: parseTime(context.timestamp),
    resource: hostOf(context.group) ?? optionalLine(id),
    metricName: optionalLine(rule.name),
    metricValue: firstLine([context.value, Array.isArray(context.value) ? context.value[0] : null]),
    threshold: firstLine([context.threshold, Array.isArray(context.threshold) ? context.threshold[0] : null]),
    eventType: optionalLine(rule.type),
    details: copyDetails({ alert, rule, context }),
    links,
  });
}

const MAX_TAGS = 100;

/** The severity a security rule has, a tag `severity:…`, or the last word of a group such as `slo.burnRate.high`. */
function severityOf(rule: JsonObject, context: JsonObject, group: string): string | null {
  const params = isObject(rule.params) ? rule.params : {};
  const said = firstLine(
    [context['kibana.alert.severity'], context.severity, rule.severity, params.severity],
    64,
  );
  if (said !== null) return said;
  for (const tag of Array.isArray(rule.tags) ? rule.tags.slice(0, MAX_TAGS) : []) {
    if (typeof tag === 'string' && tag.startsWith('severity:')) return optionalLine(tag.slice(9), 64);
  }
  const last = group.slice(group.lastIndexOf('.') + 1);
  // Every fired group of some rules ends in `alert`, which says nothing of how bad it is.
  return last !== group && last !== 'alert' && mapUrgencyWord(last) !== null ? last : null;
}

/** The host among `[{field: 'host.name', value: 'db01'}]`. */
function hostOf(group: unknown): string | null {
  if (!Array.isArray(group)) return null;
  const found = group.slice(0, MAX_TAGS).find((each) => isObject(each) && each.field === 'host.name');
  return optionalLine(found?.value);
}

function parseWatch(body: JsonObject): ParsedEvent {
  const watch = pickKey(body, WATCH);
  if (watch === null)
    return refuseField(
      'ING2',
      'watchId',
      `expected the watch's id (or alert_info), found ${describeFound(body.watchId)}`,
    );
  const payload = isObject(body.details) ? body.details : {};
  const hits = isObject(payload.hits) ? payload.hits : {};
  const first = Array.isArray(hits.hits) && isObject(hits.hits[0]) ? hits.hits[0] : {};
  const source = isObject(first._source) ? first._source : {};
  const host = isObject(source.host) ? source.host : {};
  const total = isObject(hits.total) ? hits.total.value : hits.total;
  const metadata = isObject(body.metadata) ? body.metadata : {};
  const message = firstLine([body.summary, body.message, metadata.name], MAX_SUMMARY);
  return parsedEvent({
    status: 'open',
    summary: message === null ? watch : `${watch}: ${message}`,
    dedupKey: watch,
    urgencyWord: firstLine([body.severity, metadata.severity], 64),
    eventAt: parseTime(body.triggeredTime) ?? parseTime(body.triggered_time),
    resource: firstLine([host.name, host.hostname, source.host]),
    metricName: optionalLine(total) === null ? null : 'hits',
    metricValue: optionalLine(total),
    details: copyDetails(body),
  });
}
