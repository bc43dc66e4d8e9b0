import type { Migration } from './migration.ts';

/**
 * Incidents are three rows: narrow indexed columns for lists and reports, the JSON state, and the two
 * figures a hot repeat changes, so that a repeat rewrites a few bytes and not a page of JSON.
 * `urgency` is the rank (0 highest … 5 none); instants are epoch ms; a `quarter` is epoch ms / 900,000,
 * because zones in use are whole quarter hours from UTC.
 */
export const ledgerMigration: Migration = {
  version: 1,
  name: 'ledger',
  statements: [
    // 'WFLR'
    'PRAGMA application_id = 1464224850',
    `CREATE TABLE incidents (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, urgency INTEGER NOT NULL,
      service TEXT NOT NULL, integration TEXT, domain TEXT NOT NULL, dedup_key TEXT NOT NULL, summary TEXT NOT NULL,
      assignee TEXT, created_at INTEGER NOT NULL, acked_at INTEGER, closed_at INTEGER, closed_by TEXT,
      silent INTEGER NOT NULL, unseen INTEGER NOT NULL) STRICT`,
    'CREATE INDEX incidents_created ON incidents (created_at, service, urgency, integration)',
    'CREATE INDEX incidents_service ON incidents (service, created_at, urgency)',
    'CREATE INDEX incidents_urgency ON incidents (urgency, created_at)',
    'CREATE INDEX incidents_assignee ON incidents (assignee, created_at) WHERE assignee IS NOT NULL',
    `CREATE INDEX incidents_live ON incidents (created_at) WHERE status <> 'closed'`,
    'CREATE INDEX incidents_unseen ON incidents (created_at) WHERE unseen = 1',
    `CREATE INDEX incidents_closed_key ON incidents (domain, dedup_key, closed_at) WHERE status = 'closed'`,
    'CREATE TABLE incident_states (number INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT',
    `CREATE TABLE incident_heat (number INTEGER PRIMARY KEY, count INTEGER NOT NULL, last_event_at INTEGER NOT NULL)
      STRICT`,
    'CREATE TABLE policies (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT',
    `CREATE TABLE timeline (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, incident INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
      actor TEXT NOT NULL, reason TEXT NOT NULL, data TEXT) STRICT`,
    'CREATE INDEX timeline_incident ON timeline (incident)',
    `CREATE TABLE events (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, received_at INTEGER NOT NULL, event_at INTEGER,
      integration TEXT NOT NULL, dedup_key TEXT, status TEXT, urgency INTEGER, summary TEXT,
      outcome TEXT NOT NULL, reason TEXT NOT NULL, incident INTEGER) STRICT`,
    'CREATE INDEX events_received ON events (received_at)',
    'CREATE INDEX events_outcome ON events (outcome, received_at)',
    'CREATE INDEX events_integration ON events (integration, received_at)',
    'CREATE INDEX events_incident ON events (incident, outcome) WHERE incident IS NOT NULL',
    'CREATE TABLE event_heat (seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, last_received_at INTEGER NOT NULL) STRICT',
    'CREATE TABLE event_fields (seq INTEGER PRIMARY KEY, fields TEXT NOT NULL) STRICT',
    // slot 0 first, 1 latest, 2… the sample; `seen` counts bodies offered, on slot 0.
    `CREATE TABLE raw_bodies (
      owner TEXT NOT NULL, slot INTEGER NOT NULL, at INTEGER NOT NULL, seen INTEGER NOT NULL, body TEXT NOT NULL,
      UNIQUE (owner, slot)) STRICT`,
    `CREATE TABLE outcome_quarters (
      quarter INTEGER NOT NULL, integration TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (quarter, integration, outcome)) STRICT, WITHOUT ROWID`,
    'CREATE TABLE outcome_totals (outcome TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID',
    `CREATE TABLE outbox (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident INTEGER, state TEXT NOT NULL, attempts INTEGER NOT NULL,
      created_at INTEGER NOT NULL, last_attempt_at INTEGER, next_attempt_at INTEGER, error TEXT,
      recipient TEXT NOT NULL, message TEXT NOT NULL) STRICT`,
    `CREATE INDEX outbox_pending ON outbox (seq) WHERE state = 'pending'`,
    'CREATE INDEX outbox_incident ON outbox (incident, created_at) WHERE incident IS NOT NULL',
    'CREATE INDEX outbox_created ON outbox (created_at)',
    `CREATE INDEX outbox_sent ON outbox (last_attempt_at) WHERE state = 'sent' AND recipient = 'person'`,
    `CREATE TABLE audit (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor_id TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL,
      actor TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL) STRICT`,
    'CREATE INDEX audit_actor ON audit (actor_id)',
    'CREATE INDEX audit_target ON audit (target)',
    'CREATE INDEX audit_action ON audit (action)',
    'CREATE TABLE resources (kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID',
    'CREATE TABLE heard (integration TEXT PRIMARY KEY, last_accepted_at TEXT, last_refused_at TEXT) STRICT, WITHOUT ROWID',
    'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
    // Facts about the database itself (install id, audit head), apart from what the runner keeps in `meta`.
    'CREATE TABLE ledger_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  ],
};
