import { expect, test } from 'vitest';
import { raceAcks } from '../support/ack-race.ts';

const RACES = Number(process.env.WATCHFLOOR_ACK_RACES ?? 10_000);
const SEED = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 1_000_000);

test(`[NTF6] ${RACES} acks race the step that is due (seed ${SEED})`, {
  timeout: 60_000 + RACES * 60,
}, async () => {
  const { byAck, byStep } = await raceAcks(RACES, SEED);
  expect(byAck).toBeGreaterThan(RACES / 20);
  expect(byStep).toBeGreaterThan(RACES / 20);
});
