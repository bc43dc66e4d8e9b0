import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header and body as they came, dots unstuffed. */
  readonly raw: string;
  readonly user: string | null;
}

/** Replies to use instead of the usual ones, by command; null says nothing at all. */
export type SmtpReplies = Partial<
  Record<'GREETING' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'END', string | null>
>;

export interface SmtpPeer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  readonly replies: SmtpReplies;
  /** Connections so far. */
  connections: number;
  /** Every line a client said outside DATA. */
  readonly lines: string[];
  close(): Promise<void>;
}

/** As much of RFC 5321 as a client's mail needs, on loopback; misbehaves where told to. */
export async function startSmtp(replies: SmtpReplies = {}): Promise<SmtpPeer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    peer.connections += 1;
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket, peer);
  });
  const peer: SmtpPeer = {
    port: 0,
    mails: [],
    replies,
    connections: 0,
    lines: [],
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(peer, { port: (server.address() as AddressInfo).port });
}

function converse(socket: Socket, peer: SmtpPeer): void {
  let buffer = '';
  let data: string[] | null = null;
  let from = '';
  let to: string[] = [];
  let user: string | null = null;
  const reply = (command: keyof SmtpReplies, usual: string): boolean => {
    const said = peer.replies[command] === undefined ? usual : peer.replies[command];
    if (said !== null) socket.write(`${said}\r\n`);
    return said === usual;
  };
  const command = (line: string): void => {
    peer.lines.push(line);
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') reply('EHLO', '250-noc.test\r\n250-AUTH PLAIN\r\n250 8BITMIME');
    else if (verb === 'AUTH') {
      user =
        Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString('utf8')
          .split('\0')[1] ?? null;
      reply('AUTH', '235 welcome');
    } else if (verb === 'MAIL') {
      from = /<(.*)>/.exec(line)?.[1] ?? '';
      to = [];
      reply('MAIL', '250 ok');
    } else if (verb === 'RCPT') {
      to.push(/<(.*)>/.exec(line)?.[1] ?? '');
      reply('RCPT', '250 ok');
    } else if (verb === 'DATA') {
      if (reply('DATA', '354 go on')) data = [];
    } else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else socket.write('250 ok\r\n');
  };
  socket.on('data', (chunk) => {
    buffer += chunk.toString('utf8');
    const lines = buffer.split('\r\n');
    buffer = lines.pop() ?? '';
    for (const line of lines) {
      if (data === null) command(line);
      else if (line === '.') {
        if (reply('END', '250 queued as A1')) peer.mails.push({ from, to, raw: data.join('\r\n'), user });
        data = null;
      } else data.push(line.startsWith('.') ? line.slice(1) : line);
    }
  });
  reply('GREETING', '220 noc.test ESMTP');
}
