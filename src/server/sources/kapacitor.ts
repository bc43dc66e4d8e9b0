import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { parseBatch } from './batch.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { keyText } from './pick.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Kapacitor's `.post()` (also Chronograf's handler): one alert with its id and level; `.all()` and grouped batches put
 * several series into it, and it stays one alert. InfluxDB 2 posts a check's status as a flat row. A list is several of
 * either (ING88).
 * Its service test posts an alert of nothing (ING16).
 * Source: `alert/types.go` and `services/httppost/service.go` of influxdata/kapacitor; the notification rules of InfluxDB 2.
 */
export const kapacitorSource: Source = webhookSource({ type: 'kapacitor', parse: parseKapacitor });

/** Kapacitor writes them large, InfluxDB 2 small and short. */
const LEVELS: ReadonlyMap<string, { readonly status: EventStatus | 'neither'; readonly urgency: Urgency }> =
  new Map([
    ['critical', { status: 'open', urgency: 'highest' }],
    ['crit', { status: 'open', urgency: 'highest' }],
    ['warning', { status: 'open', urgency: 'medium' }],
    ['warn', { status: 'open', urgency: 'medium' }],
    ['info', { status: 'open', urgency: 'lowest' }],
    ['ok', { status: 'close', urgency: 'none' }],
    ['unknown', { status: 'neither', urgency: 'none' }],
  ]);

function parseKapacitor({ body }: SourceRequest): readonly ParsedEvent[] {
  if (Array.isArray(body) && body.length > 0) return parseBatch(body, parseAlert);
  return [parseAlert(body)];
}

function parseAlert(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with id and level, found ${describeFound(body)}`);
  return body._check_id === undefined ? parseKapacitorAlert(body) : parseCheck(body);
}

/** The time of an alert that Kapacitor never filled in: Go's zero. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

function parseKapacitorAlert(body: JsonObject): ParsedEvent {
  const id = keyText(body.id);
  if (id === null && body.id === '' && body.time === ZERO_TIME)
    return parsedNotice(
      {
        status: 'open',
        summary: 'a test of the HTTP post handler',
        dedupKey: null,
        details: copyDetails(body),
      },
      'test',
      'an alert of nothing, as `kapacitor service-tests httppost` sends it',
    );
  if (id === null)
    return refuseField('ING2', 'id', `expected the alert's id, found ${describeFound(body.id)}`);
  const series = firstSeries(body.data);
  const tags = isObject(series.tags) ? series.tags : {};
  const column = valueColumn(series);
  const name = optionalLine(series.name);
  return withLevel('level', body.level, {
    summary: optionalLine(body.message, MAX_SUMMARY) ?? id,
    dedupKey: id,
    eventAt: parseTime(body.time),
    resource: firstLine([tags.host, tags.hostname, tags.instance]),
    metricName:
      column === null || name === null ? (column?.name ?? name) : optionalLine(`${name}.${column.name}`),
    metricValue: column?.value ?? null,
    details: copyDetails(body),
  });
}

/** The first of `data.series`; nothing where there is none. */
function firstSeries(data: unknown): JsonObject {
  const series: unknown = isObject(data) && Array.isArray(data.series) ? data.series[0] : null;
  return isObject(series) ? series : {};
}

/** The first column beside the time, with its first value; both may be missing. */
function valueColumn({ columns, values }: JsonObject): { name: string; value: string | null } | null {
  if (!Array.isArray(columns)) return null;
  const at = columns[0] === 'time' ? 1 : 0;
  const name = optionalLine(columns[at]);
  const row: unknown = Array.isArray(values) ? values[0] : null;
  return name === null ? null : { name, value: Array.isArray(row) ? optionalLine(row[at]) : null };
}

/** Columns of a row that are looked at for tags. */
const MAX_COLUMNS = 100;

/** A status of InfluxDB 2: `_check_id`, `_level` and more with an underscore, then the tags (texts) and the field. */
function parseCheck(body: JsonObject): ParsedEvent {
  const id = keyText(body._check_id);
  if (id === null)
    return refuseField(
      'ING2',
      '_check_id',
      `expected the check's id, found ${describeFound(body._check_id)}`,
    );
  const tags: string[] = [];
  let field: string | null = null;
  for (const name of Object.keys(body).slice(0, MAX_COLUMNS).sort()) {
    const value = body[name];
    if (name.startsWith('_')) continue;
    if (typeof value === 'string') tags.push(`${name}=${value}`);
    else if (typeof value === 'number') field ??= name;
  }
  return withLevel('_level', body._level, {
    summary: firstLine([body._message, body._check_name], MAX_SUMMARY) ?? id,
    dedupKey: [id, ...tags].join(','),
    eventAt: parseTime(body._status_timestamp) ?? parseTime(body._time),
    resource: firstLine([body.host, body.hostname, body.instance]),
    metricName: firstLine([field, body._source_measurement]),
    metricValue: field === null ? null : optionalLine(body[field]),
    eventType: optionalLine(body._type),
    details: copyDetails(body),
  });
}

type Parts = Omit<Parameters<typeof parsedEvent>[0], 'status' | 'urgency' | 'urgencyWord'>;

function withLevel(field: string, value: unknown, parts: Parts): ParsedEvent {
  const word = optionalLine(value, 64);
  if (word === null)
    return refuseField(
      'ING2',
      field,
      `expected OK, INFO, WARNING or CRITICAL, found ${describeFound(value)}`,
    );
  const level = LEVELS.get(word.toLowerCase());
  if (level === undefined)
    return refuseField('ING6', field, `expected OK, INFO, WARNING or CRITICAL, found ${describeFound(word)}`);
  const { status, urgency } = level;
  return status === 'neither'
    ? parsedNotice(
        { ...parts, status: 'open', urgencyWord: word },
        'neither',
        `${word} is neither trouble nor its end`,
      )
    : parsedEvent({ ...parts, status, urgency, urgencyWord: word });
}
