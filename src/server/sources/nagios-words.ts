import type { EventStatus, Urgency } from '../../shared/words.ts';
import { optionalLine } from './fields.ts';

/** What a notification of Nagios, Icinga or Checkmk is; null: a type that none of them has. */
type NotificationKind = EventStatus | 'neither' | null;

/** The words of Nagios's `$NOTIFICATIONTYPE$`, which Icinga and Checkmk kept (ING82). */
export function notificationKind(word: string): NotificationKind {
  const type = word.toUpperCase();
  switch (type) {
    case 'PROBLEM':
      return 'open';
    case 'RECOVERY':
      return 'close';
    case 'ACKNOWLEDGEMENT':
      return 'ack';
    case 'CUSTOM':
      return 'neither';
    default:
      return NEITHER.some((beginning) => type.startsWith(beginning)) ? 'neither' : null;
  }
}

/** Their beginnings: `FLAPPINGSTART`, `DOWNTIMECANCELLED`, Checkmk's `ALERTHANDLER (OK)`. */
const NEITHER = ['FLAPPING', 'DOWNTIME', 'ALERTHANDLER'];

const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['DOWN', 'highest'],
  ['UNREACHABLE', 'high'],
  ['CRITICAL', 'high'],
  ['WARNING', 'medium'],
  ['UNKNOWN', 'low'],
  ['OK', 'none'],
  ['UP', 'none'],
]);

/** Urgency of a host's or service's state; null where there is none or nobody knows it. */
export const urgencyOfState = (state: string | null): Urgency | null =>
  state === null ? null : (URGENCIES.get(state.toUpperCase()) ?? null);

/** The first value of a plug-in's performance data. */
interface Perfdata {
  readonly value: string | null;
  readonly threshold: string | null;
}

/** `'label'=value;warn;crit;min;max`. */
const PERFDATA = /^\s*(?:'(?:[^']|'')+'|[^\s=']+)=([^\s;]+)(?:;([^\s;]*))?(?:;([^\s;]*))?/;
const MAX_PERFDATA = 1024;

/** Reads the first of them; the threshold is the critical one, else the warning one. */
export function readPerfdata(text: unknown): Perfdata {
  const found = typeof text === 'string' ? PERFDATA.exec(text.slice(0, MAX_PERFDATA)) : null;
  return {
    value: optionalLine(found?.[1]),
    threshold: optionalLine(found?.[3]) ?? optionalLine(found?.[2]),
  };
}

/** `db01/Disk is CRITICAL: DISK CRITICAL - 2 % free`. */
export function describeState(
  host: string,
  service: string | null,
  state: string | null,
  output: string | null,
): string {
  const what = service === null ? host : `${host}/${service}`;
  return `${what}${state === null ? '' : ` is ${state}`}${output === null ? '' : `: ${output}`}`;
}
