import { describe, expect, it } from 'vitest';
import {
  type Draft,
  isLong,
  minutes,
  muted,
  NEW_QUIET,
  newRule,
  replaced,
  toggled,
  withAddress,
  withContact,
  withoutContact,
  withWhen,
} from '../../../src/renderer/features/profile/profile-draft.ts';
import { profileSchema } from '../../../src/shared/config/user.ts';
import { URGENCIES } from '../../../src/shared/words.ts';

const EMPTY: Draft = { contacts: [], notificationRules: [], quietHours: [], followUps: true };

describe('own notifications being written', () => {
  it('[AUD42] what the page makes is what the server takes', () => {
    let draft = withContact(withContact(withContact(EMPTY, 'desktop'), 'email'), 'webhook');
    draft = {
      ...draft,
      contacts: draft.contacts.map((contact) =>
        withAddress(contact, contact.channel === 'email' ? ' an@example.com ' : 'https://example.com/x'),
      ),
      quietHours: [NEW_QUIET],
    };
    const rule = withWhen(withWhen(newRule(draft), 'urgency', ['high']), 'service', ['payments']);
    draft = { ...draft, notificationRules: [{ ...rule, after: minutes(5) }, newRule(draft)] };
    expect(profileSchema.parse(draft)).toEqual(draft);
    expect(draft.notificationRules).toEqual([
      { when: { urgency: ['high'], service: ['payments'] }, notify: ['desk'], after: 'PT5M' },
      { when: {}, notify: ['desk'], after: 'PT0S' },
    ]);
    expect(draft.contacts[1]).toEqual({ id: 'mail', channel: 'email', address: 'an@example.com' });
  });

  it('[AUD42] contacts get ids of their own; one that goes leaves no rule that tells nobody', () => {
    const two = withContact(withContact(EMPTY, 'email'), 'email');
    expect(two.contacts.map(({ id }) => id)).toEqual(['mail', 'mail-2']);
    const rules = [
      { when: {}, notify: ['mail'], after: 'PT0S' },
      { when: {}, notify: ['mail', 'mail-2'], after: 'PT0S' },
    ];
    const one = withoutContact({ ...two, notificationRules: rules }, 'mail');
    expect(one.contacts.map(({ id }) => id)).toEqual(['mail-2']);
    expect(one.notificationRules).toEqual([{ when: {}, notify: ['mail-2'], after: 'PT0S' }]);
  });

  it('[AUD42] conditions the page cannot edit are kept as they are', () => {
    const when = { all: [{ field: 'summary', op: 'contains' as const, value: 'disk' }] };
    const rule = { when, notify: ['mail'], after: 'PT0S' };
    expect([isLong(when), isLong({}), isLong({ urgency: ['high'] })]).toEqual([true, false, false]);
    expect(withWhen(rule, 'urgency', ['high'])).toBe(rule);
  });

  it('[AUD42] what is switched off is left out, as the config writes it', () => {
    const desk = { id: 'desk', channel: 'desktop' } as const;
    expect(muted(muted(desk, true), false)).toEqual(desk);
    expect(
      withWhen({ when: { urgency: ['high'] }, notify: ['x'], after: 'PT0S' }, 'urgency', []).when,
    ).toEqual({});
    expect(toggled(URGENCIES, ['low', 'high'], 'medium', true)).toEqual(['high', 'medium', 'low']);
    expect(toggled(URGENCIES, ['low', 'high'], 'low', false)).toEqual(['high']);
    expect([replaced([1, 2, 3], 1, 9), replaced([1, 2, 3], 1, null)]).toEqual([
      [1, 9, 3],
      [1, 3],
    ]);
    expect([minutes(0), minutes(15)]).toEqual(['PT0S', 'PT15M']);
  });
});
