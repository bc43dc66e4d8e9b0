import { describe, expect, it } from 'vitest';
import { type DropQuestion, judgeDrop } from '../../../src/renderer/features/incidents/drag/judge-drop.ts';
import type { IncidentItem } from '../../../src/shared/incident.ts';
import { incidentItem } from './incident-item.ts';

const ask = (more: Partial<DropQuestion> & Pick<DropQuestion, 'items'>) =>
  judgeDrop({
    user: 'lee',
    me: 'an',
    mayGive: true,
    now: (id) => more.items.find((each) => each.id === id),
    ...more,
  });

describe('dropping incidents onto a person', () => {
  const open: IncidentItem = incidentItem(1);
  const theirs = incidentItem(2, { status: 'acked', assignee: 'lee' });
  const handed = incidentItem(3, { assignee: 'an', status: 'acked', handedTo: { user: 'lee', until: '' } });

  it('[STR142] hands what is not theirs, as it was seen when the drag began', () => {
    const since = { ...open, version: open.version + 3 };
    expect(ask({ items: [open, theirs, handed], now: (id) => (id === open.id ? since : undefined) })).toEqual(
      {
        kind: 'hand',
        items: [open],
      },
    );
    expect(ask({ items: [theirs, handed] })).toEqual({ kind: 'already' });
    // Handed to somebody else who has not accepted: it may go back to its owner.
    expect(ask({ items: [handed], user: 'an' })).toEqual({ kind: 'hand', items: [handed] });
  });

  it('[STR143] who may not hand to others drops on themselves only', () => {
    expect(ask({ items: [open], mayGive: false })).toEqual({ kind: 'not-allowed' });
    expect(ask({ items: [open], mayGive: false, user: 'an' })).toEqual({ kind: 'hand', items: [open] });
    expect(ask({ items: [open], mayGive: false, me: null })).toEqual({ kind: 'not-allowed' });
  });

  it('[STR144] what was closed during the drag is left out, and said when it was all', () => {
    const closed = { ...open, status: 'closed' as const };
    expect(ask({ items: [open], now: () => closed })).toEqual({ kind: 'closed' });
    // Gone from the stream without a word of it being closed: the server judges.
    expect(ask({ items: [open], now: () => undefined })).toEqual({ kind: 'hand', items: [open] });
  });
});
