import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a person's webhook got. */
export interface Received {
  /** Wall-clock ms of arrival, and ms that never jump. */
  readonly at: number;
  readonly elapsed: number;
  /** `/an`: tests give each person a path. */
  readonly path: string;
  readonly key: string;
  readonly body: {
    readonly id: string;
    readonly kind: string;
    readonly person: string;
    readonly step: number | string | null;
    readonly incident: { readonly id: string } | null;
    /** Of a bundle. */
    readonly incidents?: readonly {
      readonly id: string;
      readonly number: number;
      readonly summary: string;
    }[];
  };
}

/** A webhook receiver on loopback that answers 200 to everything and remembers it. */
export interface Receiver {
  readonly url: string;
  readonly got: readonly Received[];
  /** What came to one path, in order of arrival; only of one kind when given. */
  to(path: string, kind?: string): readonly Received[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const got: Received[] = [];
  const server = createServer((req, res) => {
    let text = '';
    req.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    req.on('end', () => {
      got.push({
        at: Date.now(),
        elapsed: performance.now(),
        path: req.url ?? '',
        key: String(req.headers['idempotency-key'] ?? ''),
        body: JSON.parse(text),
      });
      res.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    to: (path, kind) =>
      got.filter((one) => one.path === path && (kind === undefined || one.body.kind === kind)),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
