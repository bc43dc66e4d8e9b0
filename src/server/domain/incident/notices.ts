import type { User } from '../../../shared/config/user.ts';
import { durationMs } from '../../../shared/duration.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import type { MessageKind } from './decision.ts';
import { change, type Draft, note } from './draft.ts';
import type { Firing, PendingNotice } from './incident.ts';
import { noticeKey, personMessage } from './message.ts';

/** A way to tell one person: a contact, by a rule, after a delay. */
interface Route {
  readonly contact: string;
  readonly rule: string;
  readonly afterMs: number;
}

/**
 * [NTF1] All personal rules that match apply; [NTF2] where none matches, every contact at once.
 * The same contact twice at the same delay is one route.
 */
export function routesOf(draft: Draft, user: User): readonly Route[] {
  const { roster, now } = draft.context;
  const routes = new Map<string, Route>();
  user.notificationRules.forEach((rule, index) => {
    if (!roster.matchesRule(rule, user, draft.incident, now)) return;
    for (const contact of rule.notify) {
      const afterMs = durationMs(rule.after);
      const slot = `${contact} ${afterMs}`;
      if (!routes.has(slot)) routes.set(slot, { contact, rule: String(index + 1), afterMs });
    }
  });
  if (routes.size > 0) return [...routes.values()];
  return user.contacts.map((contact) => ({ contact: contact.id, rule: 'all', afterMs: 0 }));
}

/**
 * Plans the notices of one firing for one person: sends what is due, keeps what waits.
 * True when the person will be told: by a contact that is neither muted, dead nor held by quiet hours (ESC8).
 * Keys planned before are left alone, so that planning again after rising urgency adds only what is new.
 */
export function tellPerson(
  draft: Draft,
  id: string,
  firing: Firing,
  kind: MessageKind,
  why: Reason,
  options: { readonly ignoreQuiet?: boolean } = {},
): boolean {
  const { roster, now } = draft.context;
  const user = roster.user(id);
  if (!user) {
    note(draft, 'skipped', reason('ESC8', `${id} is no longer in the config`, { user: id, cause: 'gone' }), {
      users: [id],
    });
    return false;
  }
  const routes = routesOf(draft, user);
  if (routes.length === 0) {
    note(draft, 'skipped', reason('ESC8', `${user.name} has no contact`, { user: id, cause: 'no-contact' }), {
      users: [id],
    });
    return false;
  }
  let isReached = false;
  const known = new Set([
    ...(draft.incident.run?.planned ?? []).map((planned) => planned.key),
    ...draft.incident.notices.map((notice) => notice.key),
  ]);
  for (const route of routes) {
    const key = noticeKey(draft.incident.id, firing, id, route.rule, route.contact);
    if (known.has(key)) {
      isReached = true;
      continue;
    }
    const barrier = barrierOf(draft, user, route.contact);
    if (barrier !== null) {
      note(draft, 'skipped', barrier, { users: [id], contact: route.contact });
      continue;
    }
    const dueAt = now + route.afterMs;
    const quietUntil =
      options.ignoreQuiet === true ? null : roster.quietUntil(user, draft.incident.urgency, dueAt);
    const notice: PendingNotice = {
      key,
      user: id,
      contact: route.contact,
      since: now,
      firing,
      ...(quietUntil === null
        ? { dueAt, wait: 'delay' as const, reason: why }
        : {
            dueAt: quietUntil,
            wait: 'quiet' as const,
            reason: reason('NTF4', `quiet hours of ${user.name} end then`, { user: id }),
          }),
    };
    if (quietUntil !== null) {
      note(draft, 'held', notice.reason, { users: [id], contact: route.contact, dueAt: quietUntil });
      change(draft, { notices: [...draft.incident.notices, notice] });
      continue;
    }
    isReached = true;
    plan(draft, key);
    if (route.afterMs === 0) {
      sendNotice(draft, notice, kind);
    } else {
      const wait = reason('NTF3', `rule ${route.rule} of ${user.name} waits`, {
        user: id,
        rule: route.rule,
        afterMs: route.afterMs,
      });
      note(draft, 'waiting', wait, { users: [id], contact: route.contact, dueAt });
      change(draft, { notices: [...draft.incident.notices, notice] });
    }
  }
  return isReached;
}

