import { afterEach, describe, expect, it } from 'vitest';
import { startFetchers } from '../../../src/server/adapters/fetch/start-fetchers.ts';
import { connectMailbox } from '../../../src/server/adapters/mail/imap-connect.ts';
import type { ImapFetch } from '../../../src/shared/config/fetch.ts';
import { fetchSchema } from '../../../src/shared/config/fetch.ts';
import { until } from '../../support/e2e/until.ts';
import { type ImapPeer, startImap } from '../../support/imap-server.ts';
import { given, type Story } from '../../support/story.ts';
import { integration } from '../../support/story-config.ts';

const running: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

const mail = (subject: string, body = 'full') =>
  `Subject: ${subject}\r\nFrom: a@example.com\r\nMessage-ID: <${subject.length}@example.com>\r\n\r\n${body}`;

const settingsOf = (peer: ImapPeer, more: object = {}) => ({
  kind: 'imap' as const,
  host: '127.0.0.1',
  port: peer.port,
  secure: false,
  user: 'noc',
  password: { secret: 'imap' },
  every: 'PT1H',
  ...more,
});
const withFetch = (fetch: object, more: object = {}) => ({
  integrations: [integration('mail', { type: 'email', fetch: fetch as never, ...more })],
});

async function server(): Promise<ImapPeer> {
  const peer = await startImap();
  running.push(() => peer.close());
  return peer;
}

/** A fetcher on a whole floor, its ledger in memory. */
function fetchOn(story: Story, password: string | null = 'let-me-in') {
  const fetch = startFetchers({
    core: story.core,
    floor: story.floor,
    readSecret: () => password,
    ownPort: () => null,
    retryMs: 10,
  });
  running.push(() => fetch.stop());
  return fetch;
}
async function start(peer: ImapPeer, more: object = {}) {
  const story = await given(withFetch(settingsOf(peer, more)));
  return { story, fetch: fetchOn(story) };
}
const summaries = (story: Story) => story.ledger.events.map(({ summary }) => summary);
const isSeen = (peer: ImapPeer, uid: number, folder = 'INBOX') =>
  peer.folders
    .get(folder)!
    .find((one) => one.uid === uid)
    ?.flags.has('\\Seen');

