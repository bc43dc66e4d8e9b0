import type {
  ConfigNote,
  Floor,
  IngestReply,
  IngestRequest,
  Principal,
  RedactInput,
} from '../../../src/server/runtime/floor.ts';
import type { LogPort } from '../../../src/server/runtime/ports.ts';
import type {
  EventFacts,
  IntegrationFigures,
  IntegrationFiguresFilter,
} from '../../../src/server/runtime/query-port.ts';
import { UndoneError } from '../../../src/server/runtime/runner.ts';
import type { Refusal } from '../../../src/server/sources/source.ts';
import type { HeartbeatItem } from '../../../src/shared/api/heartbeats.ts';
import {
  type ConfigDocument,
  type ConfigInput,
  configDocumentSchema,
} from '../../../src/shared/config/document.ts';
import type { Profile } from '../../../src/shared/config/user.ts';
import { validateConfig } from '../../../src/shared/config/validate.ts';
import type { IncidentItem } from '../../../src/shared/incident.ts';
import { reason } from '../../../src/shared/reason.ts';
import type { Command, Conservation, SourceHeard } from '../../../src/shared/stream.ts';

export const KEY = 'k-0123456789abcdef0123456789abcdef0123';
export const OTHER_KEY = 'k-other-type-0123456789abcdef01234567';
export const OFF_KEY = 'k-switched-off-0123456789abcdef012345';
export const DISPLAY_TOKEN = 'd-0123456789abcdef0123456789abcdef';
export const ADMIN_TOKEN = 'admin-token-0123456789abcdef0123456789';

export const CONFIG: ConfigInput = {
  version: 1,
  users: [
    { id: 'vi', name: 'Vi', role: 'viewer' },
    { id: 're', name: '김하늘', role: 'responder', locale: 'ko', email: 're@example.com' },
    { id: 'le', name: 'Le', role: 'lead' },
    { id: 'ad', name: 'Ad', role: 'admin' },
  ],
  schedules: [
    {
      id: 'primary',
      name: 'Primary',
      timeZone: 'Asia/Seoul',
      layers: [{ id: 'l1', users: ['re'], rotation: { start: '2026-11-16T09:00', every: 'P1W' } }],
    },
  ],
  services: [{ id: 'payments', name: 'Payments' }],
  integrations: [
    { id: 'std', name: 'Scripts', type: 'standard', key: KEY, service: 'payments' },
    { id: 'pd', name: 'PD', type: 'pagerduty', key: OTHER_KEY, service: 'payments' },
    { id: 'off', name: 'Off', type: 'standard', key: OFF_KEY, service: 'payments', enabled: false },
  ],
  displays: [{ id: 'wall-1', token: DISPLAY_TOKEN }, { id: 'wall-2' }],
};

export const ITEM: IncidentItem = {
  id: 'i1',
  number: 1,
  version: 3,
  status: 'open',
  urgency: 'high',
  severity: null,
  summary: 'disk full',
  service: 'payments',
  integration: 'std',
  dedupKey: 'disk',
  count: 1,
  assignee: null,
  responders: [],
  createdAt: '2026-11-22T00:00:00.000Z',
  ackedAt: null,
  closedAt: null,
  lastEventAt: '2026-11-22T00:00:00.000Z',
  cleared: false,
  next: null,
  band: 'open',
  exhausted: false,
  unseen: false,
  handedTo: null,
  snoozedUntil: null,
  maintenance: null,
  keys: 1,
  firing: 1,
  ackTimeout: null,
  marks: [],
};

/** What reached the floor. */
export interface Seen {
  readonly ingested: IngestRequest[];
  readonly rejected: { integration: string; refusal: Refusal; raw: string }[];
  readonly commands: { principal: Principal; command: Command }[];
  readonly writes: string[];
  readonly redactions: RedactInput[];
  /** What changes of the config were said to be about. */
  readonly notes: ConfigNote[];
  readonly audits: { actor: unknown; action: string; after?: unknown }[];
}