/** Why a person cannot be told on a contact; null when they can. */
export function barrierOf(draft: Draft, user: User, contactId: string): Reason | null {
  const contact = user.contacts.find((candidate) => candidate.id === contactId);
  const params = { user: user.id, contact: contactId };
  if (!contact)
    return reason('ESC8', `contact ${contactId} of ${user.name} is gone`, { ...params, cause: 'gone' });
  if (contact.muted === true)
    return reason('ESC8', `contact ${contactId} of ${user.name} is muted`, { ...params, cause: 'muted' });
  if (draft.context.roster.isDead(user.id, contactId)) {
    return reason('ESC8', `contact ${contactId} of ${user.name} failed for good`, {
      ...params,
      cause: 'dead',
    });
  }
  return null;
}

function plan(draft: Draft, key: string): void {
  const run = draft.incident.run;
  if (run) change(draft, { run: { ...run, planned: [...run.planned, { key, failed: false }] } });
}

/** Hands one notice to the outbox and remembers whom it told, for the follow-up (NTF6). */
export function sendNotice(draft: Draft, notice: PendingNotice, kind: MessageKind): void {
  const { incident } = draft;
  const { user, contact, firing, key } = notice;
  draft.messages.push(personMessage(draft, { id: key, kind, user, contact, firing, why: notice.reason }));
  draft.annunciations.push({ kind: 'page', incident: incident.id, user });
  const isNew = !incident.toldContacts.some((told) => told.user === user && told.contact === contact);
  change(draft, {
    toldContacts: isNew ? [...incident.toldContacts, { user, contact }] : incident.toldContacts,
    responders: incident.responders.includes(user) ? incident.responders : [...incident.responders, user],
  });
}

/** [NTF3] [NTF4] Sends every waiting notice that is due; one whose person is quiet by now is held until they are not. */
export function releaseDueNotices(draft: Draft): void {
  const { now, roster } = draft.context;
  const due = draft.incident.notices.filter((notice) => notice.dueAt <= now);
  if (due.length === 0) return;
  change(draft, { notices: draft.incident.notices.filter((notice) => notice.dueAt > now) });
  for (const notice of due) {
    const user = roster.user(notice.user);
    const barrier = user
      ? barrierOf(draft, user, notice.contact)
      : reason('ESC8', `${notice.user} is no longer in the config`, { user: notice.user, cause: 'gone' });
    if (!user || barrier !== null) {
      note(draft, 'skipped', barrier ?? reason('ESC8', 'person gone', { user: notice.user, cause: 'gone' }), {
        users: [notice.user],
        contact: notice.contact,
      });
      continue;
    }
    const quietUntil =
      notice.firing.step === 'fallback' ? null : roster.quietUntil(user, draft.incident.urgency, now);
    if (quietUntil !== null) {
      const why = reason('NTF4', `quiet hours of ${user.name} end then`, { user: user.id });
      note(draft, 'held', why, { users: [user.id], contact: notice.contact, dueAt: quietUntil });
      change(draft, {
        notices: [...draft.incident.notices, { ...notice, dueAt: quietUntil, wait: 'quiet', reason: why }],
      });
      continue;
    }
    note(draft, 'notified', notice.reason, { users: [user.id], contact: notice.contact });
    sendNotice(draft, notice, kindOf(notice.firing));
    noteTold(draft, notice);
  }
}

/** Whom quiet hours held when the step fired has been told by the run now: a responder like the others, told once. */
function noteTold(draft: Draft, { key, firing, user }: PendingNotice): void {
  const { run } = draft.incident;
  const isOfPolicy = typeof firing.step === 'number' || firing.step === 'final';
  if (!run || !isOfPolicy || firing.run !== run.number) return;
  const told = run.told.includes(user) ? run.told : [...run.told, user];
  change(draft, { run: { ...run, told } });
  const { pass, step, repetition } = run.firing ?? {};
  const isLatest = firing.pass === pass && firing.step === step && firing.repetition === repetition;
  if (isLatest && !run.planned.some((planned) => planned.key === key)) plan(draft, key);
}

export function kindOf(firing: Firing): MessageKind {
  if (firing.step === 'final') return 'final';
  if (firing.step === 'fallback') return 'fallback';
  if (firing.step === 'assign') return 'assigned';
  return 'page';
}
