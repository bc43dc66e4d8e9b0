import type { FetchKind } from './fetch.ts';
import type { Integration } from './integration.ts';

/** Types whose source reads what a kind of fetching gives; null: every type. */
const TYPES: Readonly<Record<FetchKind, readonly string[] | null>> = {
  imap: ['email'],
  sqs: null,
  alertmanager: ['alertmanager', 'prometheus'],
  zabbix: ['zabbix'],
  checkmk: ['checkmk'],
};

/** Whether a source of this type reads what that kind of fetching gives. */
export const suitsType = (kind: FetchKind, type: string): boolean => TYPES[kind]?.includes(type) ?? true;

/** What the schema cannot see of fetching: a kind that does not suit the type, half of a key (ING155). */
export function checkFetch(
  { fetch, type }: Integration,
  path: string,
  report: (path: string, message: string, found: string) => void,
): void {
  if (fetch === undefined) return;
  const { kind } = fetch;
  if (!suitsType(kind, type))
    report(`${path}.fetch.kind`, `${kind} expects the type ${TYPES[kind]?.join(' or ')}`, type);
  if (kind === 'sqs' && (fetch.accessKeyId === null) !== (fetch.secretAccessKey === null))
    report(`${path}.fetch.secretAccessKey`, 'expected both accessKeyId and secretAccessKey, or neither', '');
}
