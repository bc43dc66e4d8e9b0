import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createCallApi } from '../../../src/server/adapters/fetch/call-api.ts';
import { startFetchers } from '../../../src/server/adapters/fetch/start-fetchers.ts';
import { until } from '../../support/e2e/until.ts';
import { given, type Story } from '../../support/story.ts';
import { integration } from '../../support/story-config.ts';

const running: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any body
  readonly body: any;
}
type Answer = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly to?: string;
};

/** A tool's API; `answer` may be changed while it runs. */
async function startTool(answer: (asked: Asked) => Answer, tls?: { cert: string; key: string }) {
  const asked: Asked[] = [];
  const tool = { asked, answer, port: 0, url: '' };
  const onRequest = (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const one = {
        method: req.method ?? '',
        url: req.url ?? '',
        headers: req.headers,
        body: text === '' ? null : JSON.parse(text),
      };
      asked.push(one);
      const { status = 200, json, text: raw, to } = tool.answer(one);
      res.writeHead(status, to === undefined ? {} : { location: to });
      res.end(raw ?? JSON.stringify(json));
    });
  };
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  running.push(() => {
    server.closeAllConnections();
    server.close();
  });
  tool.port = (server.address() as AddressInfo).port;
  tool.url = `${tls ? 'https' : 'http'}://127.0.0.1:${tool.port}`;
  return tool;
}

function fetchOn(story: Story, ownPort: number | null = null) {
  const fetchers = startFetchers({
    core: story.core,
    floor: story.floor,
    readSecret: (secret) => ('secret' in secret ? `the-${secret.secret}` : null),
    ownPort: () => ownPort,
    retryMs: 10,
  });
  running.push(() => fetchers.stop());
  return fetchers;
}
async function start(type: string, fetch: object, ownPort: number | null = null) {
  const story = await given({
    integrations: [integration('tool', { type, fetch: { every: 'PT1H', ...fetch } as never })],
  });
  return { story, fetchers: fetchOn(story, ownPort) };
}
const keys = (story: Story) => [...story.ledger.incidents.values()].map(({ dedupKey }) => dedupKey).sort();
const errorOf = (fetchers: ReturnType<typeof fetchOn>) => fetchers.status.list()[0]?.lastError?.text ?? '';

const alert = (fingerprint: string, more: object = {}) => ({
  labels: { alertname: fingerprint, severity: 'critical' },
  annotations: {},
  fingerprint,
  startsAt: '2026-11-23T11:40:00.000Z',
  receivers: [{ name: 'floor' }],
  status: { state: 'active' },
  ...more,
});

