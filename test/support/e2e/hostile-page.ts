import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage.ts';

/** One request that a hostile page tries to make somebody's browser send. */
export interface Attempt {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** An empty page of another origin: the same machine, another port. */
export async function serveHostilePage(stage: Stage): Promise<number> {
  const server = createServer((_req, res) =>
    res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Prizes</title><body>'),
  );
  await new Promise<void>((done) => server.listen(0, done));
  stage.later(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** What of a browser these attacks use; they run in the page, where the compiler cannot look. */
interface Scope {
  fetch: typeof fetch;
  navigator: { sendBeacon(url: string, body: unknown): boolean };
  document: {
    body: { append(node: unknown): void };
    createElement(tag: string): Record<string, unknown> & {
      append(node: unknown): void;
      submit(): void;
      onload: unknown;
      onerror: unknown;
    };
  };
}

/**
 * Tries one request in every way a page has without being asked: cross-origin `fetch` with and without CORS,
 * a beacon and a form. Runs in the page; returns what it could read, which must be nothing.
 */
export async function attack(attempt: Attempt): Promise<readonly string[]> {
  const scope = globalThis as unknown as Scope;
  const { method, url, body } = attempt;
  const read: string[] = [];
  const tryFetch = async (mode: 'cors' | 'no-cors', type: string) => {
    try {
      const answer = await scope.fetch(url, {
        method: mode === 'no-cors' ? 'POST' : method,
        mode,
        body,
        headers: { 'content-type': type },
      });
      const text = await answer.text();
      if (text !== '') read.push(`${mode} ${answer.status} ${text.slice(0, 100)}`);
    } catch {
      // Refused by the browser or the server: as it should be.
    }
  };
  await tryFetch('no-cors', 'text/plain');
  await tryFetch('cors', 'text/plain');
  await tryFetch('cors', 'application/json');
  scope.navigator.sendBeacon(url, body);
  const { document } = scope;
  const frame = document.createElement('iframe');
  frame.name = `f${Math.random()}`;
  const form = document.createElement('form');
  // A text/plain form can spell any JSON object around its one equals sign.
  Object.assign(form, { method: 'POST', enctype: 'text/plain', action: url, target: frame.name });
  const input = document.createElement('input');
  Object.assign(input, { name: body.replace(/\}$/, ',"x":"'), value: '"}' });
  form.append(input);
  const loaded = new Promise<void>((done) => {
    frame.onload = () => done();
    setTimeout(done, 500);
  });
  document.body.append(frame);
  document.body.append(form);
  form.submit();
  await loaded;
  return read;
}

/** Opens the stream from a page: by WebSocket and by polling, with a token that is right. Returns what came in. */
export async function attackStream(target: {
  readonly host: string;
  readonly token: string;
}): Promise<readonly string[]> {
  const scope = globalThis as unknown as Scope & {
    WebSocket: new (
      url: string,
    ) => {
      onopen: unknown;
      onmessage: unknown;
      onclose: unknown;
      onerror: unknown;
      send(text: string): void;
    };
  };
  const got: string[] = [];
  await new Promise<void>((done) => {
    const socket = new scope.WebSocket(`ws://${target.host}/socket.io/?EIO=4&transport=websocket`);
    socket.onopen = () => {
      got.push('open');
      socket.send(`40${JSON.stringify({ token: target.token })}`);
    };
    socket.onmessage = (message: { data: unknown }) => got.push(String(message.data).slice(0, 80));
    socket.onclose = () => done();
    setTimeout(done, 3000);
  });
  for (const mode of ['cors', 'no-cors'] as const) {
    try {
      const answer = await scope.fetch(`http://${target.host}/socket.io/?EIO=4&transport=polling`, { mode });
      const text = await answer.text();
      if (text !== '') got.push(`${mode} ${text.slice(0, 80)}`);
    } catch {
      // Refused.
    }
  }
  return got;
}
