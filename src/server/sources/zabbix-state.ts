import { isObject, textOf } from './fields.ts';
import { readAll, type StateAnswer } from './state-answer.ts';

export interface ZabbixStateSettings {
  /** Of the frontend, without a slash at its end. */
  readonly url: string;
  readonly minSeverity: number;
}

/** Names of `{EVENT.SEVERITY}` as delivered, by number. */
const SEVERITIES = ['Not classified', 'Information', 'Warning', 'Average', 'High', 'Disaster'];

/**
 * The results of `problem.get` and of `trigger.get` for their triggers as bodies of AlertNow's webhook (ING169): the
 * key is the problem's event id, which its recovery names too. A problem in maintenance, below the wanted severity, or
 * of a trigger that is not monitored any more is there and quiet.
 * Source: Zabbix's manual, "problem.get", "trigger.get".
 */
export function readZabbixState(
  problems: unknown,
  triggers: unknown,
  { url, minSeverity }: ZabbixStateSettings,
): StateAnswer {
  const hosts = hostsByTrigger(triggers);
  if (hosts === null) return { ok: false, problem: 'expected a list of triggers with their hosts' };
  return readAll(problems, 'problems', ({ eventid, objectid, name, severity, clock, suppressed, opdata }) => {
    const id = textOf(eventid);
    const trigger = textOf(objectid);
    const number = Number(textOf(severity) ?? Number.NaN);
    if (id === null || id === '' || trigger === null || !Number.isInteger(number)) return null;
    const host = hosts.get(trigger);
    const message = {
      eventId: id,
      eventStatus: 'open',
      eventName: name,
      host: host ?? '',
      severity: SEVERITIES[number] ?? '',
      nseverity: String(number),
      eventTimestamp: clock,
      opdata,
      triggerUrl: `${url}/tr_events.php?triggerid=${encodeURIComponent(trigger)}&eventid=${encodeURIComponent(id)}`,
    };
    return {
      body: { subject: `Problem: ${textOf(name) ?? id}`, message },
      isQuiet: textOf(suppressed) === '1' || number < minSeverity || host === undefined,
    };
  });
}

/** The triggers' ids in a `problem.get`, each once, for `trigger.get`. */
export function triggersOf(problems: unknown): readonly string[] {
  if (!Array.isArray(problems)) return [];
  const ids = problems.map((item: unknown) => (isObject(item) ? textOf(item.objectid) : null));
  return [...new Set(ids.filter((id) => id !== null))];
}

function hostsByTrigger(triggers: unknown): ReadonlyMap<string, string> | null {
  if (!Array.isArray(triggers)) return null;
  const found = new Map<string, string>();
  for (const item of triggers as readonly unknown[]) {
    if (!isObject(item) || !Array.isArray(item.hosts)) return null;
    const [host] = item.hosts as readonly unknown[];
    const id = textOf(item.triggerid);
    if (id === null) return null;
    found.set(id, (isObject(host) ? (textOf(host.name) ?? textOf(host.host)) : null) ?? '');
  }
  return found;
}
