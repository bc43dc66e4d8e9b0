import type { ParsedEvent } from '../domain/event.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, refuseField, renderedLine } from './fields.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, webhookSource } from './webhook-source.ts';

/**
 * UptimeRobot's web-hook: a GET with everything in the query, a form, or JSON that its user typed, and then the names
 * may be in snake case; a field the body does not have is looked for in the query (ING92). `alertType` is 1 down, 2 up,
 * 3 a certificate that runs out; its order is no severity.
 * Source: UptimeRobot documentation, "Web-hook alert contacts".
 */
export const uptimeRobotSource: Source = webhookSource({
  type: 'uptimerobot',
  methods: ['POST', 'GET'],
  parse: (request: SourceRequest) => [parseAlert(request)],
});

type Field = (name: string) => string | null;

/** `monitorFriendlyName`, else `monitor_friendly_name`; in the body, else in the query. */
function fieldsOf({ body, query }: SourceRequest): Field {
  const places = isObject(body) ? [body, query] : [query];
  return (name) => {
    const snake = name.replace(/ID$/, 'Id').replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
    for (const place of places) {
      for (const spelled of [name, snake]) {
        const line = Object.hasOwn(place, spelled) ? renderedLine(place[spelled]) : null;
        if (line !== null) return line;
      }
    }
    return null;
  };
}

function parseAlert(request: SourceRequest): ParsedEvent {
  const { body, query } = request;
  const field = fieldsOf(request);
  const id = field('monitorID');
  if (id === null && !isObject(body) && Object.keys(query).length === 0)
    return refuseField('ING2', 'body', `expected an object with monitorID, found ${describeFound(body)}`);
  if (id === null) return refuseField('ING2', 'monitorID', 'expected an id, found nothing');
  const type = field('alertType');
  if (type === null) return refuseField('ING2', 'alertType', 'expected 1, 2 or 3, found nothing');
  if (type !== '1' && type !== '2' && type !== '3')
    return refuseField('ING6', 'alertType', `expected 1, 2 or 3, found ${describeFound(type)}`);
  const address = field('monitorURL');
  const name = field('monitorFriendlyName') ?? address ?? `monitor ${id}`;
  const word = field('alertTypeFriendlyName') ?? { 1: 'Down', 2: 'Up', 3: 'SSL expiry' }[type];
  const why = field('alertDetails');
  const link = toLink('Monitored address', address);
  const isCertificate = type === '3';
  return parsedEvent({
    status: type === '2' ? 'close' : 'open',
    summary: `${name} is ${word}${why === null ? '' : `: ${why}`}`,
    // The end of an outage must not end the warning about the certificate.
    dedupKey: isCertificate ? `${id}/ssl` : id,
    ...(isCertificate ? { urgency: 'low', urgencyWord: word } : {}),
    eventAt: parseTime(field('alertDateTime')),
    resource: name,
    metricName: isCertificate ? 'sslExpiryDaysLeft' : null,
    metricValue: isCertificate ? field('sslExpiryDaysLeft') : null,
    eventType: word,
    details: copyDetails(isObject(body) ? { ...query, ...body } : query),
    links: link === null ? [] : [link],
  });
}
