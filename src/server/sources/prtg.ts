import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, refuseField, renderedLine, textOf } from './fields.ts';
import { keyText, pickLine } from './pick.ts';
import type { Source } from './source.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';
import { parseZonedTime } from './zoned-time.ts';

/**
 * PRTG's "Execute HTTP Action": placeholders in a form, in a query or in JSON that an admin typed (ING86).
 * Source: PRTG manual, "List of placeholders for notifications".
 */
export const prtgSource: Source = webhookSource({
  type: 'prtg',
  methods: ['POST', 'GET'],
  parse: ({ body }) => [parseSensor(body)],
});

interface State {
  readonly status: EventStatus | 'neither';
  readonly urgency: Urgency | null;
}

const DOWN: State = { status: 'open', urgency: 'high' };
const ACKED: State = { status: 'ack', urgency: 'high' };
const WARNING: State = { status: 'open', urgency: 'medium' };
const LOW: State = { status: 'open', urgency: 'low' };
const PAUSED: State = { status: 'neither', urgency: null };
const UP: State = { status: 'close', urgency: 'none' };

/** The beginnings of `%status` in English and German, longer ones first: suffixes follow (`Down ESCALATION`). */
const STATES: readonly (readonly [string, State])[] = [
  ['down (acknowledged)', ACKED],
  ['fehler (bestätigt)', ACKED],
  ['down', DOWN],
  ['fehler', DOWN],
  ['warning', WARNING],
  ['warnung', WARNING],
  ['unusual', LOW],
  ['ungewöhnlich', LOW],
  ['unknown', LOW],
  ['unbekannt', LOW],
  ['paused', PAUSED],
  ['pausiert', PAUSED],
  ['up', UP],
  ['ok', UP],
];

const NOW = '(now:';

/** The state of `Down`, `Down ESCALATION`, `Up (was: Down)`, and the second of `Down ENDED (now: Up)`, with its word. */
function readState(text: string): (State & { readonly word: string }) | null {
  const now = text.toLowerCase().indexOf(NOW);
  const said = now === -1 ? text : text.slice(now + NOW.length).trimStart();
  const lower = said.toLowerCase();
  const found = STATES.find(([beginning]) => lower.startsWith(beginning));
  return found === undefined ? null : { ...found[1], word: said.slice(0, found[0].length) };
}

function parseSensor(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected a form with sensorid, found ${describeFound(body)}`);
  const sensorId = keyText(body.sensorid);
  if (sensorId === null)
    return refuseField('ING2', 'sensorid', `expected the sensor's id, found ${describeFound(body.sensorid)}`);
  const word = pickLine(body, ['status', 'state']);
  if (word === null)
    return refuseField('ING2', 'status', `expected a text, found ${describeFound(body.status)}`);
  const state = readState(word);
  if (state === null)
    return refuseField(
      'ING6',
      'status',
      `expected Down, Warning, Unusual or Up, found ${describeFound(word)}`,
    );
  const device = pickLine(body, ['device', 'host']);
  const sensor = pickLine(body, ['sensor', 'name']);
  const message = stripTags(pickLine(body, ['message', 'lastmessage'], MAX_SUMMARY));
  const what = [device, sensor ?? `sensor ${sensorId}`].filter((part) => part !== null).join(' ');
  const links = ['linksensor', 'linkdevice', 'home']
    .map((name) => toLink('PRTG', body[name]))
    .filter((link) => link !== null);
  const parts = {
    summary: message === '' ? `${what} is ${word}` : `${what} is ${word}: ${message}`,
    dedupKey: sensorId,
    // Five stars make a sensor that is down the worst there is.
    urgency: state.urgency === 'high' && hasFiveStars(body.priority) ? ('highest' as const) : state.urgency,
    urgencyWord: state.word,
    eventAt: parseZonedTime(body.datetime, body.timezone),
    resource: device,
    metricName: sensor,
    metricValue: renderedLine(body.lastvalue),
    details: copyDetails(body),
    links,
  };
  return state.status === 'neither'
    ? parsedNotice({ ...parts, status: 'open' }, 'neither', `${word} is neither trouble nor its end`)
    : parsedEvent({ ...parts, status: state.status });
}

/** `%priority` is a number or so many stars. */
const hasFiveStars = (value: unknown): boolean => {
  const text = textOf(value)?.trim();
  return text === '5' || text === '*****';
};

const TAG = /<[^<>]*>/g;

/** `%message` comes with its markup. */
const stripTags = (text: string | null): string => (text === null ? '' : text.replace(TAG, '').trim());
