// "received, counts and incidents equal what was sent": asked of the API, and of the database's rows after a kill -9.
import { ledgerCounts } from './ledger-counts.mjs';
import { startWatchfloor } from './subjects.mjs';

const sum = (outcomes) => Object.values(outcomes).reduce((total, n) => total + n, 0);

/**
 * Kills the server, starts it again, and checks that nothing answered is missing and nothing was made up.
 * `sent`: events answered 2xx; `mayBeMore`: events under way when the load ended. Returns what is wrong, in words.
 */
export async function checkConservation(server, { sent, mayBeMore }) {
  const before = await server.get('/api/v1/conservation');
  await server.kill();
  const after = await checkFolder(server.dir, { sent, mayBeMore });
  const problems = [...after.problems];
  if (JSON.stringify(before.outcomes) !== JSON.stringify(after.conservation.outcomes))
    problems.push(
      `before the kill ${JSON.stringify(before.outcomes)}, after it ${JSON.stringify(after.conservation.outcomes)}`,
    );
  return { problems, received: before.received };
}

/** As `checkConservation`, for a folder whose server is already dead. */
export async function checkFolder(folder, { sent, mayBeMore }) {
  const server = await startWatchfloor({ folder });
  const conservation = await server.get('/api/v1/conservation');
  await server.stop();
  const rows = ledgerCounts(folder);
  const { received, outcomes } = conservation;
  const problems = [];
  const expect = (isTrue, words) => {
    if (!isTrue) problems.push(words);
  };
  expect(received === sum(outcomes), `received ${received}, outcomes ${sum(outcomes)}`);
  expect(received >= sent, `${sent} answered, ${received} received: ${sent - received} lost`);
  expect(received <= sent + mayBeMore, `${sent} answered (+${mayBeMore} under way), ${received} received`);
  expect(rows.events === received, `received ${received}, rows hold ${rows.events}`);
  for (const [outcome, n] of Object.entries(outcomes))
    expect(
      (rows.outcomes[outcome] ?? 0) === n,
      `${outcome}: counter ${n}, rows ${rows.outcomes[outcome] ?? 0}`,
    );
  expect(outcomes.created === rows.incidents, `created ${outcomes.created}, incidents ${rows.incidents}`);
  // A close of an incident in this load is its only update.
  expect(outcomes.updated === rows.closed, `updated ${outcomes.updated}, closed incidents ${rows.closed}`);
  const counted = outcomes.created + outcomes.deduplicated;
  expect(rows.counted === counted, `opens and repeats ${counted}, counts of incidents ${rows.counted}`);
  return { problems, conservation, readyMs: server.readyMs };
}
