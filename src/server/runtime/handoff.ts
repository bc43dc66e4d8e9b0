import { reason } from '../../shared/reason.ts';
import { urgencyRank } from '../../shared/words.ts';
import type { PersonMessage } from '../domain/incident/decision.ts';
import { startDraft } from '../domain/incident/draft.ts';
import type { Incident, Instant } from '../domain/incident/incident.ts';
import { messageBody } from '../domain/incident/message.ts';
import { routesOf } from '../domain/incident/notices.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import { type Bundle, bundleOf } from '../domain/notify/bundle.ts';
import { nextHandoffs } from '../domain/oncall/next-handoffs.ts';
import type { Catalog } from './catalog.ts';

/** Incidents not acknowledged whose run tells a schedule. */
function waitingOn(schedule: string, incidents: Iterable<Incident>): Incident[] {
  return [...incidents].filter(
    (incident) =>
      incident.status === 'open' &&
      incident.run !== null &&
      incident.run.state !== 'stopped' &&
      incident.run.policy.steps.some((step) =>
        step.targets.some((target) => 'schedule' in target && target.schedule === schedule),
      ),
  );
}

/**
 * [ROT20] At a handoff in `[from, to)` the person who comes on gets one bundled notice of what is unacked, by their
 * own rules for the worst of it. Quiet people and people with no contact get none: the run tells them in its own time.
 */
export function planHandoffs(
  catalog: Catalog,
  incidents: () => Iterable<Incident>,
  from: Instant,
  to: Instant,
  context: DecisionContext,
): readonly Bundle[] {
  const bundles: Bundle[] = [];
  for (const schedule of catalog.schedules.values()) {
    // After a downtime or a clock that was set: only who came on last; the others are off again.
    const latest = new Map(
      nextHandoffs(schedule, from, to, catalog.env).map((handoff) => [handoff.layer, handoff]),
    );
    for (const handoff of latest.values()) {
      const waiting = waitingOn(schedule.id, incidents()).toSorted(
        (a, b) => urgencyRank(a.urgency) - urgencyRank(b.urgency) || a.createdAt - b.createdAt,
      );
      if (waiting.length === 0) continue;
      const occasion = `handoff/${schedule.id}/${handoff.layer}/${handoff.at}`;
      for (const user of handoff.incoming) bundles.push(...noticesFor(user, waiting, occasion, context));
    }
  }
  return bundles;
}

function noticesFor(
  user: string,
  waiting: readonly Incident[],
  occasion: string,
  context: DecisionContext,
): Bundle[] {
  const worst = waiting[0];
  const person = context.roster.user(user);
  if (!worst || !person || context.roster.quietUntil(person, worst.urgency, context.now) !== null) return [];
  const why = reason('ROT20', `${person.name} comes on; ${waiting.length} not acknowledged`, {
    user,
    count: waiting.length,
  });
  const contacts = new Set(routesOf(startDraft(worst, context), person).map((route) => route.contact));
  return [...contacts]
    .filter(
      (contact) =>
        person.contacts.some((one) => one.id === contact && one.muted !== true) &&
        !context.roster.isDead(user, contact),
    )
    .flatMap((contact) => {
      const id = `${occasion}/${user}/${contact}`;
      const channel = person.contacts.find((one) => one.id === contact)?.channel;
      const messages = waiting.map(
        (incident): PersonMessage => ({
          to: 'person',
          id: `${id}/${incident.id}`,
          kind: 'handoff',
          incident: incident.id,
          user,
          contact,
          firing: null,
          urgency: incident.urgency,
          body: { ...messageBody(incident, context.roster, why, null), channel },
        }),
      );
      return bundleOf(messages, id) ?? [];
    });
}
