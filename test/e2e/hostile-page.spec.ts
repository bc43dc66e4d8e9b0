import { describe, expect, test } from 'vitest';
import { ALERTMANAGER_KEY, floorConfig, KEY, WALL_TOKEN } from '../support/e2e/floor-config.ts';
import { type Attempt, attack, attackStream, serveHostilePage } from '../support/e2e/hostile-page.ts';
import { askRaw } from '../support/e2e/raw-http.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';

const stage = createStage();
const PAGERDUTY_KEY = 'k-pagerduty-0123456789abcdef0123456789';
const MUTATING = ['post', 'put', 'patch', 'delete'];

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

async function startFloor(): Promise<{ server: ServerHandle; incident: string }> {
  const base = floorConfig();
  const server = await stage.server({
    config: {
      ...base,
      integrations: [
        ...base.integrations!,
        { id: 'pd', name: 'PagerDuty', type: 'pagerduty', key: PAGERDUTY_KEY, service: 'payments' },
      ],
    },
  });
  const [made] = await server.alert({ summary: 'Secret of the shop', event_id: 'h-1', urgency: 'high' });
  return { server, incident: made!.incident! };
}

/** Every route that changes something, from the document that the server itself publishes, with a body it would take. */
async function listAttempts(server: ServerHandle, incident: string): Promise<Attempt[]> {
  const { paths } = await server.get<OpenApi>('/api/v1/openapi.json');
  const bodyFor = (path: string): string => {
    if (path.startsWith('/integration/standard')) return '{"summary":"Forged","event_id":"forged"}';
    if (path.endsWith('/alerts')) return '[{"labels":{"alertname":"Forged"}}]';
    if (path.startsWith('/integration/'))
      return '{"alerts":[{"status":"firing","labels":{"alertname":"Forged"},"fingerprint":"f"}]}';
    if (path === '/v2/enqueue')
      return `{"routing_key":"${PAGERDUTY_KEY}","event_action":"trigger","payload":{"summary":"Forged","source":"x","severity":"critical"}}`;
    if (path.endsWith('/assign')) return '{"user":"lee"}';
    if (path.endsWith('/comment')) return '{"text":"Forged"}';
    if (path === '/api/v1/incidents') return '{"service":"payments","summary":"Forged"}';
    if (path.endsWith('/tokens')) return '{"kind":"api","name":"forged","subject":"automation"}';
    if (path.endsWith('/config')) return '{"version":1}';
    return '{}';
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .filter((method) => MUTATING.includes(method))
      .map((method) => {
        const key = path.includes('standard') ? KEY : ALERTMANAGER_KEY;
        const real = path
          .replace('{key}', key)
          .replace(/\{\w+\}/, incident)
          .replaceAll(/\{\w+\}/g, 'x');
        return { method: method.toUpperCase(), url: `${server.url}${real}`, body: bodyFor(path) };
      }),
  );
}

/** Everything that a write would have changed. */
async function stateOf(server: ServerHandle, incident: string) {
  const detail = await server.incident(incident);
  const config = await server.ask('GET', '/api/v1/config');
  return {
    conservation: await server.conservation(),
    incidents: (await server.incidents()).map(({ id, version, status }) => [id, version, status]),
    entries: detail.timeline.filter(({ kind }) => !['delivered', 'delivery-failed'].includes(kind)).length,
    config: await config.text(),
    audit: await server.get('/api/v1/audit?limit=5'),
    tokens: await server.get('/api/v1/tokens'),
  };
}

