/** How the values of a field are compared. */
type FieldKind = 'exact' | 'text' | 'number' | 'time' | 'flag';

export type Operator = 'is' | 'isNot' | 'lt' | 'gt' | 'lte' | 'gte';

/** Fields of Opsgenie's alert search that we can answer, by their usual name, with how each compares. */
const FIELDS = {
  alertId: 'exact',
  tinyId: 'exact',
  alias: 'exact',
  status: 'exact',
  priority: 'exact',
  owner: 'exact',
  acknowledgedBy: 'exact',
  closedBy: 'exact',
  responders: 'exact',
  teams: 'exact',
  tag: 'exact',
  actions: 'exact',
  'integration.name': 'exact',
  'integration.type': 'exact',
  'details.key': 'exact',
  'details.value': 'exact',
  details: 'exact',
  message: 'text',
  description: 'text',
  entity: 'text',
  source: 'text',
  count: 'number',
  createdAt: 'time',
  updatedAt: 'time',
  lastOccurredAt: 'time',
  snoozedUntil: 'time',
  acknowledged: 'flag',
  snoozed: 'flag',
  isSeen: 'flag',
} as const satisfies Readonly<Record<string, FieldKind>>;
export type AlertField = keyof typeof FIELDS;

/** Other spellings that Opsgenie or its users have. */
const ALIASES: Readonly<Record<string, AlertField>> = {
  id: 'alertId',
  alertid: 'alertId',
  tinyid: 'tinyId',
  tags: 'tag',
  team: 'teams',
  responder: 'responders',
  recipients: 'responders',
  action: 'actions',
  acknowledgedby: 'acknowledgedBy',
  closedby: 'closedBy',
  createdat: 'createdAt',
  updatedat: 'updatedAt',
  lastoccurredat: 'lastOccurredAt',
  lastoccuredat: 'lastOccurredAt',
  snoozeduntil: 'snoozedUntil',
  isseen: 'isSeen',
  seen: 'isSeen',
  isacknowledged: 'acknowledged',
};
/** Fields that need more than the incident itself: what its tool sent, and what was changed since. */
const FACTS: ReadonlySet<AlertField> = new Set([
  'acknowledgedBy',
  'closedBy',
  'responders',
  'teams',
  'tag',
  'actions',
  'details.key',
  'details.value',
  'details',
  'description',
  'entity',
  'source',
  'updatedAt',
]);

export const kindOf = (field: AlertField): FieldKind => FIELDS[field];
export const needsFacts = (field: AlertField): boolean => FACTS.has(field);

/** A field by its name, whatever its case; `details.NAME` is the value under that name. Null: there is none. */
export function fieldOf(name: string): { readonly field: AlertField; readonly path: string | null } | null {
  const lower = name.toLowerCase();
  if (Object.hasOwn(ALIASES, lower)) return { field: ALIASES[lower]!, path: null };
  if (lower !== 'details' && Object.hasOwn(FIELDS, lower)) return { field: lower as AlertField, path: null };
  return lower.startsWith('details.') && name.length > 8
    ? { field: 'details', path: name.slice('details.'.length) }
    : null;
}

const PRIORITY = /^p[1-5]$/i;
const FLAG = /^(?:true|false)$/i;

/** Why a value cannot be compared with a field, or null. */
export function operandProblem(field: AlertField, op: Operator, value: string): string | null {
  const kind = kindOf(field);
  const isOrder = op !== 'is' && op !== 'isNot';
  if (isOrder && kind !== 'number' && kind !== 'time' && field !== 'priority')
    return 'cannot be compared by size';
  if (field === 'priority' && !PRIORITY.test(value)) return 'expected P1 to P5';
  if (field === 'status' && !/^(?:open|closed)$/i.test(value)) return 'expected open or closed';
  if (kind === 'flag' && !FLAG.test(value)) return 'expected true or false';
  if (kind === 'number' && !/^\d{1,15}$/.test(value)) return 'expected a number';
  if (kind === 'time' && instantOf(value) === null)
    return 'expected epoch milliseconds, dd-mm-yyyy or a date and time';
  return null;
}

const DAY = 86_400_000;

/** Epoch milliseconds (or seconds) of a value; a date alone is its first instant, UTC. Null when it is none. */
export function instantOf(value: string): number | null {
  if (/^\d{9,15}$/.test(value)) return value.length <= 11 ? Number(value) * 1000 : Number(value);
  const day = /^(\d{2})-(\d{2})-(\d{4})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?Z?$/i.exec(value);
  const [, dd, mm, yyyy, hour = '00', minute = '00', second = '00'] = day ?? [];
  const text = day === null ? value : `${yyyy}-${mm}-${dd}T${hour}:${minute}:${second}Z`;
  const iso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
  if (!iso.test(text)) return null;
  const time = Date.parse(
    /T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) || !text.includes('T') ? text : `${text}Z`,
  );
  return Number.isNaN(time) ? null : time;
}

/** How long the span lasts that a value of time names: a day for a date alone, else nothing. */
export const spanOf = (value: string): number => (/^\d{2,4}-\d{2}-\d{2,4}$/.test(value) ? DAY : 0);
