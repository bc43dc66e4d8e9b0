import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { given } from '../../../support/story.ts';
import { integration, keyOf } from '../../../support/story-config.ts';
import { startServer, type TestServer } from '../server.ts';
import { signedConfig, signedDoors, signedPath } from '../signed-doors.ts';
import { SIGN } from './sign.ts';

const SCHEMES = Object.keys(SIGN);
const logged: { level: string; fields: object; message: string }[] = [];
const log = (level: string) => (fields: object, message: string) => {
  logged.push({ level, fields, message });
};
const secrets = new Map(SCHEMES.map((name) => [`s-${name}`, `value of ${name}`]));
let server: TestServer;
beforeAll(async () => {
  server = await startServer(
    {
      sources: { matchEndpoint: signedDoors, adapterTypes: () => [], doors: () => [] },
      readSecret: (secret) => ('secret' in secret ? (secrets.get(secret.secret) ?? null) : null),
      log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    },
    signedConfig({
      jira: { secret: { env: 'WATCHFLOOR_TEST_UNSET' } },
      plain: { secret: { secret: 's-github' } },
    }),
  );
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.ingested.length = 0;
  server.seen.rejected.length = 0;
  server.suspicious.length = 0;
  logged.length = 0;
  // Misdeeds of the test before are out of the window.
  server.time.now += 3_600_000;
});

const post = (type: string, body: string, headers: Record<string, string>) =>
  server.call('POST', signedPath(type), { body, headers });
const metric = async () => {
  const { text } = await server.call('GET', '/metrics');
  return Number(/^watchfloor_refused_signatures_total (\d+)$/m.exec(text)?.[1]);
};