describe('taking mails', () => {
  it('[ING143] unread ones of a mailbox first seen, then every new one as the server tells, flagged once stored', async () => {
    const peer = await server();
    peer.append(mail('old and read'), ['\\Seen']);
    const unread = peer.append(mail('[PROBLEM] disk'));
    peer.append(mail('also read'), ['\\Seen']);
    const { story, fetch } = await start(peer);
    await until('the unread mail', () => isSeen(peer, unread));
    expect(summaries(story)).toEqual(['[PROBLEM] disk']);
    await until('an idle session', () => peer.commands.includes('IDLE'));
    // A person who reads it first takes nothing away.
    const next = peer.append(mail('[RECOVERY] disk'), ['\\Seen']);
    await until('the next mail', () => story.ledger.events.length === 2);
    expect(story.incident()).toMatchObject({ status: 'closed', dedupKey: 'disk' });
    expect(story.core.resources.get('fetched', 'mail')).toMatchObject({ uidValidity: '7', uid: next });
    expect(fetch.status.list()).toMatchObject([{ integration: 'mail', failures: 0, lastError: null }]);
    expect(story.floor.conservation().received).toBe(2);
  });

  it('[ING143] each once: the mark is in the same commit as the event', async () => {
    const peer = await server();
    peer.append(mail('[PROBLEM] disk'));
    const { story } = await start(peer);
    await until('the mail', () => story.ledger.events.length === 1);
    const batch = story.ledger.batches.find(({ events }) => events.length > 0);
    expect(batch?.resources).toMatchObject([{ kind: 'fetched', id: 'mail', value: { uid: 1 } }]);
  });

  it('[ING143] each once, though the connection breaks between the commit and the flag', async () => {
    const peer = await server();
    peer.breakAt = 'UID STORE';
    peer.append(mail('[PROBLEM] disk'));
    peer.append(mail('[PROBLEM] cpu'));
    const { story } = await start(peer);
    await until('the second mail', () => isSeen(peer, 2));
    expect(summaries(story)).toEqual(['[PROBLEM] disk', '[PROBLEM] cpu']);
    expect(peer.connections).toBe(2);
  });

  it('[ING143] nothing is flagged that the disk refused, and it is taken when the disk is back', async () => {
    const peer = await server();
    const story = await given(withFetch(settingsOf(peer)));
    fetchOn(story);
    await until('an idle session', () => peer.commands.includes('IDLE'));
    story.ledger.isFailing = true;
    const uid = peer.append(mail('[PROBLEM] disk'));
    await until('an attempt', () => peer.commands.some((command) => command.includes('BODY.PEEK')));
    expect(isSeen(peer, uid)).toBe(false);
    story.ledger.isFailing = false;
    story.clock.advance(60_000);
    await story.core.change('probe', () => undefined, true).catch(() => undefined);
    await until('the mail', () => isSeen(peer, uid));
    expect(summaries(story)).toEqual(['[PROBLEM] disk']);
  });

  it('[ING143] a fetcher started anew goes on where the last one came to', async () => {
    const peer = await server();
    peer.append(mail('[PROBLEM] disk'));
    const { story, fetch } = await start(peer);
    await until('the mail', () => story.ledger.events.length === 1);
    await fetch.stop();
    // Somebody marks it unread.
    peer.folders.get('INBOX')![0]!.flags.clear();
    peer.append(mail('[PROBLEM] cpu'), ['\\Seen']);
    fetchOn(story);
    await until('the second mail', () => story.ledger.events.length === 2);
    expect(summaries(story)).toEqual(['[PROBLEM] disk', '[PROBLEM] cpu']);
  });

  it('[ING143] a mailbox numbered anew gives its unread mails only', async () => {
    const peer = await server();
    peer.append(mail('[PROBLEM] disk'));
    const { story, fetch } = await start(peer);
    await until('the mail', () => isSeen(peer, 1));
    await fetch.stop();
    peer.uidValidity = 8;
    peer.append(mail('[PROBLEM] cpu'));
    fetchOn(story);
    await until('the second mail', () => isSeen(peer, 2));
    expect(summaries(story)).toEqual(['[PROBLEM] disk', '[PROBLEM] cpu']);
  });

  it('[ING143] moves what is stored where the config says so', async () => {
    const peer = await server();
    peer.folders.set('Done', []);
    const uid = peer.append(mail('[PROBLEM] disk'));
    const { story } = await start(peer, { after: { move: 'Done' } });
    await until('the move', () => peer.folders.get('Done')!.some((one) => one.uid === uid));
    expect(summaries(story)).toEqual(['[PROBLEM] disk']);
    expect(peer.folders.get('INBOX')).toEqual([]);
  });

  it('[ING144] a mail that cannot be moved is taken once, and the failure is kept', async () => {
    const peer = await server();
    peer.append(mail('[PROBLEM] disk'));
    const { story, fetch } = await start(peer, { after: { move: 'Nowhere' } });
    await until('the failure', () => fetch.status.list()[0]?.lastError);
    expect(fetch.status.list()[0]?.lastError?.text).toBe('a mail could not be moved to Nowhere');
    expect(summaries(story)).toEqual(['[PROBLEM] disk']);
  });

  it('[ING132] one over the limit is a rejected event, and the next one comes', async () => {
    const peer = await server();
    peer.append(mail('big', 'x'.repeat(11 * 1024 * 1024)));
    peer.append(mail('[PROBLEM] disk'));
    const { story } = await start(peer);
    await until('both', () => story.ledger.events.length === 2);
    expect(story.ledger.events).toMatchObject([
      { outcome: 'rejected', reason: { code: 'ING132' } },
      { outcome: 'created', summary: '[PROBLEM] disk' },
    ]);
    expect(story.ledger.events[0]!.raw!.length).toBeLessThan(70_000);
  });

  it('[ING135] a bounce is known by its Return-Path', async () => {
    const peer = await server();
    peer.append(`Return-Path: <>\r\n${mail('Undelivered')}`);
    const { story } = await start(peer);
    await until('the mail', () => story.ledger.events.length === 1);
    expect(story.ledger.events[0]).toMatchObject({ outcome: 'ignored', reason: { code: 'ING135' } });
  });
});