describe('Alertmanager', () => {
  it('[ING167] is read at once, with its credentials, and its alerts become incidents', async () => {
    const tool = await startTool(() => ({
      json: [alert('a'), alert('b', { status: { state: 'suppressed' } })],
    }));
    const auth = { user: 'noc', password: { secret: 'am' } };
    const { story, fetchers } = await start('alertmanager', {
      kind: 'alertmanager',
      url: `${tool.url}/`,
      auth,
    });
    await until('the incident', () => story.ledger.incidents.size === 1);
    expect(keys(story)).toEqual(['a']);
    expect(tool.asked[0]).toMatchObject({
      method: 'GET',
      url: '/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true',
      headers: { authorization: `Basic ${Buffer.from('noc:the-am').toString('base64')}` },
    });
    await until('its success', () => fetchers.list()[0]?.lastSuccessAt);
    expect(fetchers.list()).toMatchObject([{ integration: 'tool', kind: 'alertmanager', failures: 0 }]);
  });

  it('[ING167] is read again after the machine slept, though its time has not come by timers', async () => {
    const tool = await startTool(() => ({ json: [] }));
    const { story } = await start('alertmanager', { kind: 'alertmanager', url: tool.url });
    await until('a reading', () => tool.asked.length === 1);
    story.clock.advance(3_600_000);
    await until('another', () => tool.asked.length === 2, 12_000);
  });

  it('[ING163] an error and a broken answer close nothing, and are said', async () => {
    const tool = await startTool(() => ({ json: [alert('a')] }));
    const { story, fetchers } = await start('alertmanager', {
      kind: 'alertmanager',
      url: tool.url,
      every: 'PT1S',
      grace: 'PT1S',
    });
    await until('the incident', () => story.ledger.incidents.size === 1);
    for (const [answer, words] of [
      [{ status: 503, json: [] }, 'HTTP 503'],
      [{ text: '[{"labels":' }, 'no JSON'],
      [{ json: [alert('b'), {}] }, 'element 1'],
      [{ json: { status: 'success', data: [] } }, 'a list of alerts'],
    ] as const) {
      tool.answer = () => answer;
      story.clock.advance(1000);
      await until(words, () => errorOf(fetchers).includes(words));
    }
    await until('a notice', () => story.core.notices().some(({ id }) => id === 'fetch-failed:tool'));
    expect(story.incident()).toMatchObject({ status: 'open', dedupKey: 'a' });
    tool.answer = () => ({ json: [] });
    await until('the end', () => {
      story.clock.advance(1000);
      return story.incident().status === 'closed';
    });
    expect(story.core.notices().some(({ id }) => id === 'fetch-failed:tool')).toBe(false);
  });

  it('[ING154] follows no redirect and asks neither our own port nor a metadata service', async () => {
    const other = await startTool(() => ({ json: [alert('a')] }));
    const tool = await startTool(() => ({ status: 302, to: other.url, json: [] }));
    const moved = await start('alertmanager', { kind: 'alertmanager', url: tool.url });
    await until('the failure', () => errorOf(moved.fetchers).includes('HTTP 302'));
    expect(other.asked).toEqual([]);
    const own = await start('alertmanager', { kind: 'alertmanager', url: other.url }, other.port);
    await until('the failure', () => errorOf(own.fetchers).includes('own port'));
    expect(other.asked).toEqual([]);
    const far = await start('alertmanager', { kind: 'alertmanager', url: 'http://169.254.169.254' });
    await until('the failure', () => errorOf(far.fetchers).includes('is refused'));
  });

  it('[ING154] TLS is verified against the configured authority, unless the config says otherwise', async () => {
    const path = join(import.meta.dirname, '../../support/e2e/tls/cert.pem');
    const cert = readFileSync(path, 'utf8');
    const key = readFileSync(path.replace('cert', 'key'), 'utf8');
    const tool = await startTool(() => ({ json: [alert('a')] }), { cert, key });
    const settings = { kind: 'alertmanager', url: tool.url.replace('127.0.0.1', 'localhost') };
    const strict = await start('alertmanager', settings);
    await until('the failure', () => /self.signed|certificate/i.test(errorOf(strict.fetchers)));
    expect(tool.asked).toEqual([]);
    const trusting = await start('alertmanager', { ...settings, tls: { ca: cert } });
    await until('the incident', () => trusting.story.ledger.incidents.size === 1);
    const byPath = await start('alertmanager', { ...settings, tls: { ca: path } });
    await until('the incident', () => byPath.story.ledger.incidents.size === 1);
    const careless = await start('alertmanager', { ...settings, tls: { insecure: true } });
    await until('the incident', () => careless.story.ledger.incidents.size === 1);
  });

  it('[ING154] an answer too long or too slow is a failure', async () => {
    const tool = await startTool(() => ({ text: `[${'"x",'.repeat(400)}"x"]` }));
    const slow = createServer(() => undefined);
    await new Promise<void>((done) => slow.listen(0, '127.0.0.1', done));
    running.push(() => {
      slow.closeAllConnections();
      slow.close();
    });
    const call = createCallApi({ ownPort: () => null, tls: undefined }, new AbortController().signal, {
      bytes: 1000,
      timeMs: 100,
    });
    const ask = (url: string) => call({ url, method: 'GET', headers: {} });
    await expect(ask(tool.url)).rejects.toThrow('over 1000 bytes');
    await expect(ask(`http://127.0.0.1:${(slow.address() as AddressInfo).port}`)).rejects.toThrow(
      /abort|time/i,
    );
  });
});

