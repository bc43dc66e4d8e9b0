import { type Redaction, redactMessage } from '../domain/incident/redact.ts';
import { decideRetry, type RetryChannel } from '../domain/notify/retry.ts';
import { DueHeap } from './due-heap.ts';
import type { ClockPort, DeliveryResult, LogPort, OutboxRow } from './ports.ts';
import type { PendingRows } from './turn.ts';

/** Messages under way at once; a slow receiver holds up its own channel, not the others. */
const MAX_UNDER_WAY: Readonly<Record<RetryChannel, number>> = {
  desktop: 4,
  email: 8,
  webhook: 64,
  extension: 64,
};
/** Messages under way to one receiver at once. */
const MAX_PER_RECEIVER = 4;
/** Longest sleep of the pump, and the wait before a result that could not be recorded is looked at again. */
const MAX_SLEEP_MS = 60_000;

export interface OutboxHooks {
  /** Channel and receiver of a message; null when its person, contact or extension is gone. */
  route(row: OutboxRow): { readonly channel: RetryChannel; readonly receiver: string } | null;
  send(row: OutboxRow): Promise<DeliveryResult>;
  /**
   * The result goes back in through the runner; resolves when it is recorded (or could not be).
   * `members`: the rows that a bundle carried as it left.
   */
  record(row: OutboxRow, members: readonly OutboxRow[], result: DeliveryResult): Promise<void>;
}

/** After-the-fact state of a row: sent, failed for good, or waiting for another attempt (NTF rules of retries). */
export function settleRow(
  row: OutboxRow,
  result: DeliveryResult,
  channel: RetryChannel,
  now: number,
  jitter: number,
): OutboxRow {
  const attempts = row.attempts + 1;
  const base = { ...row, attempts, lastAttemptAt: now };
  if (result.ok) return { ...base, state: 'sent', nextAttemptAt: null, error: null };
  const retry = decideRetry({ channel, attempts, elapsedMs: now - row.createdAt, result, jitter });
  return retry.retry
    ? { ...base, state: 'pending', nextAttemptAt: now + retry.delayMs, error: result.detail }
    : { ...base, state: 'failed', nextAttemptAt: null, error: result.detail };
}

const bundleOfRow = ({ message }: OutboxRow): string | null =>
  message.to === 'person' ? (message.bundle ?? null) : null;

export const GONE: DeliveryResult = { ok: false, retryable: false, detail: 'the contact is gone' };

/**
 * Sends what the ledger says must be sent. A message leaves only from here, only after the commit that decided it,
 * and its row is looked at again right before it leaves: an ack that was committed first wins.
 */
