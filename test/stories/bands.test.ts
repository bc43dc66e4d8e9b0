import { describe, expect, test } from 'vitest';
import { Census } from '../../src/server/adapters/stream/census.ts';
import { ADMITS_ALL, Room } from '../../src/server/adapters/stream/room.ts';
import { given, type Story } from '../support/story.ts';
import { policy, service, step } from '../support/story-config.ts';

const FLOOR = {
  escalationPolicies: [policy([step('an', 'PT5M')])],
};
const until = (story: Story) => new Date(story.clock.now() + 3_600_000).toISOString();

/** What happened to an incident, and the one band it then stands in. */
const HAPPENED: readonly (readonly [string, string, (story: Story) => Promise<unknown>])[] = [
  ['it fires', 'open', async () => undefined],
  ['nobody answered the whole run', 'nobody', (story) => story.fastForward('6m')],
  ['somebody has it', 'acked', (story) => story.answered('an', { type: 'ack' })],
  [
    'somebody has it after nobody answered',
    'acked',
    async (story) => {
      await story.fastForward('6m');
      await story.answered('an', { type: 'ack' });
    },
  ],
  ['it is snoozed', 'muted', (story) => story.answered('an', { type: 'snooze', until: until(story) })],
  [
    'it is snoozed by who has it',
    'muted',
    async (story) => {
      await story.answered('an', { type: 'ack' });
      await story.answered('an', { type: 'snooze', until: until(story) });
    },
  ],
  [
    'it is snoozed after nobody answered',
    'muted',
    async (story) => {
      await story.fastForward('6m');
      await story.answered('an', { type: 'snooze', until: until(story) });
    },
  ],
  [
    'it was handed on and not accepted yet',
    'open',
    (story) => story.answered('an', { type: 'assign', user: 'lee' }),
  ],
  ['it recovered before anybody saw it', 'recovered', (story) => story.receive({ status: 'close' })],
  [
    'it recovered, and somebody saw that',
    'closed',
    async (story) => {
      await story.receive({ status: 'close' });
      await story.answered('an', { type: 'seen' });
    },
  ],
  [
    'it recovered after an ack',
    'closed',
    async (story) => {
      await story.answered('an', { type: 'ack' });
      await story.receive({ status: 'close' });
    },
  ],
  ['a person closed it', 'closed', (story) => story.answered('an', { type: 'close' })],
];

describe('the band of an incident', () => {
  test.each(HAPPENED)('[INC15] %s: %s', async (_what, band, happen) => {
    const story = await given(FLOOR);
    await story.receive();
    await happen(story);
    expect(story.view().band).toBe(band);
  });

  test('[INC15] of a service that tells nobody is muted, until somebody has it', async () => {
    const story = await given({ ...FLOOR, services: [service('payments', { target: null })] });
    await story.receive();
    expect(story.view().band).toBe('muted');
    await story.answered('an', { type: 'ack' });
    expect(story.view().band).toBe('acked');
  });

  test('[INC15] is the only one a screen counts it in', async () => {
    for (const [, band, happen] of HAPPENED) {
      const story = await given(FLOOR);
      await story.receive();
      await happen(story);
      const { open, acked, recovered, muted } = new Room('all', ADMITS_ALL, 10, 0).totals(
        new Census(story.core.incidents()).slots(),
        story.clock.now(),
      );
      const counted = { open, acked, recovered, muted };
      const slot = band === 'nobody' ? 'open' : band;
      const expected = {
        open: 0,
        acked: 0,
        recovered: 0,
        muted: 0,
        ...(slot === 'closed' ? {} : { [slot]: 1 }),
      };
      expect(counted).toEqual(expected);
    }
  });
});