const ARCHIVES = {
  policy: null,
  ledger: { bytes: 1, freeBytes: 0 },
  archives: [],
  lastRun: null,
  waiting: { incidents: 0, events: 0 },
};
const NO_FIGURES: IntegrationFigures = {
  outcomes: { created: 0, deduplicated: 0, held: 0, suppressed: 0, updated: 0, ignored: 0, rejected: 0 },
  lastRefusal: null,
  unknownWords: [],
};
const EVENT: EventFacts = {
  item: {
    id: 'e1',
    receivedAt: '2026-11-22T00:00:00.000Z',
    eventAt: null,
    integration: 'std',
    dedupKey: 'disk',
    status: 'open',
    urgency: 'high',
    summary: 'disk full',
    outcome: 'created',
    reason: reason('RTE1', 'default service'),
    incident: 'i1',
    count: 1,
  },
  fields: { resource: 'db01' },
  raw: [{ at: '2026-11-22T00:00:00.000Z', body: '{"summary":"disk full"}' }],
};
const SPREAD = { count: 0, mean: null, p50: null, p95: null };

/** The heartbeats of the fake floor: one of `std`, one of `pd`. */
export const HEARTBEATS: readonly HeartbeatItem[] = ['std', 'pd'].map((integration) => ({
  id: `${integration} backup`,
  name: `${integration} backup`,
  label: `${integration} backup`,
  integration,
  service: 'payments',
  urgency: 'high',
  every: 'P1D',
  grace: 'PT1M',
  note: '',
  switchedOff: false,
  madeBy: integration === 'std' ? 'config' : 'api',
  state: 'on-time',
  lastBeatAt: ITEM.createdAt,
  dueAt: '2026-11-23T00:01:00.000Z',
  lateSince: null,
  incident: null,
}));

