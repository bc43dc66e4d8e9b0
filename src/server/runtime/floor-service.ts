import type { Profile } from '../../shared/config/user.ts';
import type { IncidentDetail } from '../../shared/incident.ts';
import type { Absence, Shift } from '../../shared/oncall.ts';
import type { Actor } from '../../shared/reason.ts';
import { shiftsOf } from '../domain/oncall/shifts-of.ts';
import type { ArchivePort } from './archive-port.ts';
import type { Archiver } from './archiver.ts';
import { actorOf, roleOf } from './auth/actor.ts';
import { forbid } from './command-scope.ts';
import {
  type ConfigDeps,
  type ConfigFilePort,
  etagOf,
  prepareChange,
  stageRevision,
} from './config-keeper.ts';
import { checkDocument, hashDocumentSecrets } from './config-revision.ts';
import { gapsOf, oncallItems } from './directory.ts';
import { createDryRunService } from './dry-run/dry-run-service.ts';
import type { ConfigChange, ConfigNote, Floor, Principal } from './floor.ts';
import type { FloorCore } from './floor-core.ts';
import { createHeartbeatService } from './heartbeat-service.ts';
import type { RuntimeOverride, SecretsPort } from './ports.ts';
import type { IncidentFilter } from './query-port.ts';
import { createQuietService } from './quiet-service.ts';
import { redactEverywhere } from './redact-everywhere.ts';
import { UndoneError } from './runner.ts';
import { serviceNotes } from './service-notes.ts';
import { decideTest } from './test-notification.ts';

export interface FloorServiceDeps extends ConfigDeps {
  readonly core: FloorCore;
  readonly configFile: ConfigFilePort;
  readonly secrets: SecretsPort;
  readonly managedByFile: boolean;
  /** Null where nothing is ever archived. */
  readonly archives?: { readonly port: ArchivePort; readonly overview: Archiver['overview'] } | null;
}

/** A profile as the audit log may keep it for ever: which contacts, never their addresses (AUD42). */
const auditProfile = ({ contacts, ...rest }: Profile) => ({
  ...rest,
  contacts: contacts.map(({ id, channel, muted }) => ({ id, channel, muted: muted === true })),
});

