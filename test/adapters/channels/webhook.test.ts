// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested here
import { afterEach, describe, expect, it } from 'vitest';
import { createExtensionSender, extensionRequest } from '../../../src/server/adapters/channels/extension.ts';
import { createOutbound } from '../../../src/server/adapters/channels/outbound-guard.ts';
import { createWebhookChannel } from '../../../src/server/adapters/channels/webhook.ts';
import type { ExtensionMessage } from '../../../src/server/domain/incident/decision.ts';
import { type Extension, extensionSchema } from '../../../src/shared/config/service.ts';
import { PERSON, type Peer, pageMessage, SENT_AT, startPeer } from './support.ts';

const peers: Peer[] = [];
const peer = async (status = 200): Promise<Peer> => {
  const started = await startPeer((_, response) => response.writeHead(status).end());
  peers.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(peers.splice(0).map((each) => each.close()));
});
const send = createOutbound({ allow: () => [], ownPort: () => null });
const now = () => SENT_AT;

describe('contact webhook', () => {
  const channel = createWebhookChannel({ send, now });
  const deliver = (url: string, message = pageMessage(), author: 'admin' | 'responder' = 'admin') =>
    channel.deliver({
      message,
      contact: { id: 'hook', channel: 'webhook', url },
      author,
      person: PERSON,
      url: message.incident === null ? null : 'http://127.0.0.1:7700/#/incidents/i1',
      sentAt: SENT_AT,
    });

  it('[NTF60] posts who is told what, with the idempotency key', async () => {
    const hook = await peer(204);
    expect(await deliver(`${hook.url}/an`)).toEqual({ ok: true, retryable: false, detail: 'HTTP 204' });
    const { request, body } = hook.seen[0]!;
    expect([request.method, request.url]).toEqual(['POST', '/an']);
    expect(request.headers['content-type']).toBe('application/json');
    expect(request.headers['idempotency-key']).toBe('i1:1:1:0:0:an:0:hook');
    expect(JSON.parse(body)).toMatchObject({
      id: 'i1:1:1:0:0:an:0:hook',
      kind: 'page',
      incident: {
        id: 'i1',
        number: 42,
        summary: 'DB <down> & "out"',
        service: 'payments',
        serviceName: '결제',
        urgency: 'highest',
        status: 'open',
        severity: null,
        count: 3,
      },
      person: 'an',
      personName: '김하늘',
      step: 1,
      sentAt: '2026-11-16T00:00:05.000Z',
      url: 'http://127.0.0.1:7700/#/incidents/i1',
    });
  });

  it('[NTF60] the same message sent again is the same request', async () => {
    const hook = await peer(500);
    await deliver(hook.url);
    await deliver(hook.url);
    const [first, second] = hook.seen;
    expect(second?.body).toBe(first?.body);
    expect(second?.request.headers['idempotency-key']).toBe(first?.request.headers['idempotency-key']);
  });

  it('[NTF60] says a final notice and a test without an incident', async () => {
    const hook = await peer();
    await deliver(
      hook.url,
      pageMessage({ kind: 'final', body: {}, firing: { run: 1, pass: 2, step: 'final', repetition: 0 } }),
    );
    await deliver(
      hook.url,
      pageMessage({ id: '시험', kind: 'test', incident: null, firing: null, body: {} }),
    );
    const [final, test] = hook.seen.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(final).toMatchObject({
      kind: 'final',
      step: 'final',
      incident: { id: 'i1', pass: 2, summary: null },
    });
    expect(test).toMatchObject({ kind: 'test', incident: null, step: null, url: null });
    expect(hook.seen[1]?.request.headers['idempotency-key']).toBe(encodeURIComponent('시험'));
  });

  it('[NTF72] a URL a responder wrote does not reach loopback', async () => {
    const hook = await peer();
    expect(await deliver(hook.url, pageMessage(), 'responder')).toMatchObject({
      ok: false,
      retryable: false,
    });
    expect(hook.seen).toHaveLength(0);
  });
});

describe('extension', () => {
  const message = (variables: Readonly<Record<string, string>>): ExtensionMessage => ({
    to: 'extension',
    id: 'x1:i1:created:1',
    extension: 'x1',
    event: 'created',
    incident: 'i1',
    variables,
  });
  const extension = (over: Partial<Extension> = {}): Extension =>
    extensionSchema.parse({
      id: 'x1',
      type: 'webhook',
      events: ['created'],
      url: 'http://127.0.0.1:9/x',
      body: '{"title":"${SERVICE_NAME}","name":"${INCIDENT_NAME}"}',
      ...over,
    });
  const VALUES = { SERVICE_NAME: '결제', INCIDENT_NAME: 'a "b" & c=d\n${STATUS}', STATUS: 'open' };

  it('[NTF62] sends a JSON template as JSON, values escaped', async () => {
    const hook = await peer();
    const deliver = createExtensionSender({ send, now });
    const result = await deliver({
      message: message(VALUES),
      extension: extension({ url: `${hook.url}/x`, headers: { 'X-Team': 'noc' } }),
    });
    expect(result.ok).toBe(true);
    const { request, body } = hook.seen[0]!;
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'x-team': 'noc',
      'idempotency-key': 'x1:i1:created:1',
    });
    expect(JSON.parse(body)).toEqual({ title: '결제', name: VALUES.INCIDENT_NAME });
  });

  it('[NTF62] sends forms, plain text, and what a header says', async () => {
    const of = (over: Partial<Extension>) => {
      const made = extensionRequest(message(VALUES), extension(over));
      if (!made.ok) throw new Error(made.detail);
      return made.request;
    };
    const form = of({ urlEncode: true, body: 'a=${INCIDENT_NAME}&b=${STATUS}' });
    expect(form.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(form.body ?? ''))).toEqual({
      a: VALUES.INCIDENT_NAME,
      b: 'open',
    });
    const plain = of({ body: '${SERVICE_NAME}: ${STATUS}' });
    expect(plain.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(plain.body).toBe('결제: open');
    const said = of({ headers: { 'Content-Type': 'application/vnd.noc+json' } });
    expect(said.headers['content-type']).toBe('application/vnd.noc+json');
    const get = of({
      method: 'GET',
      urlEncode: true,
      url: 'http://127.0.0.1:9/x?k=1',
      body: 's=${SERVICE_NAME}',
    });
    expect([get.body, get.url, get.headers['content-type']]).toEqual([
      null,
      `http://127.0.0.1:9/x?k=1&s=${encodeURIComponent('결제')}`,
      undefined,
    ]);
  });

  it('[NTF62] headers of the connection stay ours', () => {
    const made = extensionRequest(
      message(VALUES),
      extension({
        headers: { Host: 'evil.test', 'Content-Length': '1', 'Transfer-Encoding': 'chunked', 'X-Ok': 'y' },
      }),
    );
    expect(made).toMatchObject({ ok: true });
    const names = made.ok ? Object.keys(made.request.headers).sort() : [];
    expect(names).toEqual(['content-type', 'idempotency-key', 'user-agent', 'x-ok']);
  });

  it('[NTF23] a body that is too large is refused for good', async () => {
    const deliver = createExtensionSender({ send, now });
    const result = await deliver({
      message: message({}),
      extension: extension({ body: '가'.repeat(40_000) }),
    });
    expect(result).toMatchObject({ ok: false, retryable: false });
    expect(result.detail).toContain('65536 bytes');
  });
});
