import type { Reason } from '../../../shared/reason.ts';
import {
  SEVERITIES,
  type Severity,
  STATUSES,
  type Status,
  URGENCIES,
  type Urgency,
} from '../../../shared/words.ts';
import type { PersonMessage } from '../incident/decision.ts';

/** What a message knows of its incident; each may be missing, and channels do without (NTF27). */
export interface MessageFacts {
  readonly number: number | null;
  readonly summary: string | null;
  readonly service: string | null;
  readonly serviceName: string | null;
  readonly urgency: Urgency;
  readonly status: Status | null;
  readonly severity: Severity | null;
  readonly count: number | null;
  /** RFC 3339. */
  readonly createdAt: string | null;
  /** Step as people count it, from 1, or a word such as `final`. */
  readonly step: number | string | null;
  readonly steps: number | null;
  readonly pass: number | null;
  readonly passes: number | null;
  readonly policy: string | null;
  readonly reason: Reason | null;
  /** Name of who acked, closed or assigned. */
  readonly by: string | null;
  /** Incidents of a bundled notice. */
  readonly incidents: readonly {
    readonly id: string | null;
    readonly number: number | null;
    readonly summary: string;
  }[];
}

/** Reads a message's body field by field; one of another type counts as missing, none makes a message fail. */
export function messageFacts(message: Pick<PersonMessage, 'body' | 'urgency' | 'firing'>): MessageFacts {
  const { body, firing } = message;
  const step = body.step ?? (typeof firing?.step === 'number' ? firing.step + 1 : firing?.step);
  return {
    number: numberOf(body.number),
    summary: textOf(body.summary),
    service: textOf(body.service),
    serviceName: textOf(body.serviceName) ?? textOf(body.service),
    urgency: wordOf(body.urgency, URGENCIES) ?? message.urgency,
    status: wordOf(body.status, STATUSES),
    severity: wordOf(body.severity, SEVERITIES),
    count: numberOf(body.count),
    createdAt: textOf(body.createdAt),
    step: numberOf(step) ?? textOf(step),
    steps: numberOf(body.steps),
    pass: numberOf(body.pass) ?? firing?.pass ?? null,
    passes: numberOf(body.passes),
    policy: textOf(body.policy),
    reason: reasonOf(body.reason),
    by: textOf(body.by),
    incidents: listOf(body.incidents),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const wordOf = <T extends string>(value: unknown, words: readonly T[]): T | null =>
  words.find((word) => word === value) ?? null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function reasonOf(value: unknown): Reason | null {
  if (!isRecord(value) || typeof value.code !== 'string' || typeof value.text !== 'string') return null;
  return { code: value.code, text: value.text };
}

function listOf(value: unknown): MessageFacts['incidents'] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isRecord)

    .map((item) => ({
      id: textOf(item.id),
      number: numberOf(item.number),
      summary: textOf(item.summary) ?? '',
    }));
}
