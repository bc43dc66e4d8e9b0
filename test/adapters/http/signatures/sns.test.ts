import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../server.ts';
import { signedConfig, signedDoors, signedPath } from '../signed-doors.ts';
import {
  certificate,
  DAY,
  HOST,
  KEYS,
  type Message,
  messageAt,
  OTHER,
  rsa,
  SIGNED,
  START,
  signedMessage,
} from './sns-messages.ts';

let server: TestServer;
const fetched: string[] = [];
/** What SNS serves, by path; an error where the network fails. */
const served = new Map<string, { status: number; text: string } | Error>();
let certificates = 0;
/** Serves a certificate at an address of its own, so that nothing kept from before answers for it. */
const serve = (text: string, status = 200): string => {
  const path = `/SimpleNotificationService-${++certificates}.pem`;
  served.set(path, { status, text });
  return HOST + path;
};

beforeAll(async () => {
  server = await startServer(
    {
      sources: { matchEndpoint: signedDoors, adapterTypes: () => [], doors: () => [] },
      fetchSns: async (url) => {
        fetched.push(url);
        const answer = served.get(new URL(url).pathname) ?? { status: 404, text: '' };
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    signedConfig({ sns: {} }),
  );
});
afterAll(() => server.close());
beforeEach(() => {
  for (const list of [server.seen.ingested, server.seen.rejected, fetched]) list.length = 0;
});

const message = (type: keyof typeof SIGNED, more: Message = {}): Message =>
  messageAt(server.time.now, type, { SigningCertURL: serve(certificate()), ...more });
const signed = signedMessage;
const post = async (body: unknown, type = 'sns') =>
  (
    await server.call('POST', signedPath(type), {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
    })
  ).status;

describe('SNS messages', () => {
  it.each(Object.keys(SIGNED) as (keyof typeof SIGNED)[])(
    '[ING53] %s: versions 1 and 2 are taken',
    async (type) => {
      for (const SignatureVersion of ['1', '2'])
        for (const door of ['sns'])
          expect(await post(signed(message(type, { SignatureVersion })), door), door).toBe(200);
      expect(server.seen.ingested).toHaveLength(2);
    },
  );

  it('[ING53] a message without subject is signed without it', async () => {
    const { Subject: _, ...rest } = message('Notification');
    expect(await post(signed(rest))).toBe(200);
  });

  it('[ING53] any signed field that was changed, added or taken away is 401, and leaves no event', async () => {
    for (const type of ['Notification', 'SubscriptionConfirmation'] as const) {
      const whole = signed(message(type));
      for (const name of SIGNED[type]) {
        expect(await post({ ...whole, [name]: `${whole[name]}x` }), name).toBe(401);
        const { [name]: _, ...cut } = whole;
        expect(await post(cut), name).toBe(401);
        for (const odd of [7, null, ['x'], { a: 1 }])
          expect(await post({ ...whole, [name]: odd }), `${name} ${JSON.stringify(odd)}`).toBe(401);
      }
    }
    const { Subject: _, ...bare } = message('Notification');
    expect(await post({ ...signed(bare), Subject: 'new' })).toBe(401);
    expect(server.seen.ingested.length + server.seen.rejected.length).toBe(0);
  });

  it('[ING53] a flipped bit of the signature, another spelling of it, another key and another version are 401', async () => {
    const whole = signed(message('Notification'));
    const bytes = Buffer.from(String(whole.Signature), 'base64');
    for (const at of [0, 100, 255]) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      expect(await post({ ...whole, Signature: flipped.toString('base64') })).toBe(401);
    }
    for (const Signature of ['', 'x', `${whole.Signature}=`, ` ${whole.Signature}`, 7, null])
      expect(await post({ ...whole, Signature }), String(Signature)).toBe(401);
    for (const SignatureVersion of ['1', '3', '', 2, null])
      expect(await post({ ...whole, SignatureVersion })).toBe(401);
    expect(await post(signed(message('Notification'), OTHER))).toBe(401);
  });

  it('[ING51] a message of more than 65 minutes before or after now is 401', async () => {
    const at = (minutes: number) =>
      post(
        signed(
          message('Notification', {
            Timestamp: new Date(server.time.now + minutes * 60_000).toISOString(),
          }),
        ),
      );
    expect([await at(-66), await at(-64), await at(64), await at(66)]).toEqual([401, 200, 200, 401]);
    expect(await post(signed(message('Notification', { Timestamp: 'now' })))).toBe(401);
  });

  it('[ING56] what is no envelope is taken at its key, unless the integration forbids it', async () => {
    const raw = '{"summary":"raw"}';
    expect(await post(raw)).toBe(200);
    const own = await startServer(
      { sources: { matchEndpoint: signedDoors, adapterTypes: () => [], doors: () => [] } },
      signedConfig({ sns: { allowUnsigned: false } }),
    );
    expect((await own.call('POST', signedPath('sns'), { body: raw })).status).toBe(401);
    const forged = JSON.stringify({ ...message('Notification'), summary: 'x' });
    expect((await own.call('POST', signedPath('sns'), { body: forged })).status).toBe(401);
    await own.close();
  });

  it('[ING56] whatever looks like an envelope is verified, also without a signature, in a list and in a form', async () => {
    const bare = message('SubscriptionConfirmation');
    const forged: unknown[] = [
      bare,
      [bare],
      [{ summary: 'x' }, [bare]],
      { summary: 'x', SigningCertURL: `${HOST}/SimpleNotificationService-0.pem` },
      { summary: 'x', Signature: 'x' },
      { ...bare, Signature: 'x' },
      [signed(message('Notification'))],
      new URLSearchParams(bare as Record<string, string>).toString(),
    ];
    for (const body of forged) expect(await post(body), JSON.stringify(body)).toBe(401);
    expect(server.seen.ingested).toHaveLength(0);
  });
});

describe('certificates of SNS', () => {
  const ofCertificate = (text: string, keys = KEYS) =>
    post(signed(message('Notification', { SigningCertURL: serve(text) }), keys));

  it('[ING53] issued for SNS or for this host, in date, no authority, RSA of 2,048 bits', async () => {
    const small = rsa(1024);
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(await ofCertificate(certificate({ names: ['sns.eu-west-1.amazonaws.com'] }))).toBe(200);
    const bad = [
      certificate({ names: ['sns.us-east-1.amazonaws.com'] }),
      certificate({ names: ['amazonaws.com'] }),
      certificate({ names: ['sns.amazonaws.com.evil.test'] }),
      certificate({ names: ['evil.test', 'sns.amazonaws.com'] }),
      certificate({ names: ['evil.test/CN=sns.amazonaws.com'] }),
      certificate({ names: ['evil.test\nCN=sns.amazonaws.com'] }),
      certificate({ names: [] }),
      certificate({ from: START - 2 * DAY, to: START - DAY }),
      certificate({ from: START + DAY }),
      certificate({ isAuthority: true }),
      certificate({}, curve),
      'no certificate',
      '',
    ];
    for (const text of bad) expect(await ofCertificate(text), text).toBe(401);
    expect(await ofCertificate(certificate({}, small), small)).toBe(401);
    expect(server.seen.ingested).toHaveLength(1);
  });

  it('[ING53] is fetched once for many messages, again after a day, and judged by its dates at each', async () => {
    const SigningCertURL = serve(certificate({ to: START + DAY + 7_200_000 }));
    const send = () => post(signed(message('Notification', { SigningCertURL })));
    expect(await Promise.all(Array.from({ length: 20 }, send))).toEqual(Array(20).fill(200));
    expect(fetched).toEqual([SigningCertURL]);
    server.time.now = START + DAY + 3_600_000;
    expect(await send()).toBe(200);
    expect(fetched).toHaveLength(2);
    server.time.now = START + DAY + 7_300_000;
    expect(await send()).toBe(401);
    expect(fetched).toHaveLength(2);
    server.time.now = START;
  });

  it('[ING53] one that cannot be fetched just now is a 503, one that is not there a 401', async () => {
    const down = `${HOST}/SimpleNotificationService-down.pem`;
    served.set('/SimpleNotificationService-down.pem', new Error('ECONNREFUSED'));
    const send = (SigningCertURL: string) => post(signed(message('Notification', { SigningCertURL })));
    expect([await send(down), await send(serve('', 503)), await send(serve('', 404))]).toEqual([
      503, 503, 401,
    ]);
    expect(await send(serve('', 302))).toBe(401);
    served.set('/SimpleNotificationService-down.pem', { status: 200, text: certificate() });
    expect(await send(down)).toBe(200);
  });

  it.each([
    'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-1.pem',
    'https://sns.eu-west-1.amazonaws.com:443/SimpleNotificationService-1.pem',
    'https://user@sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.test/SimpleNotificationService-1.pem',
    'https://sns.eu-west-1.amazonaws.com./SimpleNotificationService-1.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.test/SimpleNotificationService-1.pem',
    'https://evil.test/sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
    'https://sns.s3-us-west-2.amazonaws.com/SimpleNotificationService-1.pem',
    'https://sns.s3.amazonaws.com/SimpleNotificationService-1.pem',
    'https://xsns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
    'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem?x=.pem',
    'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem#x',
    'https://sns.eu-west-1.amazonaws.com/a/../SimpleNotificationService-1.pem/',
    'https://sns.eu-west-1.amazonaws.com/?Action=GetTopic&x=.pem',
    'https://127.0.0.1/SimpleNotificationService-1.pem',
    'file:///SimpleNotificationService-1.pem',
    '',
  ])('[ING53] is fetched from SNS alone: %s', async (SigningCertURL) => {
    served.set('/SimpleNotificationService-1.pem', { status: 200, text: certificate() });
    expect(await post(signed(message('Notification', { SigningCertURL })))).toBe(401);
    expect(fetched).toEqual([]);
  });

  it('[ING53] a sender that names ever new ones makes us fetch a few at a time', async () => {
    let open = 0;
    let most = 0;
    const own = await startServer(
      {
        sources: { matchEndpoint: signedDoors, adapterTypes: () => [], doors: () => [] },
        fetchSns: async () => {
          most = Math.max(most, ++open);
          await new Promise((resolve) => setTimeout(resolve, 50));
          open--;
          return { status: 404, text: '' };
        },
      },
      signedConfig(),
    );
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const SigningCertURL = `${HOST}/SimpleNotificationService-new${i}.pem`;
        const body = JSON.stringify(signed(message('Notification', { SigningCertURL })));
        return (await own.call('POST', signedPath('sns'), { body })).status;
      }),
    );
    expect(most).toBeLessThanOrEqual(4);
    expect(new Set(statuses)).toEqual(new Set([401, 503]));
    await own.close();
  });
});
