import { connect } from 'node:net';

/** What a server said on a connection, as far as it was HTTP. */
export interface RawAnswer {
  /** 0 when it closed without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  /** `Name: value` lines, sent as they are; Host and Content-Length are added unless named. */
  readonly headers?: readonly string[];
  readonly body?: Buffer | string;
  /** Sends the body in chunks without saying how long it is. */
  readonly isChunked?: boolean;
  /** Ends the sending side after the body. */
  readonly endsEarly?: boolean;
}

/** Sends exactly these bytes, which no HTTP client would, and reads one answer. */
export function askRaw(port: number, request: RawRequest, limitMs = 8000): Promise<RawAnswer> {
  const { method = 'POST', path, headers = [], isChunked = false } = request;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.from(request.body ?? '', 'utf8');
  const has = (name: string) => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(has('host') ? [] : [`Host: 127.0.0.1:${port}`]),
    ...headers,
    ...(isChunked
      ? ['Transfer-Encoding: chunked']
      : has('content-length')
        ? []
        : [`Content-Length: ${body.length}`]),
    'Connection: close',
  ];
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    const got: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      fail(new Error(`no answer within ${limitMs} ms to ${method} ${path}`));
    }, limitMs);
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      done(read(Buffer.concat(got).toString('utf8')));
    };
    socket.on('data', (bytes) => got.push(bytes));
    socket.on('end', finish);
    socket.on('close', finish);
    // A server that refuses early may reset the rest of a long body; its answer stands before that.
    socket.on('error', finish);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    if (isChunked) {
      for (let at = 0; at < body.length; at += 65_536) {
        const part = body.subarray(at, at + 65_536);
        socket.write(`${part.length.toString(16)}\r\n`);
        socket.write(part);
        socket.write('\r\n');
      }
      socket.write('0\r\n\r\n');
    } else {
      socket.write(body);
    }
    if (request.endsEarly) socket.end();
  });
}

function read(text: string): RawAnswer {
  const cut = text.indexOf('\r\n\r\n');
  const head = cut < 0 ? text : text.slice(0, cut);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    body: cut < 0 ? '' : text.slice(cut + 4),
  };
}
