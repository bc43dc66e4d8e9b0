import { expect, test } from 'vitest';
import { FloorState } from '../../src/server/runtime/state.ts';
import { given } from '../support/story.ts';

test('[ESC13] a step that was taken and is not decided yet still counts as late', async () => {
  const story = await given();
  await story.receive();
  const incident = story.incident();
  const due = incident.run!.dueAt!;
  const state = new FloorState();
  state.put(incident);
  expect([state.nextDueAt(), state.oldestDueAt()]).toEqual([due, due]);

  expect(state.takeDue(due, 10)).toEqual([incident.id]);
  expect(state.takeDue(due, 10), 'taken once').toEqual([]);
  expect([state.nextDueAt(), state.oldestDueAt()]).toEqual([null, due]);

  // Its decision failed: it is put back as it was, and can be taken again.
  state.put(incident);
  expect(state.takeDue(due, 10)).toEqual([incident.id]);
  state.put({ ...incident, run: { ...incident.run!, dueAt: due + 1000 } });
  expect([state.nextDueAt(), state.oldestDueAt()]).toEqual([due + 1000, due + 1000]);
});