describe('Zabbix', () => {
  const problem = {
    eventid: '90417',
    objectid: '23151',
    clock: '1795434000',
    name: 'Disk space is low',
    severity: '4',
    suppressed: '0',
    opdata: '',
  };
  const results = (method: string) =>
    method === 'problem.get' ? [problem] : [{ triggerid: '23151', hosts: [{ host: 'db01', name: 'db01' }] }];
  const settings = (url: string) => ({ kind: 'zabbix', url, token: { secret: 'zabbix' } });

  it('[ING169] its problems are asked for with the token in a header, and their hosts', async () => {
    const tool = await startTool(({ body }) => ({
      json: { jsonrpc: '2.0', result: results(body.method), id: 1 },
    }));
    const { story } = await start('zabbix', settings(`${tool.url}/zabbix`));
    await until('the incident', () => story.ledger.incidents.size === 1);
    expect(keys(story)).toEqual(['90417']);
    expect(tool.asked.map(({ body }) => body.method)).toEqual(['problem.get', 'trigger.get']);
    expect(tool.asked[0]).toMatchObject({
      url: '/zabbix/api_jsonrpc.php',
      headers: { authorization: 'Bearer the-zabbix' },
    });
    expect(tool.asked[0]!.body).not.toHaveProperty('auth');
    expect(tool.asked[1]!.body.params).toMatchObject({ triggerids: ['23151'], monitored: true });
  });

  it('[ING169] an old one gets the token in the request; its own errors are said', async () => {
    const tool = await startTool(({ body }) =>
      body.auth === 'the-zabbix'
        ? { json: { jsonrpc: '2.0', result: results(body.method), id: 1 } }
        : { json: { jsonrpc: '2.0', error: { code: -32602, data: 'Not authorised.' }, id: 1 } },
    );
    const { story } = await start('zabbix', settings(tool.url));
    await until('the incident', () => story.ledger.incidents.size === 1);
    tool.answer = () => ({
      json: { jsonrpc: '2.0', error: { code: -32602, data: 'Not authorized.' }, id: 1 },
    });
    const wrong = await start('zabbix', settings(tool.url));
    await until('the failure', () => errorOf(wrong.fetchers).includes('Not authorized'));
    expect(errorOf(wrong.fetchers)).not.toContain('the-zabbix');
  });
});

describe('Checkmk', () => {
  const service = { host_name: 'db01', description: 'CPU', state: 2, state_type: 1, host_state: 0 };
  const host = { name: 'db02', state: 1, state_type: 1 };
  const answer = (url: string) => ({
    json: { value: [{ extensions: url.includes('/service/') ? service : host }] },
  });
  const settings = (url: string) => ({
    kind: 'checkmk',
    url: `${url}/main/`,
    site: 'main',
    user: 'automation',
    secret: { secret: 'checkmk' },
  });

  it('[ING169] its services and hosts are asked for, by POST', async () => {
    const tool = await startTool(({ url }) => answer(url));
    const { story } = await start('checkmk', settings(tool.url));
    await until('the incidents', () => story.ledger.incidents.size === 2);
    expect(keys(story)).toEqual(['main|db01|CPU', 'main|db02']);
    expect(tool.asked[0]).toMatchObject({
      method: 'POST',
      url: '/main/check_mk/api/1.0/domain-types/service/collections/all',
      headers: { authorization: 'Bearer automation the-checkmk' },
      body: { query: { op: '!=', left: 'state', right: '0' }, sites: ['main'] },
    });
  });

  it('[ING169] an old one is asked by GET', async () => {
    const tool = await startTool(({ method, url }) =>
      method === 'POST' ? { status: 405, json: {} } : answer(url),
    );
    const { story } = await start('checkmk', settings(tool.url));
    await until('the incidents', () => story.ledger.incidents.size === 2);
    const asked = new URL(tool.asked[1]!.url, tool.url).searchParams;
    expect(JSON.parse(asked.get('query')!)).toEqual({ op: '!=', left: 'state', right: '0' });
    expect(asked.getAll('columns')).toContain('plugin_output');
  });
});
