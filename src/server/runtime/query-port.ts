import type { ArchivePart, Delivery, EventItem, TimelineEntry } from '../../shared/incident.ts';
import type { Actor, Reason } from '../../shared/reason.ts';
import type { Conservation, Metrics } from '../../shared/stream.ts';
import type { Outcome, Status, Urgency } from '../../shared/words.ts';
import type { Incident, Instant } from '../domain/incident/incident.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface RecordedEvent {
  readonly item: EventItem;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly raw: string | null;
}

export interface IncidentFilter {
  readonly status?: readonly Status[];
  readonly urgency?: readonly Urgency[];
  readonly service?: readonly string[];
  readonly assignee?: string;
  readonly integration?: readonly string[];
  /** Words found in summary, dedup key, service or number; every word must be found. */
  readonly q?: string;
  /** Created in `[from, to)`. */
  readonly from?: Instant;
  readonly to?: Instant;
  readonly limit: number;
  readonly cursor?: string;
}

export interface EventFilter {
  readonly outcome?: readonly Outcome[];
  readonly integration?: readonly string[];
  readonly incident?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly limit: number;
  readonly cursor?: string;
}

export interface AuditItem {
  readonly seq: number;
  readonly at: string;
  readonly actor: Actor;
  readonly action: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: Reason | null;
  readonly hash: string;
}

export interface AuditFilter {
  readonly actor?: string;
  /** Prefix: `incident` finds `incident.ack`. */
  readonly action?: string;
  readonly target?: string;
  readonly q?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly limit: number;
  readonly cursor?: string;
}

export interface ReportFilter {
  readonly from: Instant;
  readonly to: Instant;
  /** IANA zone the hours, days and groups are cut in. */
  readonly zone: string;
  readonly service?: readonly string[];
  readonly urgency?: readonly Urgency[];
  readonly integration?: readonly string[];
  /** Left out unless true (product rule 16): closed by silence, and incidents that told nobody. */
  readonly includeAutoClosed?: boolean;
  readonly includeSilent?: boolean;
}

