import type { IncidentItem } from '../../src/shared/incident.ts';
import { type Api, ApiError } from './api.ts';
import { FAULT_KINDS } from './faults.ts';
import type { Random } from './random.ts';

const LOOK_EVERY_MS = 3000;
/** Median time to an answer, by urgency; quicker than life, so that a newcomer sees it happen. */
const ACK_MS: Readonly<Record<string, number>> = {
  highest: 50_000,
  high: 80_000,
  medium: 120_000,
  low: 300_000,
};
const COMMENTS = [
  '확인했습니다. 원인 보는 중입니다.',
  'On it.',
  '회선 사업자에 문의했습니다.',
  'Known, see the ticket.',
];

/** The demo's people at their desks: they ack, comment, close what no tool closes, and leave some to escalate. */
export function startPeople(input: {
  /** One API per person who may answer. */
  readonly apis: ReadonlyMap<string, Api>;
  readonly random: Random;
  readonly speed: number;
  readonly onProblem: (error: unknown) => void;
}): { stop(): void } {
  const { apis, random, speed, onProblem } = input;
  const planned = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const someone = [...apis.keys()];

  const later = (ms: number, work: () => Promise<void>) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work().catch((error: unknown) => {
        // Another was quicker, or it recovered meanwhile: life.
        if (!(error instanceof ApiError && error.status === 409)) onProblem(error);
      });
    }, ms);
    timers.add(timer);
  };

  const answer = async (user: string, incident: string, action: string, body: object = {}) => {
    await apis.get(user)?.post(`/api/v1/incidents/${incident}/${action}`, body);
  };

  const answerFor = (item: IncidentItem) => {
    if (planned.has(item.id)) return;
    planned.add(item.id);
    const told = item.responders.filter((user) => apis.has(user));
    const who = told.at(-1) ?? random.pick(someone);
    if (item.band === 'recovered') {
      later(random.around(60_000) / speed, () => answer(who, item.id, 'seen'));
      return;
    }
    // Now and then nobody moves, and the next person is told.
    const isMissed = random.next() < 0.15;
    later(
      (random.around(ACK_MS[item.urgency] ?? 400_000, 0.5) + (isMissed ? 240_000 : 0)) / speed,
      async () => {
        await answer(who, item.id, 'ack');
        // Open again after its ack ran out: somebody must look again.
        later(1_500_000, async () => void planned.delete(item.id));
        if (random.next() < 0.35)
          later(15_000 / speed, () => answer(who, item.id, 'comment', { text: random.pick(COMMENTS) }));
        if (FAULT_KINDS.some((kind) => kind.minutes === null && item.dedupKey.endsWith(`/${kind.name}`)))
          later(random.around(150_000) / speed, () =>
            answer(who, item.id, 'close', { reason: 'done by hand' }),
          );
      },
    );
  };

  const look = async () => {
    const page = (await apis.get(someone[0]!)!.get('/api/v1/incidents?status=open&limit=200')) as {
      items: IncidentItem[];
    };
    for (const item of page.items) if (item.band === 'open' || item.band === 'nobody') answerFor(item);
    const closed = (await apis.get(someone[0]!)!.get('/api/v1/incidents?status=closed&limit=30')) as {
      items: IncidentItem[];
    };
    for (const item of closed.items) {
      if (item.band !== 'recovered') continue;
      planned.delete(item.id);
      answerFor(item);
    }
  };
  const timer = setInterval(() => void look().catch(onProblem), LOOK_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      for (const one of timers) clearTimeout(one);
      timers.clear();
    },
  };
}
