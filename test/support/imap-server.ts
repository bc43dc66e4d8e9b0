import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface StoredMail {
  readonly uid: number;
  readonly source: Buffer;
  readonly flags: Set<string>;
}

/** A mailbox server on loopback: as much of RFC 9051 as fetching needs, and ways to misbehave. */
export interface ImapPeer {
  readonly port: number;
  uidValidity: number;
  /** By folder; `INBOX` is there. */
  readonly folders: Map<string, StoredMail[]>;
  /** Every command, tags aside. */
  readonly commands: string[];
  password: string;
  connections: number;
  /** Commands of this name are refused. */
  readonly refuses: Set<string>;
  /** The connection breaks instead of an answer to a command that begins so; once. */
  breakAt: string | null;
  /** Puts a mail into the inbox, and tells idle sessions. */
  append(source: string | Buffer, flags?: readonly string[]): number;
  /** Cuts every session. */
  cut(): void;
  close(): Promise<void>;
}

export async function startImap(): Promise<ImapPeer> {
  const sessions = new Map<Socket, { isIdle: boolean; selected: string | null }>();
  let nextUid = 1;
  const server = createServer((socket) => {
    peer.connections += 1;
    sessions.set(socket, { isIdle: false, selected: null });
    socket.on('close', () => sessions.delete(socket));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        answer(socket, line);
      }
    });
    socket.write('* OK ready\r\n');
  });
  const peer: ImapPeer = {
    port: 0,
    uidValidity: 7,
    folders: new Map([['INBOX', []]]),
    commands: [],
    password: 'let-me-in',
    connections: 0,
    refuses: new Set(),
    breakAt: null,
    append(source, flags = []) {
      const uid = nextUid;
      nextUid += 1;
      const inbox = peer.folders.get('INBOX')!;
      inbox.push({ uid, source: Buffer.from(source as string), flags: new Set(flags) });
      for (const [socket, session] of sessions)
        if (session.isIdle) socket.write(`* ${inbox.length} EXISTS\r\n`);
      return uid;
    },
    cut() {
      for (const socket of sessions.keys()) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        peer.cut();
        server.close(() => resolve());
      }),
  };

  function answer(socket: Socket, line: string): void {
    const session = sessions.get(socket);
    if (session === undefined) return;
    if (session.isIdle) {
      session.isIdle = false;
      socket.write(`${idleTag.get(socket)} OK idle is over\r\n`);
      return;
    }
    const [tag = '*', ...words] = line.split(' ');
    const command = words.join(' ');
    peer.commands.push(command);
    if (peer.breakAt !== null && command.startsWith(peer.breakAt)) {
      peer.breakAt = null;
      socket.destroy();
      return;
    }
    const name = (words[0] === 'UID' ? `UID ${words[1]}` : (words[0] ?? '')).toUpperCase();
    const rest = words.slice(name.startsWith('UID') ? 2 : 1).join(' ');
    if (peer.refuses.has(name)) {
      socket.write(`${tag} NO refused\r\n`);
      return;
    }
    const mails = () => peer.folders.get(session.selected ?? 'INBOX')!;
    const untagged = (text: string) => socket.write(`* ${text}\r\n`);
    const done = (text = 'done') => socket.write(`${tag} OK ${text}\r\n`);
    switch (name) {
      case 'CAPABILITY':
        untagged('CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS');
        return void done();
      case 'LOGIN': {
        const [, password = ''] = rest.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
        if (password.replace(/^"|"$/g, '') !== peer.password) {
          socket.write(`${tag} NO [AUTHENTICATIONFAILED] wrong: ${password}\r\n`);
          return;
        }
        return void done('[CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS] welcome');
      }
      case 'LIST': {
        const pattern = /"([^"]*)"$/.exec(rest)?.[1] ?? '';
        // An empty pattern asks for the delimiter alone.
        if (pattern === '') untagged('LIST (\\Noselect) "/" ""');
        if (peer.folders.has(pattern)) untagged(`LIST (\\HasNoChildren) "/" "${pattern}"`);
        return void done();
      }
      case 'SELECT': {
        const folder = rest.replace(/^"|"$/g, '');
        if (!peer.folders.has(folder)) {
          socket.write(`${tag} NO [NONEXISTENT] no such mailbox\r\n`);
          return;
        }
        session.selected = folder;
        untagged(`${mails().length} EXISTS`);
        untagged('0 RECENT');
        untagged('FLAGS (\\Seen \\Deleted)');
        untagged('OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] ok');
        untagged(`OK [UIDVALIDITY ${peer.uidValidity}] ok`);
        untagged(`OK [UIDNEXT ${nextUid}] ok`);
        return void done('[READ-WRITE] selected');
      }
      case 'UID SEARCH': {
        const set = /UID (\d+):(\d+|\*)/.exec(rest);
        const last = mails().at(-1)?.uid ?? 0;
        const [from, to] = [Number(set?.[1] ?? 1), set?.[2] === '*' ? last : Number(set?.[2] ?? last)];
        const [low, high] = [Math.min(from, to), Math.max(from, to)];
        const found = mails().filter(
          ({ uid, flags }) => uid >= low && uid <= high && !(/\bUNSEEN\b/.test(rest) && flags.has('\\Seen')),
        );
        untagged(`SEARCH${found.map(({ uid }) => ` ${uid}`).join('')}`);
        return void done();
      }
      case 'UID FETCH': {
        const uid = Number(words[2]);
        const at = mails().findIndex((mail) => mail.uid === uid);
        const mail = mails()[at];
        if (mail !== undefined) {
          const part = /BODY\.PEEK\[\]<(\d+)\.(\d+)>/.exec(rest);
          const size = /RFC822\.SIZE/.test(rest) ? ` RFC822.SIZE ${mail.source.length}` : '';
          if (part === null) untagged(`${at + 1} FETCH (UID ${uid}${size})`);
          else {
            const bytes = mail.source.subarray(Number(part[1]), Number(part[1]) + Number(part[2]));
            socket.write(`* ${at + 1} FETCH (UID ${uid}${size} BODY[]<${part[1]}> {${bytes.length}}\r\n`);
            socket.write(bytes);
            socket.write(')\r\n');
          }
        }
        return void done();
      }
      case 'UID STORE': {
        const mail = mails().find(({ uid }) => uid === Number(words[2]));
        for (const flag of rest.match(/\\\w+/g) ?? []) mail?.flags.add(flag);
        return void done();
      }
      case 'UID MOVE': {
        const folder = peer.folders.get(words.slice(3).join(' ').replace(/^"|"$/g, ''));
        const at = mails().findIndex(({ uid }) => uid === Number(words[2]));
        const mail = mails()[at];
        if (folder === undefined || mail === undefined) {
          socket.write(`${tag} NO [TRYCREATE] no such mailbox\r\n`);
          return;
        }
        mails().splice(at, 1);
        folder.push(mail);
        untagged(`OK [COPYUID 9 ${mail.uid} ${folder.length}] moved`);
        untagged(`${at + 1} EXPUNGE`);
        return void done();
      }
      case 'IDLE':
        session.isIdle = true;
        idleTag.set(socket, tag);
        socket.write('+ idling\r\n');
        return;
      case 'LOGOUT':
        untagged('BYE');
        done();
        socket.end();
        return;
      case 'NOOP':
        if (session.selected !== null) untagged(`${mails().length} EXISTS`);
        return void done();
      default:
        socket.write(`${tag} BAD unknown command\r\n`);
    }
  }
  const idleTag = new WeakMap<Socket, string>();

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(peer, { port: (server.address() as AddressInfo).port });
}
