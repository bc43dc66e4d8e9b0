import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { start } from './processes.mjs';

const SCRIPT = fileURLToPath(new URL('workload.lua', import.meta.url));
export const KEY_COUNT = 10_000;
const THREADS = 2;
const CONNECTIONS = 64;

/**
 * Opens the workload's keys, so that repeats and closes of the measured run have something to meet.
 * Returns how many events that were.
 */
export async function openKeys(subject, shape, count = KEY_COUNT) {
  const perThread = Math.floor(count / THREADS);
  for (let thread = 0; thread < THREADS; thread += 1) {
    for (let from = 1; from <= perThread; from += 100) {
      const body = Array.from({ length: Math.min(100, perThread - from + 1) }, (_, i) =>
        firstOpen(shape, `${thread}-${from + i}`, from + i),
      );
      const answer = await fetch(subject.url + subject.pathOf(shape), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(shape === 'webhook' ? { version: '4', status: 'firing', alerts: body } : body),
      });
      if (answer.status !== 200) throw new Error(`${subject.name}: opening keys: ${answer.status}`);
      await answer.arrayBuffer();
    }
  }
  return perThread * THREADS;
}

const SEVERITIES = ['critical', 'error', 'warning', 'info'];
/** What the product makes of them (RTE9). */
const URGENCIES = ['highest', 'high', 'medium', 'lowest'];

/** Key and urgency of the nth (from 0) of `count` incidents that a load of as many keys speaks of. */
export function loadKey(n, count) {
  const perThread = count / THREADS;
  const of = (n % perThread) + 1;
  return { key: `host-${Math.floor(n / perThread)}-${of}/load`, urgency: URGENCIES[of % 4] };
}

/** As workload.lua words it: the same key, the same urgency. */
function firstOpen(shape, name, n) {
  const severity = SEVERITIES[n % 4];
  const summary = `Load of host-${name} is over its limit`;
  if (shape === 'standard')
    return { summary, event_id: `host-${name}/load`, status: 'open', urgency: severity };
  return {
    ...(shape === 'webhook' ? { status: 'firing' } : {}),
    labels: {
      alertname: 'HostHighLoad',
      instance: `host-${name}.seoul.example.net:9100`,
      job: 'node',
      severity,
      cluster: 'seoul-2',
      team: 'infra',
    },
    annotations: { summary },
    startsAt: new Date().toISOString(),
  };
}

/** One bounded run of wrk; `mayBreak` where the server is killed meanwhile. Rates are per second; `events` counts what was answered. */
export async function runWrk(
  subject,
  { shape, batch = 1, mix = 'mixed', seconds, keys = KEY_COUNT, mayBreak = false },
) {
  const args = ['-t', THREADS, '-c', CONNECTIONS, '-d', `${seconds}s`, '--timeout', '10s', '-s', SCRIPT];
  const url = subject.url + subject.pathOf(shape);
  const child = start('wrk', [...args, url, '--', shape, batch, mix, keys, THREADS].map(String));
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), (seconds + 30) * 1000);
  await once(child, 'close');
  clearTimeout(limit);
  const found = /^RESULT (.*)$/m.exec(text);
  if (found === null) throw new Error(`wrk said nothing to the point:\n${text}\n${child.tail}`);
  const result = JSON.parse(found[1]);
  const amiss = result.bad + (mayBreak ? 0 : result.broken + result.timeout);
  if (amiss > 0) throw new Error(`${subject.name}: not every request was answered well: ${found[1]}`);
  const events = result.requests * batch;
  return {
    subject: subject.name,
    shape,
    mix,
    batch,
    requests: result.requests,
    events,
    perSecond: events / (result.durationMs / 1000),
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    /** Requests that may have been stored although wrk left before their answers. */
    mayBeMore: CONNECTIONS * batch,
  };
}