describe('failing', () => {
  it('[ING144] comes back after the server went away, and says how it is doing', async () => {
    const peer = await server();
    const { story, fetch } = await start(peer);
    await until('a first look', () => fetch.status.list()[0]?.lastSuccessAt);
    peer.cut();
    await until('the failure', () => fetch.status.list()[0]?.lastError);
    peer.append(mail('[PROBLEM] disk'));
    await until('the mail', () => story.ledger.events.length === 1);
    await until('a success', () => fetch.status.list()[0]?.failures === 0);
    expect(fetch.status.list()[0]?.lastError?.text).toEqual(expect.any(String));
  });

  it('[ING144] three failures are said on the wall until it works, without the password', async () => {
    const peer = await server();
    peer.refuses.add('SELECT');
    const { story, fetch } = await start(peer);
    const shown = () => story.core.notices().find(({ id }) => id === 'fetch-failed:mail');
    await until('the notice', shown);
    expect(shown()).toMatchObject({ kind: 'config-problem', reason: { code: 'ING144' } });
    expect(fetch.status.list()[0]!.failures).toBeGreaterThanOrEqual(3);
    peer.refuses.clear();
    await until('the end of the notice', () => !shown());
  });

  it('[ING144] a refused sign-in is said without what was sent, and waits longer', async () => {
    const peer = await server();
    const story = await given(withFetch(settingsOf(peer)));
    const fetch = fetchOn(story, 'wrong-horse');
    await until('the failure', () => fetch.status.list()[0]?.lastError);
    expect(fetch.status.list()[0]?.lastError?.text).toBe('the sign-in was refused');
    expect(JSON.stringify([fetch.status.list(), story.logged])).not.toContain('wrong-horse');
    const missing = fetchOn(await given(withFetch(settingsOf(peer))), null);
    await until('the failure', () => missing.status.list()[0]?.lastError);
    expect(missing.status.list()[0]?.lastError?.text).toBe('the password is not set');
  });

  it('[ING143] follows the config: another mailbox begins anew, a removed one is left', async () => {
    const peer = await server();
    peer.append(mail('[PROBLEM] disk'));
    const story = await given(withFetch(settingsOf(peer)));
    const fetch = fetchOn(story);
    await until('the mail', () => story.ledger.events.length === 1);
    peer.folders.set('Alerts', [{ uid: 1, source: Buffer.from(mail('[PROBLEM] cpu')), flags: new Set() }]);
    const admin = story.principal('an', 'admin');
    const change = async (integrations: unknown) => {
      const { document } = story.floor.config();
      const result = await story.floor.replaceConfig(admin, { ...document, integrations }, null);
      expect(result).toMatchObject({ ok: true });
    };
    await change(withFetch(settingsOf(peer, { mailbox: 'Alerts' })).integrations);
    await until('the other mail', () => story.ledger.events.length === 2);
    await change(withFetch(settingsOf(peer), { enabled: false }).integrations);
    await until('no fetcher', () => fetch.status.list().length === 0);
  });
});

describe('where a connection may go', () => {
  const settings = (more: object) =>
    fetchSchema.parse({
      kind: 'imap',
      host: 'mail.example.com',
      user: 'noc',
      password: { secret: 'imap' },
      ...more,
    }) as ImapFetch;
  const connect = (more: object, addresses: readonly string[], ownPort: number | null = null) =>
    connectMailbox(settings(more), { password: 'x', ownPort: () => ownPort, resolve: async () => addresses });

  it.each(['169.254.169.254', 'fe80::1', '0.0.0.0', '::ffff:169.254.169.254', '100.100.100.200'])(
    '[ING145] never to %s, named or looked up',
    async (address) => {
      await expect(connect({ host: address }, [])).rejects.toThrow(/is refused/);
      await expect(connect({}, [address])).rejects.toThrow(/is refused/);
    },
  );

  it('[ING145] to the address judged, not to our own port, and with a password over TLS only', async () => {
    const peer = await server();
    await expect(connect({ port: peer.port }, ['127.0.0.1'], peer.port)).rejects.toThrow(/own port/);
    expect(peer.connections).toBe(0);
    peer.password = 'x';
    const client = await connect({ port: peer.port, secure: false }, ['169.254.1.1', '127.0.0.1']);
    expect(client.usable).toBe(true);
    client.close();
  });
});