/** How many requests the gate has turned away: proof that the attacks did arrive. */
async function refusedSoFar(server: ServerHandle): Promise<number> {
  const metrics = await (await server.ask('GET', '/metrics')).text();
  return [...metrics.matchAll(/^watchfloor_gate_refused_total\{[^}]*\} (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

describe('a hostile page in the operator’s own browser', () => {
  test('[STR41] from another port it writes nothing and reads nothing, on every route that changes something', {
    timeout: 180_000,
  }, async () => {
    const { server, incident } = await startFloor();
    const attempts = await listAttempts(server, incident);
    expect(attempts.length, 'routes that change something').toBeGreaterThan(25);
    expect(attempts.map(({ url }) => url)).toEqual(
      expect.arrayContaining([
        `${server.url}/integration/standard/v1/${KEY}`,
        `${server.url}/v2/enqueue`,
        `${server.url}/api/v1/incidents/${incident}/ack`,
        `${server.url}/api/v1/config`,
      ]),
    );
    const browser = await stage.browser();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${await serveHostilePage(stage)}/`);
    const before = await stateOf(server, incident);
    const refusedBefore = await refusedSoFar(server);
    for (const attempt of attempts)
      expect(await page.evaluate(attack, attempt), `read from ${attempt.method} ${attempt.url}`).toEqual([]);
    // Every attempt sends at least a no-cors fetch, a simple CORS one, a preflight and a form.
    const refused = (await refusedSoFar(server)) - refusedBefore;
    expect(refused, 'attacks that arrived and were turned away').toBeGreaterThanOrEqual(3 * attempts.length);
    expect(await stateOf(server, incident)).toEqual(before);

    // The same bodies are good ones where they come from somebody who may send them.
    await server.alert({ summary: 'Forged', event_id: 'forged' });
    expect((await server.incidents()).length).toBe(2);
  });

  test('[STR41] it opens no stream, by WebSocket or polling, though it has a right token', async () => {
    const { server } = await startFloor();
    const browser = await stage.browser();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${await serveHostilePage(stage)}/`);
    const target = { host: `127.0.0.1:${server.port}`, token: WALL_TOKEN };
    expect(await page.evaluate(attackStream, target)).toEqual([]);
    // From the server's own page the same code gets in: the attack itself is a working one.
    const own = await browser.newPage();
    await own.goto(`${server.url}/wall/wall-1`);
    expect((await own.evaluate(attackStream, target)).join('\n')).toContain('snapshot');
  });

  test('[STR47] it can neither frame the wall nor read it as image or script', async () => {
    const { server } = await startFloor();
    const browser = await stage.browser();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${await serveHostilePage(stage)}/`);
    const outcome = await page.evaluate(async (url) => {
      const scope = globalThis as unknown as {
        document: {
          createElement(tag: string): { src: string; onload: unknown; onerror: unknown };
          body: { append(node: unknown): void };
        };
      };
      const load = (tag: string, src: string) =>
        new Promise<string>((done) => {
          const element = scope.document.createElement(tag);
          element.onload = () => done(`${tag} loaded`);
          element.onerror = () => done(`${tag} refused`);
          element.src = src;
          scope.document.body.append(element);
          setTimeout(() => done(`${tag} silent`), 3000);
        });
      return [
        await load('img', `${url}/api/v1/incidents`),
        await load('script', `${url}/api/v1/openapi.json`),
      ];
    }, server.url);
    expect(outcome).toEqual(['img refused', 'script refused']);
    await page.evaluate((url) => {
      const scope = globalThis as unknown as {
        document: { createElement(tag: string): { src: string }; body: { append(node: unknown): void } };
      };
      const frame = scope.document.createElement('iframe');
      frame.src = `${url}/wall/wall-1`;
      scope.document.body.append(frame);
    }, server.url);
    await page.waitForTimeout(1500);
    const framed = page.frames().slice(1);
    for (const frame of framed) expect(await frame.locator('#root').count(), frame.url()).toBe(0);
  });

  test('[STR40] a name rebound to 127.0.0.1 gets 403, 200 bytes at most and no data', async () => {
    const { server, incident } = await startFloor();
    const before = await stateOf(server, incident);
    const browser = await stage.browser(['--host-resolver-rules=MAP evil.test 127.0.0.1']);
    const page = await browser.newPage();
    for (const path of ['/', '/wall/wall-1', '/api/v1/incidents', '/metrics', '/api/v1/openapi.json']) {
      const answer = await page.goto(`http://evil.test:${server.port}${path}`);
      expect(answer?.status(), path).toBe(403);
      const body = await answer!.body();
      expect(body.length, path).toBeLessThanOrEqual(200);
      expect(body.toString(), path).not.toContain('Secret');
    }
    // Same origin for the browser now, so nothing but the server's own check stands between.
    const read = await page.evaluate(
      async ({ key, token }) => {
        const post = await fetch(`/integration/standard/v1/${key}`, {
          method: 'POST',
          body: '{"summary":"Forged"}',
        });
        const get = await fetch('/api/v1/incidents', { headers: { authorization: `Bearer ${token}` } });
        return [post.status, get.status];
      },
      { key: KEY, token: WALL_TOKEN },
    );
    expect(read).toEqual([403, 403]);
    const streamed = await page.evaluate(attackStream, {
      host: `evil.test:${server.port}`,
      token: WALL_TOKEN,
    });
    expect(streamed.join('\n')).not.toMatch(/open|sid|snapshot/);
    expect(await stateOf(server, incident)).toEqual(before);
  });

  test('[STR40] 0.0.0.0 and other spellings of this machine are refused', async () => {
    const { server, incident } = await startFloor();
    const before = await stateOf(server, incident);
    const browser = await stage.browser();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${await serveHostilePage(stage)}/`);
    const attempt = {
      method: 'POST',
      url: `http://0.0.0.0:${server.port}/integration/standard/v1/${KEY}`,
      body: '{"summary":"Forged"}',
    };
    expect(await page.evaluate(attack, attempt)).toEqual([]);
    for (const host of [
      `0.0.0.0:${server.port}`,
      `127.0.0.1:${server.port}.evil.test`,
      `127.0.0.1.:${server.port}`,
      `127.1:${server.port}`,
      `[::ffff:127.0.0.1]:${server.port}`,
      `user@127.0.0.1:${server.port}`,
      `127.0.0.1:${server.port + 1}`,
      '127.0.0.1',
      `2130706433:${server.port}`,
      `localhost.evil.test:${server.port}`,
    ]) {
      const answer = await askRaw(server.port, {
        path: `/integration/standard/v1/${KEY}`,
        headers: [`Host: ${host}`],
        body: '{"summary":"Forged"}',
      });
      expect([400, 403], `${host}: ${answer.status}`).toContain(answer.status);
    }
    expect(await stateOf(server, incident)).toEqual(before);
  });
});
