import type { ImapFlow } from 'imapflow';
import { z } from 'zod';
import type { ImapFetch } from '../../../shared/config/fetch.ts';
import type { Integration } from '../../../shared/config/integration.ts';
import type { Resource } from '../../runtime/ports.ts';
import { MAX_FETCH_BYTES, MailboxError } from './imap-connect.ts';
import type { TakeMail } from './take-mail.ts';

/** Kind of the run-time record that says how far a fetcher has come; its id is the integration's. */
export const FETCHED = 'fetched';
/** Of a mail that is too long, as it is kept with its refusal. */
const HEAD_BYTES = 65_536;
/** Mails taken in one round; the next one follows at once. */
const MAX_MAILS = 200;

/** How far a mailbox is taken (ING143). */
const markSchema = z.object({
  kind: z.literal('imap'),
  /** Server, user and mailbox: another one begins anew. */
  of: z.string(),
  /** Numbers hold for one of these. */
  uidValidity: z.string(),
  /** The last number taken. */
  uid: z.number(),
  /** Up to here only unread mails are ours: they came before we first looked. */
  unreadUpTo: z.number(),
});
type Mark = z.infer<typeof markSchema>;

export interface RoundDeps {
  readonly takeMail: TakeMail;
  readonly integration: Integration;
  readonly settings: ImapFetch;
  /** The record as it is now. */
  readonly mark: () => unknown;
  readonly putMark: (record: Resource) => Promise<void>;
  readonly isStopped: () => boolean;
}

/** What a round did. */
export interface RoundResult {
  readonly taken: number;
  /** There may be more at once. */
  readonly isFull: boolean;
  /** Why mails that are stored could not be flagged or moved; null when all were. */
  readonly problem: string | null;
}

/**
 * Takes what is new in a mailbox, in order. A mail and how far we have come are committed together; only then is it
 * flagged or moved, so that neither a crash nor a failed command loses or doubles one. Throws where the floor did not
 * store or the server failed.
 */
export async function fetchRound(client: ImapFlow, deps: RoundDeps): Promise<RoundResult> {
  const { settings, integration, takeMail } = deps;
  const lock = await client.getMailboxLock(settings.mailbox);
  try {
    const mark = await currentMark(client, deps);
    const uids = (await newUids(client, mark)).slice(0, MAX_MAILS + 1);
    let problem: string | null = null;
    let taken = 0;
    for (const uid of uids.slice(0, MAX_MAILS)) {
      if (deps.isStopped()) break;
      const record = recordOf(integration, { ...mark, uid });
      const mail = await fetchMail(client, uid);
      // Somebody deleted it meanwhile.
      if (mail === null) continue;
      const result = mail.isWhole
        ? await takeMail.commit(await takeMail.read(mail.bytes, null), mail.bytes, integration, record)
        : await takeMail.refuseSize(MAX_FETCH_BYTES, mail.bytes, integration, record);
      if (!result.ok) throw new MailboxError(`not stored: ${result.reply.refusal.reason.text}`);
      taken += 1;
      problem = (await finish(client, uid, settings)) ?? problem;
    }
    return { taken, isFull: uids.length > MAX_MAILS, problem };
  } finally {
    lock.release();
  }
}

const recordOf = (integration: Integration, value: Mark): Resource => ({
  kind: FETCHED,
  id: integration.id,
  value,
});

async function currentMark(
  client: ImapFlow,
  { mark, settings, integration, putMark }: RoundDeps,
): Promise<Mark> {
  const { mailbox } = client;
  if (mailbox === false) throw new MailboxError(`no mailbox ${settings.mailbox}`);
  const uidValidity = String(mailbox.uidValidity);
  const of = `${settings.user}@${settings.host}:${settings.port}/${settings.mailbox}`;
  const known = markSchema.safeParse(mark());
  if (known.success && known.data.of === of && known.data.uidValidity === uidValidity) return known.data;
  const fresh: Mark = { kind: 'imap', of, uidValidity, uid: 0, unreadUpTo: Math.max(0, mailbox.uidNext - 1) };
  await putMark(recordOf(integration, fresh));
  return fresh;
}

async function newUids(client: ImapFlow, { uid, unreadUpTo }: Mark): Promise<number[]> {
  const search = async (query: { uid: string; seen?: boolean }): Promise<readonly number[]> => {
    const found = await client.search(query, { uid: true });
    if (found === false || found === undefined) throw new MailboxError('the mailbox could not be searched');
    return found;
  };
  const older = uid < unreadUpTo ? await search({ uid: `${uid + 1}:${unreadUpTo}`, seen: false }) : [];
  const newer = await search({ uid: `${Math.max(uid, unreadUpTo) + 1}:*` });
  // `n:*` names the last mail also where its number is below n.
  const fresh = newer.filter((each) => each > Math.max(uid, unreadUpTo));
  return [...new Set([...older, ...fresh])].sort((a, b) => a - b);
}

async function fetchMail(
  client: ImapFlow,
  uid: number,
): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean } | null> {
  const id = String(uid);
  const told = await client.fetchOne(id, { uid: true, size: true }, { uid: true });
  if (told === false || told === undefined) return null;
  const isWhole = (told.size ?? 0) <= MAX_FETCH_BYTES;
  const maxLength = isWhole ? MAX_FETCH_BYTES : HEAD_BYTES;
  const found = await client.fetchOne(id, { uid: true, source: { start: 0, maxLength } }, { uid: true });
  if (found === false || found === undefined) return null;
  return { bytes: found.source ?? Buffer.alloc(0), isWhole };
}

/** Flags or moves a mail that is stored. A failure loses nothing: the mark stands. */
async function finish(client: ImapFlow, uid: number, { after }: ImapFetch): Promise<string | null> {
  const id = String(uid);
  const isDone =
    after === 'seen'
      ? await client.messageFlagsAdd(id, ['\\Seen'], { uid: true })
      : (await client.messageMove(id, after.move, { uid: true })) !== false;
  if (isDone) return null;
  return after === 'seen' ? 'a mail could not be flagged' : `a mail could not be moved to ${after.move}`;
}
