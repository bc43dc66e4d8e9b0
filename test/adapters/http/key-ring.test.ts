import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyRing } from '../../../src/server/adapters/http/key-ring.ts';
import { type ConfigInput, configDocumentSchema } from '../../../src/shared/config/document.ts';
import { validateConfig } from '../../../src/shared/config/validate.ts';
import { startServer } from './server.ts';

const key = (name: string) => `k-${name}-0123456789abcdef0123456789`;
const stored = (name: string) => ({ hash: `sha256:${hash('sha256', key(name))}`, hint: '' });
const UNTIL = '2026-11-22T04:00:00Z';
const AT = Date.parse(UNTIL);
type IntegrationInput = NonNullable<ConfigInput['integrations']>[number];
const integration = (id: string, more: Partial<IntegrationInput> = {}): IntegrationInput => ({
  id,
  name: id,
  type: 'standard',
  key: stored(id),
  service: 'payments',
  ...more,
});
const rotated = (id: string, previous: string, more: Partial<IntegrationInput> = {}) =>
  integration(id, { previousKey: { key: stored(previous), until: UNTIL }, ...more });
const config = (...integrations: IntegrationInput[]): ConfigInput => ({
  version: 1,
  services: [{ id: 'payments', name: 'Payments' }],
  integrations,
});

function ring(...integrations: IntegrationInput[]) {
  const state = { now: AT - 1, document: configDocumentSchema.parse(config(...integrations)) };
  const keys = createKeyRing(
    () => state.document,
    () => state.now,
  );
  return { state, keys, find: (name: string, type = 'standard') => keys.find(key(name), [type])?.id ?? null };
}

describe('previous keys', () => {
  it('[ING64] is taken until its instant and not at it; the present one goes on', () => {
    const { state, find } = ring(rotated('a', 'old'));
    expect([find('old'), find('a')]).toEqual(['a', 'a']);
    state.now = AT;
    expect([find('old'), find('a')]).toEqual([null, 'a']);
  });

  it('[ING64] when it was last used is known, until another key is the previous one', () => {
    const { state, keys, find } = ring(rotated('a', 'old'), integration('b'));
    expect(keys.previousKeyUsedAt('a')).toBeNull();
    find('a');
    find('wrong');
    expect(keys.previousKeyUsedAt('a')).toBeNull();
    find('old');
    state.now += 1;
    expect(keys.previousKeyUsedAt('a')).toBe(AT - 1);
    // Refused now: no use of it.
    find('old');
    expect(keys.previousKeyUsedAt('a')).toBe(AT - 1);
    expect([keys.previousKeyUsedAt('b'), keys.previousKeyUsedAt('nobody')]).toEqual([null, null]);
    state.document = configDocumentSchema.parse(config(rotated('a', 'a', { key: stored('third') })));
    expect(keys.previousKeyUsedAt('a')).toBeNull();
  });

  it('[ING64] of an integration that is off, or of another type, is wrong', () => {
    expect(ring(rotated('a', 'old', { enabled: false })).find('old')).toBeNull();
    expect(ring(rotated('a', 'old')).find('old', 'other')).toBeNull();
  });

  it("[ING64] never takes what is somebody's present key", () => {
    for (const list of [
      [rotated('a', 'b'), integration('b')],
      [integration('b'), rotated('a', 'b')],
    ])
      expect(ring(...list).find('b')).toBe('b');
  });

  it('[ING64] a document whose previous key is a key of another is refused by path', () => {
    const problemsOf = (...integrations: IntegrationInput[]) => {
      const result = validateConfig(config(...integrations), ['standard']);
      return result.ok ? [] : result.problems.map(({ path }) => path);
    };
    expect(problemsOf(rotated('a', 'old'), integration('b'))).toEqual([]);
    expect(problemsOf(rotated('a', 'b'), integration('b'))).toEqual(['integrations[0].previousKey.key']);
    expect(problemsOf(integration('b'), rotated('a', 'b'))).toEqual(['integrations[1].previousKey.key']);
    expect(problemsOf(rotated('a', 'old'), rotated('b', 'old'))).toEqual(['integrations[1].previousKey.key']);
    expect(problemsOf(rotated('a', 'a'))).toEqual(['integrations[0].previousKey.key']);
    expect(problemsOf(integration('a'), integration('b', { key: stored('a') }))).toEqual([
      'integrations[1].key',
    ]);
  });

  it('[ING64] over the wire both keys lead to the integration, and after the instant the old one is a wrong key', async () => {
    const server = await startServer({}, config(rotated('std', 'old')));
    server.time.now = AT - 1;
    const ask = async (name: string) =>
      (await server.call('POST', `/integration/standard/v1/${key(name)}`, { body: '{"summary":"x"}' }))
        .status;
    expect([await ask('old'), await ask('std')]).toEqual([200, 200]);
    expect(server.seen.ingested.map((each) => each.integration)).toEqual(['std', 'std']);
    server.time.now = AT;
    expect([await ask('old'), await ask('std')]).toEqual([401, 200]);
    const { text } = await server.call('GET', '/metrics');
    expect(text).toMatch(/^watchfloor_wrong_keys_total 1$/m);
    await server.close();
  });
});
