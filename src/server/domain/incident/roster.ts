import type { EscalationPolicy } from '../../../shared/config/policy.ts';
import type { Extension, Service } from '../../../shared/config/service.ts';
import type { NotificationRule, User } from '../../../shared/config/user.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { ActiveMaintenance } from '../maintenance/maintenance-at.ts';
import type { Incident, Instant } from './incident.ts';

/** Everything about people and services that a decision may ask; built once per config revision. */
export interface Roster {
  service(id: string): Service | undefined;
  user(id: string): User | undefined;
  /** Members of a team that still exist, in the config's order. */
  members(team: string): readonly string[];
  policy(id: string): EscalationPolicy | undefined;
  /** People of a schedule at an instant: now, next, or everybody (ROT rules). */
  oncall(schedule: string, at: Instant, who: 'current' | 'next' | 'all'): readonly string[];
  matchesRule(rule: NotificationRule, user: User, incident: Incident, at: Instant): boolean;
  /** End of the quiet hours a person is in, or null when they may be told. */
  quietUntil(user: User, urgency: Urgency, at: Instant): Instant | null;
  /** True for contacts that failed for good lately; nothing is tried there until one succeeds. */
  isDead(user: string, contact: string): boolean;
  /** The maintenance that mutes this urgency of a service at an instant, or null (SUP10). */
  maintenance(service: string, urgency: Urgency, at: Instant): ActiveMaintenance | null;
  extensions(service: string): readonly Extension[];
  readonly fallback: readonly string[];
  name(user: string): string;
}

/** Inputs of every decision: time and randomness are given, so that a recorded run replays (product rule 19). */
export interface DecisionContext {
  readonly now: Instant;
  readonly roster: Roster;
  /** Uniform in `[0, 1)`. */
  readonly random: () => number;
}