describe('a door whose tool signs', () => {
  it.each(SCHEMES.filter((name) => name !== 'jira'))(
    '[ING50] %s: right is taken, wrong and missing are 401 and leave no event',
    async (name) => {
      const type = name.split('-')[0]!;
      const body = `{"summary":"${name}"}`;
      const sign = (secret: string) => SIGN[name]!(secret, body, server.time.now);
      const before = await metric();
      expect((await post(type, body, sign(`value of ${type}`))).status).toBe(200);
      expect(server.seen.ingested).toHaveLength(1);
      const wrong = await post(type, body, sign('a guess'));
      const missing = await post(type, body, {});
      expect(wrong).toMatchObject({ status: 401, json: { code: '401', msg: 'signature: does not match' } });
      expect(missing).toMatchObject({ status: 401, json: { code: '401', msg: 'signature: missing' } });
      expect([server.seen.ingested.length, server.seen.rejected.length]).toEqual([1, 0]);
      expect(await metric()).toBe(before + 2);
    },
  );

  it('[ING51] what was recorded and is played again later is 401', async () => {
    const body = '{"summary":"again"}';
    const headers = SIGN['grafana-timed']!('value of grafana', body, server.time.now);
    const at = async (seconds: number) => {
      const now = server.time.now;
      server.time.now += seconds * 1000;
      const { status } = await post('grafana', body, headers);
      server.time.now = now;
      return status;
    };
    expect([await at(0), await at(299), await at(301), await at(-301)]).toEqual([200, 200, 401, 401]);
  });

  it('[ING50] an integration without a secret is taken at its key', async () => {
    const own = await startServer(
      { sources: { matchEndpoint: signedDoors, adapterTypes: () => [], doors: () => [] } },
      signedConfig({ github: { secret: undefined } }),
    );
    expect((await own.call('POST', signedPath('github'), { body: '{"summary":"x"}' })).status).toBe(200);
    await own.close();
  });

  it('[ING50] a wrong key stays a wrong key: no signature is asked for, and nothing tells one from the other', async () => {
    const body = '{"summary":"x"}';
    const before = await metric();
    const reply = await server.call('POST', `${signedPath('github')}x`, {
      body,
      headers: SIGN.github!('value of github', body, 0),
    });
    expect(reply).toMatchObject({ status: 401, json: { msg: 'key: not a key of this endpoint' } });
    expect(await metric()).toBe(before);
  });

  it('[ING50] size comes before the signature, the signature before anything is recorded of a broken or deep body', async () => {
    const deep = `${'['.repeat(65)}${']'.repeat(65)}`;
    const signed = (body: string) => SIGN.github!('value of github', body, 0);
    const order = async (body: string) => [
      (await post('github', body, {})).status,
      (await post('github', body, signed(body))).status,
      server.seen.rejected.splice(0).map(({ refusal }) => refusal.reason.code),
    ];
    expect(await order('x'.repeat(1024 * 1024 + 1))).toEqual([413, 413, ['ING22', 'ING22']]);
    expect(await order(deep)).toEqual([401, 400, ['ING23']]);
    expect(await order('{"summary":')).toEqual([401, 400, ['ING24']]);
    expect(server.seen.ingested).toHaveLength(0);
  });

  it('[ING50] three wrong signatures of one address open a suspicion about that integration', async () => {
    for (let i = 0; i < 3; i++) await post('sentry', '{"summary":"x"}', { 'sentry-hook-signature': 'guess' });
    expect(server.suspicious).toEqual([['127.0.0.1', 'refused-body', 'sentry']]);
  });

  it('[ING52] a secret that is not to be had refuses for now, and says so once until it is there', async () => {
    const unset = async () =>
      (await post('jira', '{"summary":"x"}', SIGN.jira!('', '{"summary":"x"}', 0))).status;
    expect([await unset(), await unset()]).toEqual([503, 503]);
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { integration: 'jira' }, message: expect.stringContaining('not set') },
    ]);
    const gone = secrets.get('s-github')!;
    secrets.set('s-github', '');
    const body = '{"summary":"x"}';
    const signed = () => post('github', body, SIGN.github!(gone, body, 0));
    const empty = await post('github', body, SIGN.github!('', body, 0));
    expect([empty.status, empty.headers['retry-after']]).toEqual([503, '1']);
    secrets.set('s-github', gone);
    expect((await signed()).status).toBe(200);
    secrets.delete('s-github');
    expect((await signed()).status).toBe(503);
    secrets.set('s-github', gone);
    expect(
      logged.filter(({ fields }) => (fields as { integration: string }).integration === 'github'),
    ).toHaveLength(2);
    expect([server.seen.ingested.length, server.seen.rejected.length, server.suspicious.length]).toEqual([
      1, 0, 0,
    ]);
  });

  it('[ING57] a secret at a tool that signs nothing is said once, and its events are taken', async () => {
    expect((await post('plain', '{"summary":"x"}', {})).status).toBe(200);
    expect((await post('plain', '{"summary":"x"}', {})).status).toBe(200);
    expect(logged).toMatchObject([{ level: 'warn', fields: { integration: 'plain' } }]);
  });
});

it('[ING51] the same signed request again within its window tells nobody twice', async () => {
  const story = await given({
    integrations: [integration('std', { secret: { secret: 'hook' } })],
  });
  const own = await startServer({
    floor: story.floor,
    config: () => story.core.catalog().config,
    clock: story.clock,
    readSecret: () => 'value of std',
    sources: {
      adapterTypes: () => [],
      doors: () => [],
      // The source of a signing tool behind the type that the story's config has.
      matchEndpoint: (method) => {
        const found = signedDoors(method, signedPath('grafana'));
        return found && { ...found, source: { type: 'standard' }, key: keyOf('std') };
      },
    },
  });
  const body = '{"summary":"disk full"}';
  const headers = SIGN['grafana-timed']!('value of std', body, story.clock.now());
  const send = () => own.call('POST', '/', { body, headers });
  expect((await send()).json.events).toMatchObject([{ outcome: 'created' }]);
  await story.settle();
  story.expectNotified('an');
  for (let i = 0; i < 20; i++)
    expect((await send()).json.events).toMatchObject([{ outcome: 'deduplicated' }]);
  await story.settle();
  story.expectNothingMore();
  expect(story.incident().count).toBe(21);
  await own.close();
  story.stop();
});
