import { connect, type Socket } from 'node:net';

/** A talk with an SMTP server, line by line, as no well-behaved client would have it. */
export interface RawSmtp {
  readonly socket: Socket;
  /** The server's first words. */
  readonly greeting: string;
  /** Sends a line; the whole reply, lines joined. Empty where the server hung up. */
  say(line: string): Promise<string>;
  /** Sends bytes as they are; false where nobody reads any more. */
  send(bytes: Buffer | string): Promise<boolean>;
  reply(): Promise<string>;
  readonly closed: Promise<void>;
  end(): void;
}

export async function rawSmtp(port: number, host = '127.0.0.1'): Promise<RawSmtp> {
  const socket = connect(port, host);
  let text = '';
  let isClosed = false;
  let wake: () => void = () => undefined;
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) =>
    socket.on('close', () => {
      isClosed = true;
      wake();
      resolve();
    }),
  );
  const reply = async (): Promise<string> => {
    for (;;) {
      const found = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
      if (found !== null) {
        text = text.slice(found[0].length);
        return found[0].trim();
      }
      if (isClosed) return '';
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const send = (bytes: Buffer | string) =>
    new Promise<boolean>((resolve) => {
      if (isClosed) return resolve(false);
      const done = () => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve(!isClosed);
      };
      if (socket.write(bytes)) return resolve(true);
      socket.on('drain', done);
      socket.on('close', done);
    });
  const greeting = await reply();
  return {
    socket,
    greeting,
    closed,
    reply,
    send,
    async say(line) {
      await send(`${line}\r\n`);
      return reply();
    },
    end: () => socket.destroy(),
  };
}
