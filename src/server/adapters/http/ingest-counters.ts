/** Plain numbers that the fast path raises; the metrics read them when asked. */
export interface IngestCounters {
  /** Answers by `type|status`. */
  readonly answers: Map<string, number>;
  wrongKeys: number;
  /** Right keys with a signature that was wrong, missing or stale; not in `received` either (ING50). */
  refusedSignatures: number;
  /** Requests refused under overload; they are not in `received` (product rule 1). */
  shed: number;
  adapterFailures: number;
  aborted: number;
  inFlight: number;
  bufferedBytes: number;
}

export const newIngestCounters = (): IngestCounters => ({
  answers: new Map(),
  wrongKeys: 0,
  refusedSignatures: 0,
  shed: 0,
  adapterFailures: 0,
  aborted: 0,
  inFlight: 0,
  bufferedBytes: 0,
});