/** A floor that keeps everything in memory and takes every command; enough of one for the HTTP side. */
export function createFakeFloor(input: ConfigInput = CONFIG) {
  const profiles = new Map<string, Profile>();
  const records = new Map<string, Map<string, unknown>>();
  const seen: Seen = {
    ingested: [],
    rejected: [],
    commands: [],
    writes: [],
    notes: [],
    audits: [],
    redactions: [],
  };
  let document: ConfigDocument = configDocumentSchema.parse(input);
  let revision = 1;
  const state = {
    managedByFile: false,
    reply: null as IngestReply | null,
    filters: [] as unknown[],
    failing: false,
    figures: {} as Record<string, Partial<IntegrationFigures>>,
    sources: [] as SourceHeard[],
    /** Changes of somebody else that come in between, one each time the config is replaced. */
    between: [] as ((document: ConfigDocument) => ConfigDocument)[],
  };
  const kindOf = (kind: string) => {
    const found = records.get(kind) ?? new Map<string, unknown>();
    records.set(kind, found);
    return found;
  };
  const page = (items: readonly unknown[]) => (filter: { cursor?: string }) => {
    state.filters.push(filter);
    if (filter.cursor === 'junk') return Promise.reject(new Error('bad cursor'));
    return Promise.resolve({ items, nextCursor: null });
  };
  const conservation: Conservation = {
    received: 3,
    outcomes: { created: 1, deduplicated: 1, held: 0, suppressed: 0, updated: 0, ignored: 0, rejected: 1 },
  };
  const audit = {
    seq: 1,
    at: ITEM.createdAt,
    actor: { kind: 'user', id: 're' },
    action: 'incident.comment',
    target: 'incident:i1',
    before: null,
    after: { text: 'call 010-1234' },
    reason: null,
    hash: 'h',
  };
  const floor = {
    epoch: 'e1',
    queries: {
      incidents: page([]),
      incident: () => Promise.resolve(null),
      timeline: () => Promise.resolve([]),
      deliveries: page([]),
      incidentEvents: () => Promise.resolve({ fields: {}, raw: [] }),
      events: page([]),
      event: async (id: string) => (id === 'e1' ? EVENT : null),
      integrationFigures: async (filter: IntegrationFiguresFilter) => {
        state.filters.push(filter);
        return Object.fromEntries(
          filter.integrations.map(({ id }) => [id, { ...NO_FIGURES, ...state.figures[id] }]),
        );
      },
      audit: page([audit]),
      verifyAudit: () => Promise.resolve({ ok: true, entries: 1, head: 'h', firstBad: null }),
      systemReport: (filter: unknown) => {
        state.filters.push(filter);
        const row = { created: 1, acked: 0, closed: 0, open: 1, neverAckedClosed: 0, events: 1 };
        const spreads = { mtta: SPREAD, mttaAtLeast: SPREAD, mttrFromAck: SPREAD, mttrFromCreated: SPREAD };
        return Promise.resolve([{ group: '=cmd|calc', ...row, ...spreads }]);
      },
      heatmap: (filter: { of: string }) => {
        state.filters.push(filter);
        return Promise.resolve({
          of: filter.of,
          cells: [{ weekday: 0, hour: 9, count: 2 }],
          total: 2,
          before: 1,
          clockChanges: [],
        });
      },
      metrics: () => Promise.reject(new Error('not asked over HTTP')),
      close: () => Promise.resolve(),
    },
    heartbeats: {
      items: () => HEARTBEATS,
      beat: async (id: string, integration: string | null) => {
        if (state.failing) throw new UndoneError('storage', 'the disk failed');
        const found = HEARTBEATS.find(
          (one) => one.id === id && (integration === null || one.integration === integration),
        );
        if (found) seen.writes.push(`ping ${id}`);
        return found ?? null;
      },
      switchTo: async (actor: { id: string }, id: string, on: boolean) => {
        const found = HEARTBEATS.find((one) => one.id === id);
        if (found) seen.writes.push(`switch ${id} ${on} ${actor.id}`);
        return found ?? null;
      },
      takeBack: async (_actor: unknown, id: string) => {
        const found = HEARTBEATS.find((one) => one.id === id);
        if (!found) return 'none';
        if (found.madeBy === 'config') return 'config';
        seen.writes.push(`take back ${id}`);
        return 'removed';
      },
    },
    ingest: async (request: IngestRequest): Promise<IngestReply> => {
      seen.ingested.push(request);
      if (state.reply !== null) return state.reply;
      const results = request.events.map((event) =>
        event.ok
          ? ({ outcome: 'created', reason: reason('DED1', 'new'), incident: 'i1', dedupKey: 'k' } as const)
          : ({ outcome: 'rejected', reason: event.reason, incident: null, dedupKey: null } as const),
      );
      return { ok: true, results };
    },
    reject: async (integration: string, refusal: Refusal, raw: string) => {
      seen.rejected.push({ integration, refusal, raw });
    },
    command: async (principal: Principal, command: Command) => {
      seen.commands.push({ principal, command });
      if (command.incident === 'i1') return { ok: true, incident: ITEM } as const;
      const error = { status: 404, code: 'no-such-incident', message: 'There is no such incident' } as const;
      return { ok: false, error } as const;
    },
    raise: async () => {
      seen.writes.push('raise');
      return { ok: true, incident: ITEM } as const;
    },
    item: async () => ITEM,
    detail: async (id: string, withRaw: boolean) =>
      id !== 'i1'
        ? null
        : {
            ...ITEM,
            timeline: [],
            deliveries: [],
            details: {},
            links: [],
            resource: null,
            metric: { name: null, value: null, threshold: null },
            raw: withRaw ? [{ at: ITEM.createdAt, body: '{}' }] : [],
            archived: null,
          },
    items: page([ITEM]),
    conservation: () => conservation,
    archives: async () => ARCHIVES,
    config: () => ({ document, revision, etag: `"${revision}"`, managedByFile: state.managedByFile }),
    sources: () => state.sources,
    replaceConfig: async (_: Principal, next: unknown, ifMatch: string | null, note?: ConfigNote) => {
      const theirs = state.between.shift();
      if (theirs) {
        document = theirs(document);
        revision++;
      }
      if (state.managedByFile) return { ok: false, kind: 'managed-by-file' } as const;
      if (ifMatch !== null && ifMatch !== `"${revision}"`) return { ok: false, kind: 'stale' } as const;
      const checked = validateConfig(next, ['standard', 'pagerduty']);
      if (!checked.ok) return { ok: false, kind: 'invalid', problems: checked.problems } as const;
      seen.writes.push('config');
      if (note) seen.notes.push(note);
      document = checked.config;
      revision++;
      return { ok: true, revision, etag: `"${revision}"` } as const;
    },
    checkConfig: (next: unknown) => validateConfig(next, ['standard', 'pagerduty']),
    dryRuns: { saved: () => [], check: async () => ({ checked: 0, unchecked: 0, differing: [] }) },
    oncall: () => [{ schedule: 'primary', layer: 'l1', users: ['re'], until: null }],
    shifts: (schedule: string) => (schedule === 'primary' ? [] : null),
    gaps: () => [],
    overrides: () => [],
    addOverride: async (_principal: Principal, override: object) => {
      seen.writes.push('override');
      return { ...override, id: 'o1', createdAt: 0 };
    },
    absences: () => [],
    addAbsence: async (_principal: Principal, absence: object) => {
      seen.writes.push('absence');
      return { ...absence, id: 'a1' };
    },
    profile: (user: string) => profiles.get(user) ?? null,
    setProfile: async (principal: Principal, user: string, profile: Profile | null) => {
      seen.writes.push(`profile ${principal.id} ${user} ${profile === null ? 'removed' : 'set'}`);
      if (profile) profiles.set(user, profile);
      else profiles.delete(user);
    },
    testNotification: async (_principal: Principal, user: string) => {
      const known = document.users.find((each) => each.id === user);
      if (!known) return null;
      const contacts = profiles.get(user)?.contacts ?? known.contacts;
      const [muted, open] = [true, false].map((is) =>
        contacts.filter((each) => (each.muted === true) === is),
      );
      return {
        deliveries: open!.map(({ id }) => ({ id: `test/${id}`, contact: id })),
        muted: muted!.map(({ id }) => id),
      };
    },
    redact: async (_principal: Principal, id: string, input: RedactInput) => {
      seen.redactions.push(input);
      if (id === 'i1') return { ok: true, incident: ITEM } as const;
      const error = { status: 404, code: 'no-such-incident', message: 'There is no such incident' } as const;
      return { ok: false, error } as const;
    },
    secretNames: () => ['smtp'],
    setSecret: async (_principal: Principal, name: string, value: string) => {
      seen.writes.push(`secret ${name} ${value.length}`);
    },
    removeSecret: async (_principal: Principal, name: string) => name === 'smtp',
    removeResource: async (_principal: Principal, kind: string, id: string) => {
      if (id !== 'known') return false;
      seen.writes.push(`remove ${kind}`);
      return true;
    },
    notices: () => [],
    putRecord: async (
      actor: unknown,
      kind: string,
      id: string,
      value: unknown,
      entry: { action: string } | null,
    ) => {
      if (state.failing) throw Object.assign(new Error('disk full'), { name: 'StorageError' });
      kindOf(kind).set(id, structuredClone(value));
      if (entry !== null) seen.audits.push({ actor, ...entry });
    },
    removeRecord: async (actor: unknown, kind: string, id: string, entry: { action: string } | null) => {
      kindOf(kind).delete(id);
      if (entry !== null) seen.audits.push({ actor, ...entry });
    },
    records: (kind: string) => [...kindOf(kind)].map(([id, value]) => ({ id, value })),
  } as unknown as Floor;
  return { floor, seen, state, records };
}

export const quietLog: LogPort = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