export class Outbox implements PendingRows {
  readonly #hooks: OutboxHooks;
  readonly #clock: ClockPort;
  readonly #log: LogPort;
  readonly #pending = new Map<string, OutboxRow>();
  readonly #byIncident = new Map<string, Set<string>>();
  readonly #redactions: Redaction[] = [];
  readonly #underWay = new Set<string>();
  /** Due and waiting for room on their channel, first in first out. */
  readonly #ready = new Map<RetryChannel, Set<string>>();
  /** Due, but their receiver already has as many under way as it may. */
  readonly #blocked = new Map<string, Set<string>>();
  readonly #later = new DueHeap();
  readonly #perChannel = new Map<RetryChannel, number>();
  readonly #perReceiver = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(hooks: OutboxHooks, clock: ClockPort, log: LogPort) {
    this.#hooks = hooks;
    this.#clock = clock;
    this.#log = log;
  }

  /** How many messages wait to leave; what a bundle carries leaves with it. */
  get size(): number {
    let size = 0;
    for (const row of this.#pending.values()) if (bundleOfRow(row) === null) size += 1;
    return size;
  }

  get(id: string): OutboxRow | undefined {
    return this.#pending.get(id);
  }

  isUnderWay(row: OutboxRow): boolean {
    return this.#underWay.has(bundleOfRow(row) ?? row.message.id);
  }

  /** Every row that has not left for good. */
  pending(): Iterable<OutboxRow> {
    return this.#pending.values();
  }

  /** Rows of an incident that have not left for good. An attempt under way counts: its receiver may be told already. */
  *of(incident: string): Iterable<OutboxRow> {
    for (const id of this.#byIncident.get(incident) ?? []) {
      const row = this.#pending.get(id);
      if (row) yield this.isUnderWay(row) ? { ...row, attempts: row.attempts + 1 } : row;
    }
  }

  /** A row without what was redacted since it was read: an attempt under way must not bring the words back (AUD40). */
  clean(row: OutboxRow): OutboxRow {
    const message = this.#redactions.reduce(redactMessage, row.message);
    return message === row.message ? row : { ...row, message };
  }

  /** Takes words out of everything that has not left yet, and of every row put from now on. */
  redact(redaction: Redaction): void {
    this.#redactions.push(redaction);
    for (const [id, row] of this.#pending) this.#pending.set(id, this.clean(row));
  }

  /** Takes rows as the runner made them real. */
  put(given: OutboxRow): void {
    const row = this.clean(given);
    const { id, incident } = row.message;
    const isPending = row.state === 'pending';
    if (isPending) {
      this.#pending.set(id, row);
      if (bundleOfRow(row) === null) this.#later.push(row.nextAttemptAt ?? this.#clock.now(), id);
    } else {
      this.#pending.delete(id);
    }
    if (incident === null) return;
    const ids = this.#byIncident.get(incident) ?? new Set<string>();
    if (isPending) ids.add(id);
    else ids.delete(id);
    if (ids.size === 0) this.#byIncident.delete(incident);
    else this.#byIncident.set(incident, ids);
  }

  /** Starts everything that is due and has room. */
  pump(): void {
    if (this.#isStopped) return;
    const now = this.#clock.now();
    for (let first = this.#later.peek(); first !== undefined && first.at <= now; first = this.#later.peek()) {
      this.#later.pop();
      this.#enqueue(first.id, now);
    }
    for (const [channel, ids] of this.#ready) {
      for (const id of ids) {
        if ((this.#perChannel.get(channel) ?? 0) >= MAX_UNDER_WAY[channel]) break;
        ids.delete(id);
        this.#start(id);
      }
    }
    clearTimeout(this.#timer);
    const next = this.#later.peek();
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.pump(), Math.min(Math.max(next.at - now, 10), MAX_SLEEP_MS));
    this.#timer.unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Entries of the heap are hints: a row that was sent, answered or postponed meanwhile is passed over. */
  #enqueue(id: string, now: number): void {
    const row = this.#pending.get(id);
    if (!row || this.#underWay.has(id) || (row.nextAttemptAt ?? now) > now) return;
    const channel = this.#hooks.route(row)?.channel ?? 'extension';
    const ids = this.#ready.get(channel) ?? new Set<string>();
    ids.add(id);
    this.#ready.set(channel, ids);
  }

  #start(id: string): void {
    const row = this.#pending.get(id);
    if (!row || this.#underWay.has(id)) return;
    const route = this.#hooks.route(row);
    if (route && (this.#perReceiver.get(route.receiver) ?? 0) >= MAX_PER_RECEIVER) {
      const ids = this.#blocked.get(route.receiver) ?? new Set<string>();
      ids.add(id);
      this.#blocked.set(route.receiver, ids);
      return;
    }
    if (route) this.#take(route, 1);
    this.#underWay.add(id);
    const members = this.#membersOf(row);
    const attempt = route
      ? this.#hooks.send(row).catch((error: unknown) => this.#crash(error))
      : Promise.resolve(GONE);
    void attempt
      .then((result) => this.#hooks.record(row, members, result))
      .catch((error: unknown) => {
        this.#log.error({ err: error, message: id }, 'a delivery result was not recorded');
        this.#later.push(this.#clock.now() + MAX_SLEEP_MS, id);
      })
      .finally(() => {
        this.#underWay.delete(id);
        // The result may have put the row back while it was still under way.
        const again = this.#pending.get(id);
        if (again && again !== row) this.#later.push(again.nextAttemptAt ?? this.#clock.now(), id);
        if (route) this.#take(route, -1);
        this.pump();
      });
  }

  /** What a bundle carries, as it leaves. */
  #membersOf({ message }: OutboxRow): OutboxRow[] {
    const ids = message.to === 'person' ? (message.members ?? []) : [];
    return ids.map((id) => this.#pending.get(id)).filter((row) => row !== undefined);
  }

  /** Counts a message in or out; one that leaves lets the next of its receiver in. */
  #take(route: { readonly channel: RetryChannel; readonly receiver: string }, by: 1 | -1): void {
    const { channel, receiver } = route;
    this.#perChannel.set(channel, (this.#perChannel.get(channel) ?? 0) + by);
    const count = (this.#perReceiver.get(receiver) ?? 0) + by;
    if (count <= 0) this.#perReceiver.delete(receiver);
    else this.#perReceiver.set(receiver, count);
    const waiting = by < 0 ? this.#blocked.get(receiver) : undefined;
    const first = waiting?.values().next().value;
    if (!waiting || first === undefined) return;
    waiting.delete(first);
    if (waiting.size === 0) this.#blocked.delete(receiver);
    this.#enqueue(first, this.#clock.now());
  }

  #crash(error: unknown): DeliveryResult {
    this.#log.error({ err: error }, 'a channel threw');
    return { ok: false, retryable: true, detail: 'internal error of the channel' };
  }
}