/** `Floor` as the HTTP and stream adapters see it: the core, and everything around it that needs no decision. */
export function createFloor({
  core,
  configFile,
  secrets,
  managedByFile,
  archives = null,
  ...configDeps
}: FloorServiceDeps): Floor {
  const iso = (at: number) => new Date(at).toISOString();

  async function replaceConfig(
    principal: Principal,
    document: unknown,
    ifMatch: string | null,
    note?: ConfigNote,
  ): Promise<ConfigChange> {
    if (managedByFile) return { ok: false, kind: 'managed-by-file' };
    const prepared = prepareChange(document, core.revision(), ifMatch, configDeps);
    if (!prepared.ok) return prepared;
    const { revision } = prepared;
    try {
      const isCurrent = await core.change('config', (turn) => {
        if (core.revision().revision !== revision.revision - 1) return false;
        stageRevision(turn, revision, actorOf(principal), 'config.change', core.revision().document);
        if (note) turn.record(actorOf(principal), note.action, note.target, { after: note.after ?? null });
        return true;
      });
      if (!isCurrent) return { ok: false, kind: 'stale' };
    } catch (error) {
      if (error instanceof UndoneError) return { ok: false, kind: 'storage' };
      throw error;
    }
    core.adopt(revision);
    // The ledger has it; a file that could not be written is brought forward at the next start.
    await Promise.resolve(configFile.write(revision.document)).catch((error: unknown) =>
      core.log.error({ err: error }, 'config.json could not be written'),
    );
    return { ok: true, revision: revision.revision, etag: etagOf(revision) };
  }

  async function detail(id: string, withRaw: boolean): Promise<IncidentDetail | null> {
    const incident = core.incident(id) ?? (await core.queries.incident(id));
    if (!incident) return null;
    const [timeline, deliveries, events, parts] = await Promise.all([
      core.queries.timeline(id),
      core.queries.deliveries({ incident: id, limit: 500 }),
      core.queries.incidentEvents(id),
      core.queries.archiveParts(id),
    ]);
    const latest = parts.at(-1);
    const { fields, raw } = events;
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
    return {
      ...core.view(incident),
      timeline: [...timeline],
      deliveries: [...deliveries.items],
      details: (fields.details as Record<string, unknown> | undefined) ?? {},
      links: (fields.links as { text: string; url: string }[] | undefined) ?? [],
      serviceNotes: serviceNotes(core.catalog().config, incident.service),
      resource: text('resource'),
      metric: { name: text('metricName'), value: text('metricValue'), threshold: text('threshold') },
      raw: withRaw ? [...raw] : [],
      archived: latest === undefined ? null : { ...latest, earlier: parts.slice(0, -1) },
    };
  }

  async function items(filter: IncidentFilter) {
    const page = await core.queries.incidents(filter);
    // A row may be older than memory by one turn; what memory holds is never older.
    return {
      items: page.items.map((one) => core.view(core.incident(one.id) ?? one)),
      nextCursor: page.nextCursor,
    };
  }

  async function addOverride(
    principal: Principal,
    input: Omit<RuntimeOverride, 'id' | 'createdAt'>,
  ): Promise<RuntimeOverride> {
    const override: RuntimeOverride = { ...input, id: core.newId(), createdAt: core.now() };
    await core.change('override', (turn) => {
      turn.put({ kind: 'override', id: override.id, value: override });
      turn.record(actorOf(principal), 'override.create', `override:${override.id}`, {
        after: { ...override, from: iso(override.from), to: iso(override.to) },
      });
    });
    return override;
  }

  async function addAbsence(principal: Principal, input: Omit<Absence, 'id'>): Promise<Absence> {
    const absence: Absence = { ...input, id: core.newId() };
    await core.change('absence', (turn) => {
      turn.put({ kind: 'absence', id: absence.id, value: absence });
      turn.record(actorOf(principal), 'absence.create', `absence:${absence.id}`, { after: absence });
    });
    return absence;
  }

  async function removeResource(
    principal: Principal,
    kind: 'override' | 'absence' | 'notice',
    id: string,
  ): Promise<boolean> {
    const before = core.resources.get(kind, id);
    if (before === undefined) return false;
    const action = kind === 'notice' ? 'notice.dismiss' : `${kind}.remove`;
    await core.change(kind, (turn) => {
      turn.remove(kind, id);
      turn.record(actorOf(principal), action, `${kind}:${id}`, { before });
    });
    return true;
  }

  return {
    epoch: core.epoch,
    queries: core.queries,
    heartbeats: createHeartbeatService(core),
    ingest: (request) => core.ingest(request),
    reject: (integration, refusal, raw) => core.reject(integration, refusal, raw),
    command: (principal, command) => core.command(principal, command),
    raise: (principal, input) => core.raise(principal, input),
    async redact(principal, id, input) {
      if (roleOf(principal) !== 'admin') return forbid('redact needs the role admin');
      return redactEverywhere(core, archives?.port ?? null, principal, id, input);
    },
    async item(id) {
      const incident = core.incident(id) ?? (await core.queries.incident(id));
      return incident ? core.view(incident) : null;
    },
    detail,
    items,
    conservation: () => core.conservation(),
    archives: async () => (archives === null ? null : archives.overview()),
    config() {
      const revision = core.revision();
      return {
        document: revision.document,
        revision: revision.revision,
        etag: etagOf(revision),
        managedByFile,
      };
    },
    replaceConfig,
    sources: () => core.sources(),
    oncall: (at) => oncallItems(core.catalog(), at),
    shifts(id, from, to) {
      const schedule = core.catalog().schedules.get(id);
      if (!schedule) return null;
      return shiftsOf(schedule, from, to, core.catalog().env).map(
        (shift): Shift => ({
          layer: shift.layer,
          user: shift.user,
          from: iso(shift.from),
          to: iso(shift.to),
          ...(shift.override === undefined ? {} : { override: shift.override }),
          ...(shift.replaces === undefined ? {} : { replaces: [...shift.replaces] }),
          ...(shift.absence === undefined ? {} : { absence: shift.absence }),
        }),
      );
    },
    gaps: (from, to) => gapsOf(core.catalog(), from, to),
    overrides: () => core.resources.overrides(),
    addOverride,
    absences: () => core.resources.absences(),
    addAbsence,
    profile: (user) => core.catalog().profiles.get(user) ?? null,
    async setProfile(principal, user, profile) {
      const before = core.catalog().profiles.get(user) ?? null;
      await core.change('profile', (turn) => {
        if (profile) turn.put({ kind: 'profile', id: user, value: profile });
        else turn.remove('profile', user);
        turn.record(actorOf(principal), profile ? 'profile.set' : 'profile.remove', `user:${user}`, {
          before: before && auditProfile(before),
          after: profile && auditProfile(profile),
        });
      });
    },
    async testNotification(principal, id) {
      const user = core.catalog().users.get(id);
      if (!user) return null;
      return core.change('test notification', (turn) => decideTest(turn, principal, user, core.newId()));
    },
    secretNames: () => secrets.names(),
    async setSecret(principal, name, value) {
      secrets.set(name, value);
      // The audit says that it was set, by whom and how long it is; never what it is.
      await core.change('secret', (turn) =>
        turn.record(actorOf(principal), 'secret.set', `secret:${name}`, { after: { length: value.length } }),
      );
    },
    async removeSecret(principal, name) {
      if (!secrets.remove(name)) return false;
      await core.change('secret', (turn) =>
        turn.record(actorOf(principal), 'secret.remove', `secret:${name}`, {}),
      );
      return true;
    },
    removeResource,
    notices: () => core.notices(),
    quiet: createQuietService(core),
    dryRuns: createDryRunService(core),
    checkConfig: (document) => checkDocument(hashDocumentSecrets(document, configDeps.hashSecret)),
    async putRecord(actor: Actor, kind, id, value, audit) {
      await core.change(`put ${kind}`, (turn) => {
        turn.put({ kind, id, value });
        if (audit) turn.record(actor, audit.action, `${kind}:${id}`, { after: audit.after });
      });
    },
    async removeRecord(actor: Actor, kind, id, audit) {
      await core.change(`remove ${kind}`, (turn) => {
        turn.remove(kind, id);
        if (audit) turn.record(actor, audit.action, `${kind}:${id}`, {});
      });
    },
    records: (kind) => core.resources.list(kind),
  };
}
