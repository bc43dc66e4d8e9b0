import type { EventItem, IncidentDetail, IncidentItem } from '../../../src/shared/incident.ts';
import type { Conservation } from '../../../src/shared/stream.ts';
import { KEY } from './floor-config.ts';

/** An alert as a script would send it. */
export interface Alert {
  readonly summary: string;
  readonly event_id?: string;
  readonly status?: 'open' | 'ack' | 'close';
  readonly urgency?: string;
  readonly [field: string]: unknown;
}

/** What a test asks a server over HTTP. Every call fails loudly when the answer is not a 2xx. */
export interface Floor {
  /** Posts to the Standard integration; returns the answer's events. */
  alert(alert: Alert | readonly Alert[]): Promise<readonly { outcome: string; incident?: string }[]>;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  /** Any request with the admin token; the answer as it is. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  incidents(query?: string): Promise<readonly IncidentItem[]>;
  incident(id: string): Promise<IncidentDetail>;
  /** All events, page after page, newest first. */
  events(query?: string): Promise<readonly EventItem[]>;
  conservation(): Promise<Conservation>;
}

export function floorOf(url: string, token: string): Floor {
  const ask: Floor['ask'] = (method, path, body, headers) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
  const json = async <T>(answer: Response): Promise<T> => {
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const get = async <T>(path: string) => json<T>(await ask('GET', path));
  const all = async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: T[]; nextCursor: string | null } = await get(
        `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  };
  return {
    ask,
    get,
    post: async <T>(path: string, body: unknown = {}) => json<T>(await ask('POST', path, body)),
    async alert(alert) {
      const answer = await fetch(`${url}/integration/standard/v1/${KEY}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alert),
        signal: AbortSignal.timeout(10_000),
      });
      return (await json<{ events: { outcome: string; incident?: string }[] }>(answer)).events;
    },
    incidents: (query = '') => all<IncidentItem>(`/api/v1/incidents${query}`),
    incident: (id) => get<IncidentDetail>(`/api/v1/incidents/${id}`),
    events: (query = '') => all<EventItem>(`/api/v1/events${query}`),
    conservation: () => get<Conservation>('/api/v1/conservation'),
  };
}
