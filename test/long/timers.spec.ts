import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';

const stage = createStage();
const INCIDENTS = 10_000;
const BATCH = 100;
const DELAY_S = 20;
const LATENESS_LIMIT_MS = 1000;

interface Entry {
  readonly incident: number;
  readonly at: number;
}

/** When each incident's steps fired, read beside the running server. */
function firings(dataDir: string): Map<number, number[]> {
  const db = new DatabaseSync(join(dataDir, 'watchfloor.db'), { readOnly: true });
  try {
    const rows = db.prepare("SELECT incident, at FROM timeline WHERE kind = 'step-fired' ORDER BY seq").all();
    const found = new Map<number, number[]>();
    for (const { incident, at } of rows as unknown as Entry[]) {
      found.set(incident, [...(found.get(incident) ?? []), at]);
    }
    return found;
  } finally {
    db.close();
  }
}

test(`[ESC3] ${INCIDENTS} timers on a running server: none is missed, the 99th percentile is at most 1 s late`, {
  timeout: 240_000,
}, async () => {
  const receiver = await stage.receiver();
  const server = await stage.server({
    config: floorConfig({ hook: receiver.url, stepDelay: `PT${DELAY_S}S` }),
  });
  const startedAt = Date.now();
  for (let from = 0; from < INCIDENTS; from += BATCH) {
    await server.alert(
      Array.from({ length: BATCH }, (_, i) => ({
        summary: `Queue ${from + i} grows`,
        event_id: `q-${from + i}`,
        urgency: 'high',
      })),
    );
    // Spread over fifteen seconds, so that creating, firing and telling overlap.
    const ahead = startedAt + (from / INCIDENTS) * 15_000 - Date.now();
    if (ahead > 0) await sleep(ahead);
  }
  const fired = await until(
    'every second step',
    () => {
      const found = firings(server.dataDir);
      return found.size === INCIDENTS && [...found.values()].every((at) => at.length >= 2) && found;
    },
    120_000,
  );
  const late = [...fired.values()].map(([first, second]) => second! - first! - DELAY_S * 1000);
  const sorted = late.toSorted((a, b) => a - b);
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1]!;
  expect(sorted[0], 'none early').toBeGreaterThanOrEqual(0);
  expect(p99, `p50 ${sorted[sorted.length / 2]} ms, worst ${sorted.at(-1)} ms`).toBeLessThanOrEqual(
    LATENESS_LIMIT_MS,
  );
  expect([...fired.values()].filter((at) => at.length > 2)).toEqual([]);
  process.stderr.write(
    `timers: p50 ${sorted[sorted.length / 2]} p99 ${p99} worst ${sorted.at(-1)} ms late\n`,
  );
});
