import { expect, test } from 'vitest';
import { raceAcks } from '../support/ack-race.ts';

const RACES = 200;
const SEED = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 1_000_000);

test(`[NTF6] ${RACES} acks race the step that is due: none is lost, no page leaves after its commit (seed ${SEED})`, {
  timeout: 60_000,
}, async () => {
  const { byAck, byStep } = await raceAcks(RACES, SEED);
  // A race that only one side ever wins shows nothing.
  expect(byAck).toBeGreaterThan(RACES / 20);
  expect(byStep).toBeGreaterThan(RACES / 20);
});
