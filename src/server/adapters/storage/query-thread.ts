import { Worker } from 'node:worker_threads';
import type { QueryAnswer, QueryRequest } from './query-protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface QueryThread {
  /** Rejects with the worker's error, `query thread stopped` when it died, or `too many queries waiting`. */
  readonly ask: (method: string, args: readonly unknown[]) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Requests a thread may hold at once; past that a caller is told so instead of waiting without end. */
const MOST_WAITING = 500;

/** One worker, started with its first request, and again with the next one after it died. */
export function createQueryThread(url: URL, dir: string, now: () => number): QueryThread {
  let worker: Worker | null = null;
  let lastId = 0;
  let isClosed = false;
  const waiting = new Map<number, Waiting>();

  const failAll = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(url, { workerData: { dir } });
    const lost = (error?: unknown): void => {
      if (worker !== started) return;
      worker = null;
      failAll(new Error('query thread stopped', { cause: error }));
    };
    started.on('message', (answer: QueryAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.ok) asked?.resolve(answer.value);
      else asked?.reject(Object.assign(new Error(answer.message), { name: answer.name }));
    });
    started.on('error', lost);
    started.on('exit', () => lost());
    return started;
  };

  return {
    ask: (method, args) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('queries are closed'));
        if (waiting.size >= MOST_WAITING) return reject(new Error('too many queries waiting'));
        worker ??= start();
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        worker.postMessage({ id: lastId, method, args, now: now() } satisfies QueryRequest);
      }),
    close: async () => {
      isClosed = true;
      const last = worker;
      worker = null;
      failAll(new Error('queries are closed'));
      await last?.terminate();
    },
  };
}
