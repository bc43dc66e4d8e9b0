import type { Message } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { Integration } from '../../../shared/config/integration.ts';
import type { ParsedEvent } from '../../domain/event.ts';
import { doorOf, parseAsPosted } from '../../runtime/parse-as-posted.ts';
import { unwrapMessage } from '../../sources/sqs-body.ts';
import { parseContent } from '../http/parse-content.ts';
import { MAX_DEPTH } from '../http/settings.ts';
import { FETCHED } from '../mail/imap-round.ts';
import { type FetcherContext, FetchFailed } from './fetcher.ts';

/** Ids of messages remembered: what SQS delivers twice, it delivers soon. */
const MAX_IDS = 256;

const markSchema = z.object({ kind: z.literal('sqs'), of: z.string(), ids: z.array(z.string()) });

/**
 * Stores messages one after the other, whoever received them: the event and the message's id are committed together,
 * so that a message delivered twice is one event (ING152). True: it may be deleted. Throws where the floor did not
 * store.
 */
export function createTakeMessage(
  integrationId: string,
  queueUrl: string,
  { core, floor }: Pick<FetcherContext, 'core' | 'floor'>,
) {
  let last: Promise<unknown> = Promise.resolve();

  function knownIds(): readonly string[] {
    const mark = markSchema.safeParse(core.resources.get(FETCHED, integrationId));
    return mark.success && mark.data.of === queueUrl ? mark.data.ids : [];
  }

  async function store({ MessageId: id = '', Body: text = '' }: Message, integration: Integration) {
    const ids = knownIds();
    if (ids.includes(id)) return;
    const value = { kind: 'sqs', of: queueUrl, ids: [...ids, id].slice(-MAX_IDS) };
    const reply = await floor.ingest({
      integration: integration.id,
      receivedAt: core.clock.now(),
      events: await eventsOf(text, integration),
      raw: text,
      record: { kind: FETCHED, id: integrationId, value },
    });
    if (!reply.ok) throw new FetchFailed(`not stored: ${reply.refusal.reason.text}`);
  }

  async function eventsOf(text: string, integration: Integration): Promise<readonly ParsedEvent[]> {
    const content = await parseContent(Buffer.from(text), 'text/plain', MAX_DEPTH);
    if (!content.ok) return [content];
    const readsEnvelopes = doorOf(integration.type)?.signature === 'sns';
    const found = unwrapMessage(content.value, readsEnvelopes);
    if ('events' in found) return found.events;
    const deps = { now: core.clock.now(), newId: core.newId, log: core.log };
    return parseAsPosted(integration, found.body, deps);
  }

  return (message: Message, integration: Integration): Promise<void> => {
    const storing = last.then(() => store(message, integration));
    last = storing.catch(() => undefined);
    return storing;
  };
}
