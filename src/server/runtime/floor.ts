import type { ConfigDocument } from '../../shared/config/document.ts';
import type { Profile } from '../../shared/config/user.ts';
import type { ConfigProblem, ConfigResult } from '../../shared/config/validate.ts';
import type { IncidentDetail, IncidentItem } from '../../shared/incident.ts';
import type { Absence, CoverageGap, OncallItem, Shift } from '../../shared/oncall.ts';
import type { Actor } from '../../shared/reason.ts';
import type { Command, CommandResult, Conservation, Notice, SourceHeard } from '../../shared/stream.ts';
import type { RedactPart, Role, Severity, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import type { EventResult, Refusal } from '../sources/source.ts';
import type { Archiver } from './archiver.ts';
import type { DryRunService } from './dry-run/dry-run-service.ts';
import type { HeartbeatService } from './heartbeat-service.ts';
import type { Resource, RuntimeOverride } from './ports.ts';
import type { QueryPort } from './query-port.ts';
import type { QuietService } from './quiet-service.ts';

/** Who asks, proved by a token. `display` may only watch; `setup` may only make the first admin. */
export type Principal =
  | { readonly kind: 'user'; readonly id: string; readonly role: Role; readonly token: string }
  | {
      readonly kind: 'automation';
      readonly id: 'automation';
      readonly role: 'admin';
      readonly token: string;
      readonly onBehalfOf?: string;
    }
  | { readonly kind: 'display'; readonly id: string; readonly token: string };

/**
 * A tool acting on its own alerts, proved by its ingestion key (ING114): as a responder, on incidents of its domain
 * only.
 */
export interface IntegrationPrincipal {
  readonly kind: 'integration';
  readonly id: string;
  /** Domain of its dedup keys. */
  readonly domain: string;
}

export interface RaiseInput {
  readonly service: string;
  readonly summary: string;
  readonly urgency: Urgency;
  readonly severity?: Severity | null;
  readonly assignee?: string;
  readonly dedupKey?: string;
}

/** What goes, and why; the reason is kept in the timeline and the audit log. */
export interface RedactInput {
  readonly parts: readonly RedactPart[];
  readonly reason: string;
}

/** Messages on their way, by the ids their deliveries have; contacts left out because they are muted. */
export interface TestNotification {
  readonly deliveries: readonly { readonly id: string; readonly contact: string }[];
  readonly muted: readonly string[];
}

export type ConfigChange =
  | { readonly ok: true; readonly revision: number; readonly etag: string }
  | { readonly ok: false; readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] }
  | { readonly ok: false; readonly kind: 'managed-by-file' | 'stale' | 'storage' };

/** What a change of the config was about, audited beside the change itself; it must name no secret. */
export interface ConfigNote {
  readonly action: string;
  readonly target: string;
  readonly after?: unknown;
}

/** A request that a source's endpoint parsed. */
export interface IngestRequest {
  readonly integration: string;
  readonly receivedAt: number;
  readonly events: readonly ParsedEvent[];
  readonly raw: string;
  /** Becomes real together with the events: how far a fetcher has come (ING143). */
  readonly record?: Resource;
}
export type IngestReply =
  | { readonly ok: true; readonly results: readonly EventResult[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** A token or one-time link as people see it; the secret is shown once. */
export interface TokenInfo {
  readonly id: string;
  readonly kind: 'session' | 'api' | 'display';
  readonly name: string;
  /** User id, `automation`, or display id. */
  readonly subject: string;
  readonly hint: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
}

/** What the HTTP and stream adapters may ask of the floor. Every change goes through the runner and is audited. */
export interface Floor {
  readonly epoch: string;
  readonly queries: QueryPort;
  readonly heartbeats: HeartbeatService;
  /** Resolves after the commit. Rejects never; overload and a failed disk are refusals. */
  ingest(request: IngestRequest): Promise<IngestReply>;
  /** One `rejected` event for a body refused as a whole (too large, unreadable), with its reason. */
  reject(integration: string, refusal: Refusal, raw: string): Promise<void>;
  command(principal: Principal, command: Command): Promise<CommandResult>;
  raise(principal: Principal, input: RaiseInput): Promise<CommandResult>;
  /** Takes words out of an incident for good (AUD40). The caller must be an admin. */
  redact(principal: Principal, id: string, input: RedactInput): Promise<CommandResult>;
  item(id: string): Promise<IncidentItem | null>;
  detail(id: string, withRaw: boolean): Promise<IncidentDetail | null>;
  items(
    filter: Parameters<QueryPort['incidents']>[0],
  ): Promise<{ readonly items: readonly IncidentItem[]; readonly nextCursor: string | null }>;
  conservation(): Conservation;
  /** Policy, sizes and files of the archive; null where nothing is ever archived. */
  archives(): Promise<Awaited<ReturnType<Archiver['overview']>> | null>;

  config(): {
    readonly document: ConfigDocument;
    readonly revision: number;
    readonly etag: string;
    readonly managedByFile: boolean;
  };
  replaceConfig(
    principal: Principal,
    document: unknown,
    ifMatch: string | null,
    note?: ConfigNote,
  ): Promise<ConfigChange>;
  /** When each integration of the config was last heard. */
  sources(): readonly SourceHeard[];

  oncall(at: number): readonly OncallItem[];
  /** Null when there is no such schedule. `from`, `to` instants. */
  shifts(schedule: string, from: number, to: number): readonly Shift[] | null;
  gaps(from: number, to: number): readonly CoverageGap[];

  overrides(): readonly RuntimeOverride[];
  addOverride(
    principal: Principal,
    input: Omit<RuntimeOverride, 'id' | 'createdAt'>,
  ): Promise<RuntimeOverride>;
  absences(): readonly Absence[];
  addAbsence(principal: Principal, input: Omit<Absence, 'id'>): Promise<Absence>;
  /** How a person is told, as they set it; null when the config decides. */
  profile(user: string): Profile | null;
  /** Null removes it: the config decides again. */
  setProfile(principal: Principal, user: string, profile: Profile | null): Promise<void>;
  /** Tells every contact of a person that this is a test; null when there is no such person. */
  testNotification(principal: Principal, user: string): Promise<TestNotification | null>;
  /** Secrets the server must use, by the names a config gives them. Values are written and used, never shown. */
  secretNames(): readonly string[];
  setSecret(principal: Principal, name: string, value: string): Promise<void>;
  /** False when there was none. */
  removeSecret(principal: Principal, name: string): Promise<boolean>;
  removeResource(principal: Principal, kind: 'override' | 'absence' | 'notice', id: string): Promise<boolean>;
  notices(): readonly Notice[];
  /** Maintenance, shelves, and the register of what is kept quiet. */
  readonly quiet: QuietService;
  /** What would come of an event, and the saved ones that watch over the config. */
  readonly dryRuns: DryRunService;
  /** A document as somebody would put it in force: checked, nothing changed. */
  checkConfig(document: unknown): ConfigResult;

  /** Run-time records of the auth layer (tokens, links, pins, pairings): durable when it resolves, audited. */
  putRecord(
    actor: Actor,
    kind: string,
    id: string,
    value: unknown,
    audit: { readonly action: string; readonly after: unknown } | null,
  ): Promise<void>;
  removeRecord(
    actor: Actor,
    kind: string,
    id: string,
    audit: { readonly action: string } | null,
  ): Promise<void>;
  records(kind: string): readonly { readonly id: string; readonly value: unknown }[];
}
