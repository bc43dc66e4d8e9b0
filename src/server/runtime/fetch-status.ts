import type { Instant } from '../domain/incident/incident.ts';

/** How a fetcher of one integration is doing, beside when its tool was last heard. */
export interface FetchStatus {
  readonly integration: string;
  /** When it last looked and could. */
  readonly lastSuccessAt: Instant | null;
  readonly lastError: { readonly at: Instant; readonly text: string } | null;
  /** Failures since the last success. */
  readonly failures: number;
}

/** Where fetchers of every kind say how they are doing, and who shows it asks (ING144). */
export interface FetchStatusPort {
  succeeded(integration: string, at: Instant): void;
  failed(integration: string, at: Instant, text: string): void;
  /** The integration fetches no more. */
  forget(integration: string): void;
  list(): readonly FetchStatus[];
}

/** `onChange` hears every success and failure, with null when a fetcher is forgotten. */
export function createFetchStatus(
  onChange: (integration: string, status: FetchStatus | null) => void,
): FetchStatusPort {
  const known = new Map<string, FetchStatus>();
  const put = (status: FetchStatus): void => {
    known.set(status.integration, status);
    onChange(status.integration, status);
  };
  return {
    succeeded(integration, at) {
      const lastError = known.get(integration)?.lastError ?? null;
      put({ integration, lastSuccessAt: at, lastError, failures: 0 });
    },
    failed(integration, at, text) {
      const before = known.get(integration);
      put({
        integration,
        lastSuccessAt: before?.lastSuccessAt ?? null,
        lastError: { at, text },
        failures: (before?.failures ?? 0) + 1,
      });
    },
    forget(integration) {
      if (known.delete(integration)) onChange(integration, null);
    },
    list: () => [...known.values()],
  };
}
