import { describe, expect, it } from 'vitest';
import { demoConfig } from '../../scripts/demo/demo-config.ts';
import { createRandom } from '../../scripts/demo/random.ts';
import { writeHistory } from '../../scripts/demo/write-history.ts';
import { hashSecret } from '../../src/server/adapters/storage/hash-secret.ts';
import { createMemoryLedger } from '../../src/server/adapters/storage/memory-ledger.ts';
import { checkDocument, hashDocumentSecrets } from '../../src/server/runtime/config-revision.ts';
import type { Batch, LedgerPort } from '../../src/server/runtime/ports.ts';

const NOW = Date.UTC(2026, 10, 18, 15, 0, 0);
const keys = {
  prometheus: 'k-prometheus-0123456789abcdef',
  scripts: 'k-scripts-0123456789abcdef01',
  vendor: 'k-vendor-0123456789abcdef012',
};

function configOf() {
  const document = demoConfig({
    now: NOW,
    zone: 'Asia/Seoul',
    receiver: 'http://127.0.0.1:9000',
    secrets: { keys, display: 'd-display-0123456789abcdef' },
    toasts: null,
  });
  const checked = checkDocument(hashDocumentSecrets(document, hashSecret));
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}

/** A ledger that also remembers what it was given. */
function recordingLedger(): { ledger: LedgerPort; batches: Batch[] } {
  const memory = createMemoryLedger();
  const batches: Batch[] = [];
  const commit: LedgerPort['commit'] = (batch) => {
    batches.push(batch);
    return memory.commit(batch);
  };
  return { ledger: { ...memory, commit }, batches };
}

function write(seed: number) {
  const { ledger, batches } = recordingLedger();
  const history = writeHistory({
    config: configOf(),
    ledger,
    random: createRandom(seed),
    keys,
    until: NOW,
    days: 8,
    share: 0.5,
  });
  return { history, ledger, batches, state: ledger.load() };
}

describe('the demo', () => {
  it('[ING1] conserves: every event of its history has one outcome, and every created event an incident', () => {
    const { state, batches } = write(1);
    const { received, outcomes } = state.conservation;
    const events = new Map<string, number>();
    for (const batch of batches) {
      for (const event of batch.events)
        events.set(event.outcome, (events.get(event.outcome) ?? 0) + event.count);
      for (const repeat of batch.repeats)
        events.set('deduplicated', (events.get('deduplicated') ?? 0) + repeat.count);
    }
    expect(received).toBeGreaterThan(1000);
    expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(received);
    for (const [outcome, count] of Object.entries(outcomes)) expect(events.get(outcome) ?? 0).toBe(count);
    expect(outcomes.created).toBe(state.lastNumber);
    expect(outcomes.rejected).toBe(0);
  });

  it('[AUD1] is alike for one seed and another for another', () => {
    const facts = (seed: number) =>
      write(seed).batches.flatMap((batch) =>
        batch.entries.map(({ at, kind, incident }) => [at, kind, incident]),
      );
    const first = facts(7);
    expect(first.length).toBeGreaterThan(1000);
    expect(facts(7)).toEqual(first);
    expect(facts(8)).not.toEqual(first);
  });

  it('[ESC1] tells a story that can be: created first, nothing after a close but its follow-ups, time never back', () => {
    const { batches } = write(3);
    const byIncident = new Map<string, { at: number; kind: string }[]>();
    for (const entry of batches.flatMap((batch) => batch.entries)) {
      const list = byIncident.get(entry.incident) ?? [];
      list.push(entry);
      byIncident.set(entry.incident, list);
    }
    expect(byIncident.size).toBeGreaterThan(300);
    const afterClose = new Set(['delivered', 'delivery-failed', 'seen', 'obsolete', 'commented', 'severity']);
    for (const entries of byIncident.values()) {
      expect(entries[0]?.kind).toBe('created');
      expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => a - b));
      const closed = entries.findIndex(({ kind }) => kind === 'closed');
      if (closed === -1) continue;
      const late = entries.slice(closed + 1).filter(({ at }) => at > entries[closed]!.at);
      for (const { kind } of late) expect(afterClose).toContain(kind);
    }
  });

  it('[STR1] leaves a board with something of everything, and hands over what still fires', () => {
    const { history, state } = write(7700);
    const statuses = new Set(state.open.map((incident) => incident.status));
    expect(statuses).toEqual(new Set(['open', 'acked']));
    expect(state.open.some((incident) => incident.urgency === 'highest')).toBe(true);
    expect(state.open.some((incident) => incident.silent)).toBe(true);
    expect(history.firing.length).toBeGreaterThanOrEqual(8);
    for (const { startsAt } of history.firing) expect(startsAt).toBeLessThan(NOW);
    expect(state.outbox.filter((row) => row.state === 'pending').length).toBeLessThan(20);
  });

  it('[REP1] has the rhythm of a week: the batch of Tuesday 02:00, busy offices, a quiet Sunday', () => {
    const { batches } = write(5);
    const zone = 'Asia/Seoul';
    const label = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    const counts = new Map<string, number>();
    // A storm falls on any hour, and is not the week's.
    const stormy = new Set(
      batches
        .flatMap((batch) => batch.incidents)
        .filter(({ summary }) => summary.includes('rack B7'))
        .map(({ id }) => id),
    );
    for (const { at, kind, incident } of batches.flatMap((batch) => batch.entries)) {
      if (kind !== 'created' || stormy.has(incident)) continue;
      const hour = label.format(at).replace(',', '');
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    const sum = (test: (key: string) => boolean) =>
      [...counts].reduce((total, [key, n]) => total + (test(key) ? n : 0), 0);
    const busiest = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
    expect(busiest).toBe('Tue 02');
    expect(sum((key) => key.startsWith('Wed'))).toBeGreaterThan(2 * sum((key) => key.startsWith('Sun')));
  });
});
