import { useEffect, useState } from 'react';
import type { ZodType } from 'zod';
import { api, type Problem } from '../../../session/api.ts';

export interface Polled<T> {
  /** The last good answer, kept while a later one fails. */
  readonly value: T | null;
  readonly problem: Problem | null;
}

/** Asks for several answers now and every `everyMs`; `null` as paths asks nothing. All must come for a new value. */
export function usePoll<T>(
  paths: readonly string[] | null,
  schema: ZodType<T>,
  everyMs: number,
): Polled<readonly T[]> {
  const [polled, setPolled] = useState<Polled<readonly T[]>>({ value: null, problem: null });
  const key = paths?.join('\n') ?? null;
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    const ask = async () => {
      const answers = await Promise.all(
        key
          .split('\n')
          .filter(Boolean)
          .map((path) => api(path, { schema, signal: stop.signal })),
      );
      if (stop.signal.aborted) return;
      const failed = answers.find((answer) => !answer.ok);
      if (failed && !failed.ok) setPolled((last) => ({ value: last.value, problem: failed.problem }));
      else
        setPolled({ value: answers.flatMap((answer) => (answer.ok ? [answer.value] : [])), problem: null });
    };
    void ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [key, schema, everyMs]);
  return polled;
}
