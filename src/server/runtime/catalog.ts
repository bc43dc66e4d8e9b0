import type { ConfigDocument } from '../../shared/config/document.ts';
import type { Integration } from '../../shared/config/integration.ts';
import type { Schedule } from '../../shared/config/schedule.ts';
import type { Extension, Service } from '../../shared/config/service.ts';
import type { NotificationRule, Profile, User } from '../../shared/config/user.ts';
import type { Absence } from '../../shared/oncall.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Roster } from '../domain/incident/roster.ts';
import { compileCondition, type Test } from '../domain/matching/condition.ts';
import { compileRoutes, type RouteEvent } from '../domain/matching/route.ts';
import type { Subject } from '../domain/matching/subject.ts';
import type { OncallEnv } from '../domain/oncall/oncall-env.ts';
import { oncallUsers } from '../domain/oncall/oncall-users.ts';
import { windowEndAt } from '../domain/time/week-window.ts';
import type { RuntimeOverride } from './ports.ts';

export interface CompiledIntegration {
  readonly integration: Integration;
  /** Domain of its dedup keys. */
  readonly domain: string;
  readonly route: RouteEvent;
}

/** A config revision with the run-time facts about people, compiled for quick decisions. Never changed once made. */
export interface Catalog {
  readonly config: ConfigDocument;
  readonly integrations: ReadonlyMap<string, CompiledIntegration>;
  readonly services: ReadonlyMap<string, Service>;
  readonly users: ReadonlyMap<string, User>;
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly env: OncallEnv;
  readonly roster: Roster;
  /** People whose contacts are their own, not an admin's. */
  readonly profiles: ReadonlyMap<string, Profile>;
}

const byId = <T extends { readonly id: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((item) => [item.id, item]));

/** Longest chain of adjoining quiet windows followed to its end: two weeks of daily ones. */
const MAX_QUIET_WINDOWS = 30;

/** Quiet hours that never end are looked at again after a year. */
const MAX_QUIET_MS = 366 * 86_400_000;

export function compileCatalog(input: {
  readonly config: ConfigDocument;
  readonly overrides: readonly RuntimeOverride[];
  readonly absences: readonly Absence[];
  /** What people set about themselves; it stands in front of the config. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Asked at each decision, since deliveries change it (NTF rule of dead contacts). */
  readonly isDead: Roster['isDead'];
}): Catalog {
  const { config } = input;
  const holidays = new Set(config.calendars.flatMap((calendar) => calendar.dates));
  const defaults = { zone: config.timeZone, holidays };
  const services = byId(config.services);
  const users = new Map(config.users.map((user) => [user.id, { ...user, ...input.profiles.get(user.id) }]));
  const teams = new Map(config.teams.map((team) => [team.id, team.members]));
  const schedules = byId(config.schedules);
  const policies = byId(config.escalationPolicies);
  const env: OncallEnv = {
    teams,
    holidays,
    overrides: input.overrides,
    absences: input.absences.map((absence) => ({
      id: absence.id,
      user: absence.user,
      standIn: absence.standIn,
      from: Date.parse(absence.from),
      to: Date.parse(absence.to),
    })),
  };

  const rules = new Map<NotificationRule, Test>();
  const testOf = (rule: NotificationRule, zone: string): Test => {
    const known = rules.get(rule);
    if (known) return known;
    const test = compileWhen(rule.when, { zone, holidays });
    rules.set(rule, test);
    return test;
  };

  const extensionsOf = new Map<string, readonly Extension[]>();
  for (const service of config.services) {
    extensionsOf.set(
      service.id,
      config.extensions.filter(({ services: of }) => of.length === 0 || of.includes(service.id)),
    );
  }

  const roster: Roster = {
    service: (id) => services.get(id),
    user: (id) => users.get(id),
    members: (team) => (teams.get(team) ?? []).filter((id) => users.has(id)),
    policy: (id) => policies.get(id),
    oncall: (id, at, who) => {
      const schedule = schedules.get(id);
      return schedule ? oncallUsers(schedule, at, who, env) : [];
    },
    matchesRule: (rule, user, incident, at) =>
      testOf(rule, user.timeZone ?? config.timeZone)(incidentSubject(incident), at),
    quietUntil: (user, urgency, at) => {
      const zone = user.timeZone ?? config.timeZone;
      let until: number | null = null;
      for (let chained = 0; chained < MAX_QUIET_WINDOWS; chained++) {
        const from: number = until ?? at;
        const ends: number[] = user.quietHours
          .filter((quiet) => !quiet.exceptUrgency.includes(urgency))
          .map((quiet) => windowEndAt(quiet, from, zone, holidays))
          .filter((end) => end !== null);
        if (ends.length === 0) return until;
        until = Math.max(...ends);
        if (until - at >= MAX_QUIET_MS) return at + MAX_QUIET_MS;
      }
      return until;
    },
    isDead: input.isDead,
    extensions: (service) =>
      extensionsOf.get(service) ?? config.extensions.filter((one) => one.services.length === 0),
    fallback: config.fallback.users,
    name: (id) => users.get(id)?.name ?? id,
  };

  const integrations = new Map(
    config.integrations.map((integration) => [
      integration.id,
      {
        integration,
        domain: integration.dedupDomain === undefined ? integration.id : `domain:${integration.dedupDomain}`,
        route: compileRoutes(integration, defaults),
      },
    ]),
  );
  return { config, integrations, services, users, schedules, env, roster, profiles: input.profiles };
}

function compileWhen(when: NotificationRule['when'], defaults: Parameters<typeof compileCondition>[1]): Test {
  const isLong = ['all', 'any', 'not', 'field', 'timeOfWeek'].some((key) => key in when);
  if (isLong) return compileCondition(when as Parameters<typeof compileCondition>[0], defaults);
  const short = when as { readonly urgency?: readonly string[]; readonly service?: readonly string[] };
  return (subject) =>
    (short.urgency === undefined || short.urgency.includes(String(subject.field('urgency')))) &&
    (short.service === undefined || short.service.includes(String(subject.field('service'))));
}

/** Fields a personal rule may ask of an incident. */
export function incidentSubject(incident: Incident): Subject {
  return {
    field(name) {
      switch (name) {
        case 'urgency':
        case 'service':
        case 'summary':
        case 'status':
        case 'count':
        case 'dedupKey':
          return incident[name];
        case 'severity':
        case 'integration':
          return incident[name] ?? undefined;
        default:
          return undefined;
      }
    },
  };
}
