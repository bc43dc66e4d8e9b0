import { reason } from '../../shared/reason.ts';
import { decideRetry, type RetryChannel } from '../domain/notify/retry.ts';
import type { ClockPort, DeliveryResult, LogPort, OutboxRow } from './ports.ts';

/** Messages under way at once; a slow receiver holds up its own channel, not the others. */
const MAX_UNDER_WAY: Readonly<Record<RetryChannel, number>> = {
  desktop: 4,
  email: 8,
  webhook: 64,
  extension: 64,
};
/** Messages under way to one receiver at once. */
const MAX_PER_RECEIVER = 4;

export interface OutboxHooks {
  /** Channel and receiver of a message; null when its person, contact or extension is gone. */
  route(row: OutboxRow): { readonly channel: RetryChannel; readonly receiver: string } | null;
  send(row: OutboxRow): Promise<DeliveryResult>;
  /** The result goes back in through the runner; resolves when it is recorded (or could not be). */
  record(row: OutboxRow, result: DeliveryResult): Promise<void>;
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

export const GONE: DeliveryResult = { ok: false, retryable: false, detail: 'the contact is gone' };

/**
 * Sends what the ledger says must be sent. A message leaves only from here, only after the commit that decided it,
 * and its row is looked at again right before it leaves: an ack that was committed first wins.
 */
export class Outbox {
  readonly #hooks: OutboxHooks;
  readonly #clock: ClockPort;
  readonly #log: LogPort;
  readonly #pending = new Map<string, OutboxRow>();
  readonly #byIncident = new Map<string, Set<string>>();
  readonly #underWay = new Map<string, string>();
  readonly #perChannel = new Map<RetryChannel, number>();
  readonly #perReceiver = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(hooks: OutboxHooks, clock: ClockPort, log: LogPort) {
    this.#hooks = hooks;
    this.#clock = clock;
    this.#log = log;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** Rows of an incident that have not left for good. */
  *pendingOf(incident: string): Iterable<OutboxRow> {
    for (const id of this.#byIncident.get(incident) ?? []) {
      const row = this.#pending.get(id);
      if (row) yield row;
    }
  }

  /** Takes rows as the runner made them real. */
  put(row: OutboxRow): void {
    const { id, incident } = row.message;
    const isPending = row.state === 'pending';
    if (isPending) this.#pending.set(id, row);
    else this.#pending.delete(id);
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
    let earliest = Number.POSITIVE_INFINITY;
    for (const [id, row] of this.#pending) {
      if (this.#underWay.has(id)) continue;
      const at = row.nextAttemptAt ?? now;
      if (at > now) earliest = Math.min(earliest, at);
      else this.#start(id, row);
    }
    clearTimeout(this.#timer);
    if (earliest < Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.pump(), Math.min(Math.max(earliest - now, 10), 60_000));
      this.#timer.unref();
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #start(id: string, row: OutboxRow): void {
    const route = this.#hooks.route(row);
    if (route) {
      const onChannel = this.#perChannel.get(route.channel) ?? 0;
      const toReceiver = this.#perReceiver.get(route.receiver) ?? 0;
      if (onChannel >= MAX_UNDER_WAY[route.channel] || toReceiver >= MAX_PER_RECEIVER) return;
      this.#perChannel.set(route.channel, onChannel + 1);
      this.#perReceiver.set(route.receiver, toReceiver + 1);
    }
    this.#underWay.set(id, route?.receiver ?? '');
    const attempt = route
      ? this.#hooks.send(row).catch((error: unknown) => this.#crash(error))
      : Promise.resolve(GONE);
    void attempt
      .then((result) => this.#hooks.record(row, result))
      .catch((error: unknown) =>
        this.#log.error({ err: error, message: id }, 'a delivery result was not recorded'),
      )
      .finally(() => {
        this.#underWay.delete(id);
        if (route) {
          this.#perChannel.set(route.channel, (this.#perChannel.get(route.channel) ?? 1) - 1);
          const left = (this.#perReceiver.get(route.receiver) ?? 1) - 1;
          if (left <= 0) this.#perReceiver.delete(route.receiver);
          else this.#perReceiver.set(route.receiver, left);
        }
        this.pump();
      });
  }

  #crash(error: unknown): DeliveryResult {
    this.#log.error({ err: error }, 'a channel threw');
    return { ok: false, retryable: true, detail: 'internal error of the channel' };
  }
}

export const deliveredReason = (channel: string, detail: string) =>
  reason('NTF7', `delivered by ${channel}`, { channel, detail });
