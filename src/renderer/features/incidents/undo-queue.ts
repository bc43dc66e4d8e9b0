/** What one target's command came to. */
export interface TargetResult {
  readonly id: string;
  readonly ok: boolean;
  /** What a person can read, when it was refused. */
  readonly error?: string;
}

/** An action on many incidents: it waits, so that it can be taken back, then runs in parts. */
export interface Batch {
  readonly key: number;
  readonly kind: 'ack' | 'close' | 'assign' | 'shelve';
  readonly ids: readonly string[];
  /** What it does, where that says more than its kind and how many. */
  readonly label: string | null;
  /** Monotonic ms at which it leaves; before that nothing was sent. */
  readonly dueAt: number;
  readonly state: 'waiting' | 'running' | 'done';
  readonly results: readonly TargetResult[];
  /** Stopped by a person while running: what was not sent stays as it is. */
  readonly stopped: boolean;
}

/** Sends one part; it answers for each id or rejects as a whole. */
export type SendPart = (ids: readonly string[]) => Promise<readonly TargetResult[]>;

export interface UndoClock {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export const UNDO_MS = 5000;
const PART = 50;

/**
 * Actions that wait five seconds before they are sent (product rule 12: undo is before taking effect).
 * Nothing leaves this queue while it waits; after that it reports how far each part came.
 */
export function createUndoQueue(clock: UndoClock) {
  let batches: readonly Batch[] = [];
  let nextKey = 1;
  const waits = new Map<number, () => void>();
  const listeners = new Set<() => void>();

  const set = (key: number, change: Partial<Batch> | null) => {
    batches =
      change === null
        ? batches.filter((batch) => batch.key !== key)
        : batches.map((batch) => (batch.key === key ? { ...batch, ...change } : batch));
    for (const listener of listeners) listener();
  };
  const find = (key: number) => batches.find((batch) => batch.key === key);

  async function run(key: number, send: SendPart, failed: (error: unknown) => string) {
    waits.delete(key);
    set(key, { state: 'running' });
    const ids = find(key)?.ids ?? [];
    for (let at = 0; at < ids.length; at += PART) {
      if (find(key)?.stopped) break;
      const part = ids.slice(at, at + PART);
      let results: readonly TargetResult[];
      try {
        results = await send(part);
      } catch (error) {
        const message = failed(error);
        results = part.map((id) => ({ id, ok: false, error: message }));
      }
      set(key, { results: [...(find(key)?.results ?? []), ...results] });
    }
    set(key, { state: 'done' });
  }

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    batches: (): readonly Batch[] => batches,
    /** Queues an action; it is sent `UNDO_MS` later unless taken back. */
    add(
      kind: Batch['kind'],
      ids: readonly string[],
      send: SendPart,
      failed: (error: unknown) => string,
      label: string | null = null,
    ): number {
      const key = nextKey++;
      const batch: Batch = {
        key,
        kind,
        ids: [...new Set(ids)],
        label,
        dueAt: clock.now() + UNDO_MS,
        state: 'waiting',
        results: [],
        stopped: false,
      };
      batches = [...batches, batch];
      waits.set(
        key,
        clock.after(UNDO_MS, () => void run(key, send, failed)),
      );
      for (const listener of listeners) listener();
      return key;
    },
    /** Takes back what still waits. False when it was too late. */
    undo(key: number): boolean {
      if (find(key)?.state !== 'waiting') return false;
      waits.get(key)?.();
      waits.delete(key);
      set(key, null);
      return true;
    },
    /** Takes back the latest waiting action. */
    undoLatest(): boolean {
      const latest = batches.findLast((batch) => batch.state === 'waiting');
      return latest !== undefined && this.undo(latest.key);
    },
    /** Stops a running action after the part under way. */
    stop(key: number): void {
      if (find(key)?.state === 'running') set(key, { stopped: true });
    },
    /** Puts a finished report away. */
    dismiss(key: number): void {
      if (find(key)?.state === 'done') set(key, null);
    },
    hasWaiting: (): boolean => batches.some((batch) => batch.state !== 'done'),
  };
}
export type UndoQueue = ReturnType<typeof createUndoQueue>;
