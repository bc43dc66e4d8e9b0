import type { MatchEndpoint } from '../../../src/server/adapters/http/ingest.ts';
import type { ParsedEvent } from '../../../src/server/domain/event.ts';
import type { Endpoint, SignatureScheme } from '../../../src/server/sources/source.ts';
import { acceptStandard, refuseStandard } from '../../../src/server/sources/standard-reply.ts';
import { parsedEvent, parsedNotice } from '../../../src/server/sources/webhook-source.ts';
import type { ConfigInput } from '../../../src/shared/config/document.ts';
import { reason } from '../../../src/shared/reason.ts';

export const SCHEMES = [
  'github',
  'jira',
  'sentry',
  'grafana',
  'zendesk',
  'honeycomb',
  'pagerduty',
  'sns',
] as const satisfies readonly SignatureScheme[];

export const signedKey = (type: string): string => `k-${type}-0123456789abcdef0123456789`;
export const signedPath = (type: string): string => `/integration/${type}/v1/${signedKey(type)}`;

/** The least a source of a signing tool does: a `summary` opens, an SNS request to confirm asks for it. */
const parse: Endpoint['parse'] = ({ body }): readonly ParsedEvent[] => {
  const { summary, Type, TopicArn, SubscribeURL } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (Type === 'SubscriptionConfirmation') {
    const notice = parsedNotice(
      { status: 'open', summary: 'confirm', dedupKey: null },
      'neither',
      'asks to be confirmed',
    );
    const effect = {
      kind: 'confirm-subscription',
      topic: String(TopicArn),
      url: String(SubscribeURL),
    } as const;
    return [notice.ok ? { ...notice, effect } : notice];
  }
  if (Type === 'UnsubscribeConfirmation')
    return [parsedNotice({ status: 'open', summary: 'gone', dedupKey: null }, 'neither', 'was unsubscribed')];
  if (Type === 'Notification') return [parsedEvent({ status: 'open', summary: 'told', dedupKey: 'sns' })];
  return typeof summary === 'string'
    ? [parsedEvent({ status: 'open', summary, dedupKey: summary })]
    : [{ ok: false, reason: reason('ING2', 'summary: missing') }];
};

/** A door for each scheme at `/integration/{scheme}/v1/{key}`, and `plain`, whose tool signs nothing. */
export const signedDoors: MatchEndpoint = (method, path) => {
  const found = /^\/integration\/([^/]+)\/v1\/([^/]+)$/.exec(path);
  const type = [...SCHEMES, 'plain' as const].find((each) => each === found?.[1]);
  if (method !== 'POST' || found === null || type === undefined) return null;
  const endpoint: Endpoint = {
    methods: ['POST'],
    path: `/integration/${type}/v1/{key}`,
    ...(type === 'plain' ? {} : { signature: type }),
    parse,
    accept: acceptStandard,
    refuse: refuseStandard,
  };
  return { endpoint, source: { type }, key: found[2]! };
};

type IntegrationInput = NonNullable<ConfigInput['integrations']>[number];

/** One integration for each door, with the secret `s-{scheme}` where the scheme works with one. */
export const signedConfig = (
  more: Readonly<Record<string, Partial<IntegrationInput>>> = {},
): ConfigInput => ({
  version: 1,
  users: [{ id: 'ad', name: 'Ad', role: 'admin' }],
  services: [{ id: 'payments', name: 'Payments' }],
  integrations: [...SCHEMES, 'plain'].map((type) => ({
    id: type,
    name: type,
    type,
    key: signedKey(type),
    service: 'payments',
    ...(type.startsWith('sns') || type === 'plain' ? {} : { secret: { secret: `s-${type}` } }),
    ...more[type],
  })),
});
