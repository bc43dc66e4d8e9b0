import { afterEach, expect, it } from 'vitest';
import { createChannels } from '../../../src/server/adapters/channels/create-channels.ts';
import type { Toast } from '../../../src/server/adapters/channels/toast.ts';
import { extensionSchema } from '../../../src/shared/config/service.ts';
import { type Contact, contactSchema } from '../../../src/shared/config/user.ts';
import { startSmtp } from './smtp-server.ts';
import { PERSON, pageMessage, SENT_AT, startPeer } from './support.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it('[NTF60] one message reaches a person by every channel of a document', async () => {
  const hook = await startPeer((_, response) => response.end());
  const smtp = await startSmtp();
  const toasts: Toast[] = [];
  const channels = createChannels({
    toast: {
      show: async (toast) => {
        toasts.push(toast);
        return { ok: true, retryable: false, detail: 'shown' };
      },
      close: async () => undefined,
    },
    email: () => ({ host: '127.0.0.1', port: smtp.port, secure: false, user: null, from: 'noc@example.com' }),
    readSecret: () => null,
    outbound: { allow: () => [], ownPort: () => 7700 },
    now: () => SENT_AT,
    elapsed: () => performance.now(),
  });
  closers.push(hook.close, smtp.close, channels.close);
  const contacts: readonly Contact[] = [
    { id: 'desk', channel: 'desktop' },
    { id: 'mail', channel: 'email', address: 'an@example.com' },
    { id: 'hook', channel: 'webhook', url: hook.url },
  ];
  for (const contact of contacts) {
    const result = await channels.deliver({
      message: pageMessage({ contact: contact.id }),
      contact,
      author: 'admin',
      person: PERSON,
      url: 'http://127.0.0.1:7700/',
      sentAt: SENT_AT,
    });
    expect(result).toMatchObject({ ok: true });
  }
  expect([toasts.length, smtp.mails.length, hook.seen.length]).toEqual([1, 1, 1]);
  expect(contactSchema.options.map((option) => option.shape.channel.value).sort()).toEqual(
    contacts.map(({ channel }) => channel).sort(),
  );

  const extension = extensionSchema.parse({
    id: 'x1',
    type: 'webhook',
    events: ['acked'],
    url: hook.url,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template
    body: '{"event":"${EVENT}"}',
  });
  const sent = await channels.deliverExtension({
    message: {
      to: 'extension',
      id: 'x1:i1:acked:1',
      extension: 'x1',
      event: 'acked',
      incident: 'i1',
      variables: { EVENT: 'acked' },
    },
    extension,
  });
  expect(sent).toMatchObject({ ok: true });
  expect(hook.seen[1]?.body).toBe('{"event":"acked"}');
});
