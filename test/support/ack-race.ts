import { expect } from 'vitest';
import { makeRandom } from './e2e/random.ts';
import { FAILS_FOR_NOW, SENT } from './scripted-sender.ts';
import { given, type Story } from './story.ts';
import { person, policy, step } from './story-config.ts';

/** What nobody may be told once somebody has acked. */
const PAGES = new Set(['page', 'final', 'fallback', 'ack-expiring']);
/** Rounds on one floor; a ledger in memory keeps everything. */
const PER_STORY = 200;

/** lee's step, an's delayed notice and an's second attempt are all due at about the moment of the ack. */
const racingFloor = () =>
  given({
    users: [
      person('an', {
        notificationRules: [
          { when: {}, notify: ['hook'], after: 'PT0S' },
          { when: {}, notify: ['hook'], after: 'PT5M' },
        ],
      }),
      person('lee'),
      person('park'),
      person('boss'),
    ],
    escalationPolicies: [policy([step('an'), step(['lee', 'park'])])],
  });

/** Looked at while a message leaves: pages about what the ledger has as acked. */
function watchLeaving(story: Story): string[] {
  const wrong: string[] = [];
  const deliver = story.sender.deliver.bind(story.sender);
  story.sender.deliver = (input) => {
    const { incident, kind, user, id } = input.message;
    const status = incident === null ? null : story.ledger.incidents.get(incident)?.status;
    if (status === 'acked' && PAGES.has(kind)) wrong.push(`${kind} to ${user} (${id})`);
    return deliver(input);
  };
  return wrong;
}

/**
 * So many times: the step that is due, the outbox and an ack meet in an order that `seed` decides. Every ack must be
 * taken and stay; nothing about it leaves after its commit. Returns how often each side was first.
 */
export async function raceAcks(rounds: number, seed: number): Promise<{ byAck: number; byStep: number }> {
  const random = makeRandom(seed);
  const won = { byAck: 0, byStep: 0 };
  for (let done = 0; done < rounds; done += PER_STORY) {
    const story = await racingFloor();
    const wrong = watchLeaving(story);
    for (let n = done; n < Math.min(done + PER_STORY, rounds); n += 1) {
      const isByStep = await raceOnce(story, random, `round ${n}`);
      won[isByStep ? 'byStep' : 'byAck'] += 1;
      expect(wrong, `round ${n}, seed ${seed}: left after the ack's commit`).toEqual([]);
    }
    story.stop();
  }
  return won;
}

async function raceOnce(story: Story, random: () => number, key: string): Promise<boolean> {
  story.sender.answer('an', random() < 0.3 ? FAILS_FOR_NOW : SENT);
  await story.receive({ key });
  const { id } = story.incident(key);
  const before = story.sender.left.length;
  await story.fastForward('4m');
  story.clock.advance(60_000);

  const contenders: (() => Promise<unknown>)[] = [
    () => story.beat(),
    async () => story.core.outbox.pump(),
    () => story.floor.command(story.principal('park'), { type: 'ack', incident: id }),
  ];
  const running: Promise<unknown>[] = [];
  while (contenders.length > 0) {
    running.push(contenders.splice(Math.floor(random() * contenders.length), 1)[0]!());
    for (let ticks = Math.floor(random() * 12); ticks > 0; ticks -= 1) await Promise.resolve();
    // Within a few rounds of the event loop they share a commit (STO99), after more they do not.
    if (random() < 0.5)
      for (let rounds = Math.ceil(random() * 10); rounds > 0; rounds -= 1)
        await new Promise((resolve) => setImmediate(resolve));
  }
  const results = await Promise.all(running);
  await story.settle();
  expect(results, `${key}: the ack was taken`).toContainEqual(expect.objectContaining({ ok: true }));
  expect(story.ledger.incidents.get(id)?.status, key).toBe('acked');
  const isByStep = story.sender.left.slice(before).some((one) => one.to === 'lee' && one.kind === 'page');

  await story.fastForward('7m');
  expect(story.incident(key).status, `${key}: still acked`).toBe('acked');
  await story.answered('park', { type: 'close', incident: id, reason: 'over' });
  return isByStep;
}