/** Durations in ms. `atLeast`: open ones counted up to now. */
export interface Spread {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface SystemReportRow {
  /** Group: a date, service, urgency, integration or person; `total` for the whole. */
  readonly group: string;
  readonly created: number;
  readonly acked: number;
  readonly closed: number;
  readonly open: number;
  readonly neverAckedClosed: number;
  /** Created → first ack, acked ones; open unacked ones beside it as "at least". */
  readonly mtta: Spread;
  readonly mttaAtLeast: Spread;
  /** Ack → close. */
  readonly mttrFromAck: Spread;
  /** Created → close. */
  readonly mttrFromCreated: Spread;
  readonly events: number;
}

export type SystemGroup = 'day' | 'week' | 'month' | 'service' | 'urgency' | 'integration' | 'assignee';

export interface HeatmapCell {
  /** 0 Monday … 6 Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly count: number;
}
export interface HeatmapReport {
  readonly of: 'incidents' | 'events' | 'notifications';
  readonly cells: readonly HeatmapCell[];
  readonly total: number;
  /** Total of the span of the same length before. */
  readonly before: number;
  /** Cells whose hour a clock change in the span repeated or removed. */
  readonly clockChanges: readonly {
    readonly weekday: number;
    readonly hour: number;
    readonly kind: 'repeated' | 'removed';
    readonly date: string;
  }[];
}

export interface AnsweredFilter {
  readonly since: Instant;
  readonly service?: readonly string[];
  readonly urgency?: readonly Urgency[];
}

export interface AlarmSpans {
  /** Begin of the ten minutes of the floor's first incident, `from` when that is older; null when there is none. */
  readonly firstAt: Instant | null;
  readonly counts: readonly number[];
}

/** One event with what is kept of it. */
export interface EventFacts {
  readonly item: EventItem;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Bodies kept of the moments it came at; several when several requests of its incident came in the same one. */
  readonly raw: readonly { readonly at: string; readonly body: string }[];
}

export interface IntegrationFiguresFilter {
  /** Outcomes are counted by whole quarter hours from the one of this instant on. */
  readonly from: Instant;
  /** Unknown words are those of events since. */
  readonly wordsFrom: Instant;
  readonly integrations: readonly {
    readonly id: string;
    /** When something of it was last refused, null where nothing was. */
    readonly refusedAt: Instant | null;
  }[];
}

/** What became of an integration's events lately. */
export interface IntegrationFigures {
  readonly outcomes: Conservation['outcomes'];
  readonly lastRefusal: { readonly event: string; readonly at: string; readonly reason: Reason } | null;
  /** Words for an urgency that nobody knew when they came (RTE9), most events first; of its newest 1,000 rows. */
  readonly unknownWords: readonly {
    readonly word: string;
    readonly count: number;
    readonly lastAt: string;
  }[];
}

/**
 * Reads, off the writer's thread. Every method runs on a read connection and sees only committed facts.
 * Cursors are opaque; an unreadable one gives the first page's error `bad cursor` as a rejected promise.
 */
export interface QueryPort {
  incidents(filter: IncidentFilter): Promise<Page<Incident>>;
  incident(id: string): Promise<Incident | null>;
  incidentByNumber(number: number): Promise<Incident | null>;
  /** Of each incident the fields of its first event and its timeline, in the order asked. */
  incidentFacts(incidents: readonly string[]): Promise<
    readonly {
      readonly fields: Readonly<Record<string, unknown>>;
      readonly timeline: readonly TimelineEntry[];
    }[]
  >;
  timeline(incident: string): Promise<readonly TimelineEntry[]>;
  deliveries(filter: {
    readonly incident?: string;
    readonly limit: number;
    readonly cursor?: string;
  }): Promise<Page<Delivery>>;
  /** Fields of the first event (details, links, resource, metric), and raw bodies kept, first and latest. */
  incidentEvents(incident: string): Promise<{
    readonly fields: Readonly<Record<string, unknown>>;
    readonly raw: readonly { readonly at: string; readonly body: string }[];
  }>;
  /**
   * One event of the ledger with all that was kept of it, by its id; null where there is none, or it was archived.
   * `raw`: the body of its request, where that very one was kept.
   */
  recordedEvent(id: string): Promise<RecordedEvent | null>;
  /** Files that details of an incident were archived to, oldest first. */
  archiveParts(incident: string): Promise<readonly ArchivePart[]>;
  events(filter: EventFilter): Promise<Page<EventItem>>;
  event(id: string): Promise<EventFacts | null>;
  /** Figures by integration, one entry for each that was asked for. */
  integrationFigures(filter: IntegrationFiguresFilter): Promise<Readonly<Record<string, IntegrationFigures>>>;
  audit(filter: AuditFilter): Promise<Page<AuditItem>>;
  verifyAudit(): Promise<{
    readonly ok: boolean;
    readonly entries: number;
    readonly head: string;
    readonly firstBad: number | null;
  }>;
  systemReport(filter: ReportFilter & { readonly by?: SystemGroup }): Promise<readonly SystemReportRow[]>;
  heatmap(filter: ReportFilter & { readonly of: HeatmapReport['of'] }): Promise<HeatmapReport>;
  /** Figures of a wall; everything of `Metrics` but the live flood threshold. */
  metrics(now: Instant, zone: string): Promise<Omit<Metrics, 'floodThreshold'>>;
  /**
   * When the last closed incident created at or after `since` stopped waiting for an answer: its last ack, or its
   * close where nobody had it then. Null when there is none; silent ones asked nobody.
   */
  lastAnswered(filter: AnsweredFilter): Promise<Instant | null>;
  /** New incidents per ten minutes of the epoch in `[from, to)`: the counts that are not zero, and since when. */
  alarmSpans(from: Instant, to: Instant): Promise<AlarmSpans>;
  close(): Promise<void>;
}
