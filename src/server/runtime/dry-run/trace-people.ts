import type { TraceLine } from '../../../shared/api/dry-run.ts';
import type { Target } from '../../../shared/config/policy.ts';
import type { User } from '../../../shared/config/user.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import { explainCondition } from '../../domain/matching/explain-condition.ts';
import { oncallAt } from '../../domain/oncall/oncall-at.ts';
import { oncallUsers } from '../../domain/oncall/oncall-users.ts';
import { type Catalog, incidentSubject } from '../catalog.ts';
import { becauseOf, conditionOf, partsOf } from './condition-words.ts';
import type { Decided } from './scratch-floor.ts';

/** Lines about people of one run; a policy of twenty steps and nine passes says the same again and again. */
const MAX_LINES = 400;

/**
 * [RTE49] For each step that fires: whom it names and why they are on call, and for each person the personal rules with
 * what holds and what does not, and the quiet hours. What was said of a person before is not said again.
 */
export function createPeopleTrace(catalog: Catalog) {
  const lines: TraceLine[] = [];
  const said = new Set<string>();
  let left = 0;

  const add = (line: Omit<TraceLine, 'event'>, isNew = true): void => {
    const text = JSON.stringify(line);
    if (isNew && said.has(text)) return;
    said.add(text);
    if (lines.length < MAX_LINES) lines.push({ event: null, ...line });
    else left += 1;
  };

  function follow({ at, entries, turn }: Decided): void {
    for (const entry of entries) {
      const incident = turn.get(entry.incident);
      const run = incident?.run;
      if (entry.kind === 'run-started' && run)
        add({
          stage: 'policy',
          verdict: 'yes',
          reason: reason('RTE48', `policy "${run.policy.name}", ${run.policy.passes} passes`, {
            policy: run.policy.name,
            steps: run.policy.steps.length,
            passes: run.policy.passes,
            cause: 'policy',
          }),
        });
      if (entry.kind !== 'step-fired' || !incident || !run) continue;
      add({ stage: 'policy', verdict: 'info', reason: entry.reason }, false);
      const step = run.policy.steps[Number(entry.data?.step)];
      for (const target of step?.targets ?? []) explainTarget(target, at, users(entry.data?.users));
      for (const id of users(entry.data?.users)) explainPerson(id, incident, at);
    }
  }

  function explainTarget(target: Target, at: Instant, told: readonly string[]): void {
    const info = (why: Reason, verdict: TraceLine['verdict'] = 'info') =>
      add({ stage: 'oncall', verdict, reason: why });
    if ('user' in target) {
      info(reason('RTE49', `the step names ${target.user}`, { user: target.user, cause: 'named' }));
      return;
    }
    if ('team' in target) {
      const { team } = target;
      const count = catalog.roster.members(team).length;
      if (target.mode === 'random')
        info(reason('RTE49', `one of ${count} of team ${team}, by lot`, { team, count, cause: 'lot' }));
      else info(reason('RTE49', `all ${count} of team ${team}`, { team, count, cause: 'team' }));
      return;
    }
    const schedule = catalog.schedules.get(target.schedule);
    if (!schedule) {
      info(reason('RTE49', 'the schedule is gone', { cause: 'no-schedule' }), 'no');
      return;
    }
    const { id } = schedule;
    if (target.who !== 'current') {
      const people = oncallUsers(schedule, at, target.who, catalog.env);
      const count = people.length;
      if (target.who === 'next')
        info(reason('RTE49', `whoever is next in ${id}: ${count}`, { schedule: id, count, cause: 'next' }));
      else info(reason('RTE49', `everybody in ${id}: ${count}`, { schedule: id, count, cause: 'all' }));
      return;
    }
    for (const layer of oncallAt(schedule, at, catalog.env))
      for (const why of layer.reasons) info(why, layer.users.length > 0 ? 'yes' : 'no');
    if (told.length === 0)
      info(reason('RTE49', `nobody is on call in ${id}`, { schedule: id, cause: 'nobody' }), 'no');
  }

  function explainPerson(id: string, incident: Incident, at: Instant): void {
    const user = catalog.users.get(id);
    if (!user) return;
    // Nothing of it would be shown: it is counted as one.
    if (lines.length >= MAX_LINES) {
      left += 1;
      return;
    }
    const zone = user.timeZone ?? catalog.config.timeZone;
    const subject = incidentSubject(incident);
    let matched = 0;
    user.notificationRules.forEach((rule, index) => {
      const condition = conditionOf(rule);
      const explained = explainCondition(condition, { zone, holidays: catalog.env.holidays }, subject, at);
      const parts = partsOf(explained);
      const which = { user: id, rule: index + 1, contacts: rule.notify.join(', '), after: rule.after };
      if (explained.holds) matched += 1;
      add({
        stage: 'rules',
        verdict: explained.holds ? 'yes' : 'no',
        reason: explained.holds
          ? reason('RTE49', `rule ${index + 1} of ${id}: ${which.contacts} after ${rule.after}`, {
              ...which,
              cause: 'rule',
            })
          : reason('RTE49', `rule ${index + 1} of ${id} does not hold`, { ...which, cause: 'rule-fails' }),
        because: becauseOf(explained),
        ...(parts ? { condition: parts } : {}),
      });
    });
    if (matched === 0)
      add({
        stage: 'rules',
        verdict: 'info',
        reason: reason('RTE49', `no personal rule of ${id} holds: every contact is told`, {
          user: id,
          count: user.contacts.length,
          cause: 'every-contact',
        }),
      });
    explainQuiet(user, incident, at);
  }

  function explainQuiet(user: User, incident: Incident, at: Instant): void {
    if (user.quietHours.length === 0) return;
    const until = catalog.roster.quietUntil(user, incident.urgency, at);
    const urgency = incident.urgency;
    add({
      stage: 'quiet',
      verdict: until === null ? 'yes' : 'no',
      reason:
        until === null
          ? reason('RTE49', `quiet hours of ${user.id} do not hold it`, {
              user: user.id,
              urgency,
              cause: 'not-quiet',
            })
          : reason('RTE49', `quiet hours of ${user.id} until ${new Date(until).toISOString()}`, {
              user: user.id,
              urgency,
              until: new Date(until).toISOString(),
              cause: 'quiet',
            }),
    });
  }

  return {
    follow,
    lines(): TraceLine[] {
      if (left === 0) return lines;
      const why = reason('RTE42', `… and ${left} more lines about people`, { count: left, cause: 'people' });
      return [...lines, { event: null, stage: 'policy', verdict: 'info', reason: why }];
    },
  };
}

const users = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
