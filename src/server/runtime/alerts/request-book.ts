/** What became of a request, as its sender may ask for it (ING113). */
export interface RequestRecord {
  readonly requestId: string;
  readonly integration: string;
  /** As Opsgenie names it: `Create`, `Acknowledge`, `AddTags` … */
  readonly action: string;
  readonly processedAt: number;
  readonly isSuccess: boolean;
  readonly status: string;
  readonly alertId: string;
  readonly alias: string;
}

/** Requests remembered; the oldest is forgotten first. */
const MAX_REQUESTS = 10_000;

/**
 * Outcomes of requests by their id. In memory only: a request was decided and stored before its 202, so what is lost
 * with a restart is the receipt, never the change; asked then, it is unknown.
 */
export function createRequestBook(max = MAX_REQUESTS) {
  const records = new Map<string, RequestRecord>();
  return {
    note(record: RequestRecord): void {
      records.set(record.requestId, record);
      if (records.size > max) records.delete(records.keys().next().value!);
    },
    /** Null for an id that is unknown, forgotten, or another integration's. */
    find(integration: string, requestId: string): RequestRecord | null {
      const record = records.get(requestId);
      return record?.integration === integration ? record : null;
    },
  };
}
export type RequestBook = ReturnType<typeof createRequestBook>;
