import type { Urgency } from '../../src/shared/words.ts';
import type { Random } from './random.ts';

export type Tool = 'prometheus' | 'scripts' | 'vendor';

/** A way in which the demo's floor breaks. */
export interface FaultKind {
  readonly tool: Tool;
  readonly summary: (host: string, value: number) => string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly urgency: Urgency;
  /** Share of ordinary faults. */
  readonly weight: number;
  /** Median minutes until it recovers; null: the tool never says so, and a person closes it. */
  readonly minutes: number | null;
  /** Minutes between repeats while it lasts. */
  readonly repeatMinutes: number;
  readonly limit: number;
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}-${String(i + 1).padStart(2, '0')}`);

export const FAULT_KINDS: readonly FaultKind[] = [
  {
    tool: 'vendor',
    name: 'auth_error_rate',
    summary: (host, value) => `Card authorisation errors at ${value} % on ${host}`,
    hosts: ['gateway-a', 'gateway-b', 'acquirer-link'],
    urgency: 'highest',
    weight: 5,
    minutes: 14,
    repeatMinutes: 2,
    limit: 2,
  },
  {
    tool: 'scripts',
    name: 'approval_latency',
    summary: (host, value) => `결제 승인 지연: ${host} 응답 ${value}초 (기준 3초 초과)`,
    hosts: ['승인서버-1', '승인서버-2', '승인서버-3'],
    urgency: 'high',
    weight: 8,
    minutes: 18,
    repeatMinutes: 4,
    limit: 3,
  },
  {
    tool: 'prometheus',
    name: 'CheckoutLatencyHigh',
    labels: { job: 'checkout-web' },
    summary: (host, value) => `Checkout p99 latency is ${value}00 ms on ${host}`,
    hosts: numbered('checkout-web', 8),
    urgency: 'high',
    weight: 10,
    minutes: 12,
    repeatMinutes: 4,
    limit: 8,
  },
  {
    tool: 'prometheus',
    name: 'CheckoutErrorBudgetBurn',
    labels: { job: 'checkout-api' },
    summary: (host) =>
      `Error budget of checkout burns 14 times too fast: ${host} answers 5xx to a growing share of requests since the last deployment of the cart service`,
    hosts: ['seoul-2', 'busan-1'],
    urgency: 'highest',
    weight: 2,
    minutes: 25,
    repeatMinutes: 3,
    limit: 14,
  },
  {
    tool: 'prometheus',
    name: 'LinkErrors',
    labels: { job: 'snmp' },
    summary: (host, value) => `${host}: ${value} CRC errors a second on the uplink`,
    hosts: numbered('sw-seoul', 14),
    urgency: 'medium',
    weight: 16,
    minutes: 22,
    repeatMinutes: 5,
    limit: 5,
  },
  {
    tool: 'prometheus',
    name: 'BgpSessionDown',
    labels: { job: 'snmp' },
    summary: (host) => `BGP 세션 끊김: ${host} ↔ 상위 회선 (백본 우회 경로로 전환됨)`,
    hosts: ['rt-icn-01', 'rt-icn-02', 'rt-pus-01'],
    urgency: 'high',
    weight: 4,
    minutes: 9,
    repeatMinutes: 3,
    limit: 0,
  },
  {
    tool: 'prometheus',
    name: 'PacketLoss',
    labels: { job: 'blackbox' },
    summary: (host, value) => `Packet loss ${value} % towards ${host}`,
    hosts: ['seoul-busan', 'seoul-tokyo', 'seoul-singapore'],
    urgency: 'medium',
    weight: 12,
    minutes: 16,
    repeatMinutes: 5,
    limit: 1,
  },
  {
    tool: 'prometheus',
    name: 'ReplicationLag',
    labels: { job: 'postgres', team: 'data' },
    summary: (host, value) => `Replica ${host} is ${value} s behind its primary`,
    hosts: numbered('db-replica', 5),
    urgency: 'high',
    weight: 8,
    minutes: 20,
    repeatMinutes: 5,
    limit: 30,
  },
  {
    tool: 'prometheus',
    name: 'DiskFilling',
    labels: { job: 'node', team: 'data' },
    summary: (host, value) => `Disk of ${host} is ${80 + (value % 19)} % full`,
    hosts: numbered('db', 6),
    urgency: 'low',
    weight: 9,
    minutes: 240,
    repeatMinutes: 60,
    limit: 80,
  },
  {
    tool: 'scripts',
    name: 'certificate',
    summary: (host, value) => `Certificate of ${host} expires in ${1 + (value % 20)} days`,
    hosts: ['shop.example.com', 'api.example.com', 'static.example.com'],
    urgency: 'low',
    weight: 2,
    minutes: null,
    repeatMinutes: 720,
    limit: 21,
  },
  {
    tool: 'scripts',
    name: 'printer',
    summary: (host) => `${host} is out of paper`,
    hosts: numbered('printer', 4),
    urgency: 'lowest',
    weight: 5,
    minutes: 90,
    repeatMinutes: 45,
    limit: 0,
  },
  {
    tool: 'scripts',
    name: 'backup',
    summary: (host) => `Backup of ${host} took longer than its window`,
    hosts: numbered('vm', 9),
    urgency: 'medium',
    weight: 6,
    minutes: null,
    repeatMinutes: 240,
    limit: 0,
  },
];

/** What goes wrong when the nightly batch of Tuesday runs. */
export const BATCH_KIND: FaultKind = {
  tool: 'scripts',
  name: 'batch_job',
  summary: (host, value) => `야간 배치 ${host} 실패 (종료 코드 ${1 + (value % 3)}), 자동 재시도 중`,
  hosts: numbered('정산', 24),
  urgency: 'medium',
  weight: 1,
  minutes: 15,
  repeatMinutes: 5,
  limit: 0,
};

/** What one failing switch does to everything behind it. */
export const STORM_KIND: FaultKind = {
  tool: 'prometheus',
  name: 'HostUnreachable',
  labels: { job: 'blackbox', rack: 'b7' },
  summary: (host) => `${host} does not answer (rack B7)`,
  hosts: numbered('b7-host', 20),
  urgency: 'high',
  weight: 1,
  minutes: 3,
  repeatMinutes: 1,
  limit: 0,
};

/** One fault from its first alert to its recovery. */
export interface Fault {
  readonly kind: FaultKind;
  readonly host: string;
  readonly key: string;
  readonly value: number;
  readonly startsAt: number;
  /** Null: the tool will not say that it is over. */
  readonly endsAt: number | null;
}

export function makeFault(
  kind: FaultKind,
  at: number,
  random: Random,
  host = random.pick(kind.hosts),
): Fault {
  return {
    kind,
    host,
    key: `${host}/${kind.name}`,
    value: Math.max(1, Math.round(kind.limit + random.around(4))),
    startsAt: at,
    endsAt:
      kind.minutes === null ? null : Math.round(at + Math.max(45_000, random.around(kind.minutes) * 60_000)),
  };
}
