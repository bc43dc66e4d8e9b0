import { createHash } from 'node:crypto';
import { checkDocument, hashDocumentSecrets } from '../../src/server/runtime/config-revision.ts';
import type { ConfigDocument, ConfigInput } from '../../src/shared/config/document.ts';

export type PersonInput = NonNullable<ConfigInput['users']>[number];
export type PolicyInput = NonNullable<ConfigInput['escalationPolicies']>[number];
export type ServiceInput = NonNullable<ConfigInput['services']>[number];
type StepInput = PolicyInput['steps'][number];

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const hashSecret = (text: string) => ({ hash: `sha256:${sha256(text)}`, hint: 'hint' });
export const hashDocument = (document: ConfigDocument): string => sha256(JSON.stringify(document));

/** A person with one contact, `hook`, unless the story says more. */
export const person = (id: string, more: Partial<PersonInput> = {}): PersonInput => ({
  id,
  name: id,
  contacts: [{ id: 'hook', channel: 'webhook', url: `http://127.0.0.1:9000/${id}` }],
  ...more,
});

/** `mail` and `hook`, for stories about personal rules. */
export const twoContacts = (id: string): PersonInput['contacts'] => [
  { id: 'hook', channel: 'webhook', url: `http://127.0.0.1:9000/${id}` },
  { id: 'mail', channel: 'email', address: `${id}@example.com` },
];

/** A step that tells people, then waits. */
export const step = (
  users: string | readonly string[],
  delay = 'PT5M',
  more: Partial<StepInput> = {},
): StepInput => ({
  targets: [users].flat().map((user) => ({ user })),
  delay,
  ...more,
});

/** A step told `times` more, a delay after each. */
export const repeatedStep = (user: string, delay: string, times: number): StepInput =>
  // biome-ignore lint/suspicious/noThenProperty: the name is the contract's
  step(user, delay, { then: { repeat: times } });

export const policy = (steps: StepInput[], more: Partial<PolicyInput> = {}): PolicyInput => ({
  id: 'std',
  name: 'Standard',
  steps,
  ...more,
});

export const service = (id: string, more: Partial<ServiceInput> = {}): ServiceInput => ({
  id,
  name: id,
  target: { escalation: 'std' },
  ...more,
});

/** A key as tools hold it; only its hash is in a document. */
export const keyOf = (integration: string): string => `k-${integration}-0123456789abcdef0123456789`;

export const integration = (
  id: string,
  more: Partial<NonNullable<ConfigInput['integrations']>[number]> = {},
): NonNullable<ConfigInput['integrations']>[number] => ({
  id,
  name: id,
  type: 'standard',
  key: keyOf(id),
  service: 'payments',
  ...more,
});

/**
 * A floor of an, lee and park; `payments` tells an, five minutes later lee, both once; the fallback is boss.
 * A story replaces what it is about.
 */
export function floorConfig(more: Partial<ConfigInput> = {}): ConfigDocument {
  const input: ConfigInput = {
    version: 1,
    users: ['an', 'lee', 'park', 'boss'].map((id) => person(id)),
    escalationPolicies: [policy([step('an'), step('lee')])],
    fallback: { users: ['boss'] },
    services: [service('payments')],
    integrations: [integration('std')],
    ...more,
  };
  const result = checkDocument(hashDocumentSecrets(input, hashSecret));
  if (!result.ok) throw new Error(`the story's config is wrong: ${JSON.stringify(result.problems)}`);
  return result.config;
}
