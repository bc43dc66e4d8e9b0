import { describe, expect, it } from 'vitest';
import { HMAC_SCHEMES } from '../../../../src/server/adapters/http/signatures/hmac-schemes.ts';
import { SIGN } from './sign.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const BODY = '{"summary":"디스크 95 %"}';
const schemeOf = (name: string) => HMAC_SCHEMES[name.split('-')[0] as 'github'];
const check = (
  name: string,
  headers: Record<string, string>,
  body: string | Buffer = BODY,
  secret = 'secret',
  now = NOW,
) => schemeOf(name)({ headers, bytes: Buffer.from(body), secret, now });

describe.each(Object.keys(SIGN))('%s', (name) => {
  const headers = SIGN[name]!('secret', BODY, NOW);

  it('[ING50] takes what its secret signed, and nothing signed by another', () => {
    expect(check(name, headers)).toBeNull();
    expect(check(name, SIGN[name]!('other secret', BODY, NOW))).toBe('wrong');
    expect(check(name, headers, BODY, 'other secret')).toBe('wrong');
  });

  it('[ING50] refuses any flipped bit of a header', () => {
    for (const [header, value] of Object.entries(headers)) {
      // Of two signatures one is enough: only the right one is flipped.
      const from = name === 'pagerduty' ? value.indexOf(',') + 1 : 0;
      for (let i = from; i < value.length; i++)
        for (let bit = 0; bit < 7; bit++) {
          const flipped = String.fromCharCode(value.charCodeAt(i) ^ (1 << bit));
          const changed = { ...headers, [header]: value.slice(0, i) + flipped + value.slice(i + 1) };
          expect(check(name, changed), `${header} ${i} ${bit}`).not.toBeNull();
        }
    }
  });

  it('[ING50] refuses what is missing, empty, cut or longer', () => {
    for (const header of Object.keys(headers)) {
      const { [header]: value, ...rest } = headers;
      expect(check(name, rest)).not.toBeNull();
      for (const bad of ['', value!.slice(0, -1), `${value}0`, 'sha256=', 'v1=', '='])
        expect(check(name, { ...headers, [header]: bad }), bad).not.toBeNull();
    }
    expect(check(name, {})).toBe('missing');
  });
});

describe('what is signed', () => {
  it.each(Object.keys(SIGN).filter((name) => name !== 'honeycomb'))(
    '[ING50] %s: any flipped bit of the body is refused',
    (name) => {
      const headers = SIGN[name]!('secret', BODY, NOW);
      for (let i = 0; i < Buffer.byteLength(BODY); i++)
        for (let bit = 0; bit < 8; bit++) {
          const body = Buffer.from(BODY);
          body[i]! ^= 1 << bit;
          expect(check(name, headers, body), `${i} ${bit}`).toBe('wrong');
        }
    },
  );

  it("[ING50] GitHub's own example passes", () => {
    const signature = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const headers = { 'x-hub-signature-256': `sha256=${signature}` };
    expect(check('github', headers, 'Hello, World!', "It's a Secret to Everybody")).toBeNull();
  });

  it.each(['grafana-timed', 'zendesk'])('[ING51] %s: 300 s either way are taken, 301 s are stale', (name) => {
    const at = (seconds: number) =>
      check(name, SIGN[name]!('secret', BODY, NOW), BODY, 'secret', NOW + seconds * 1000);
    expect([-301, -300, 0, 300, 301].map(at)).toEqual(['stale', null, null, null, 'stale']);
  });

  it('[ING51] a signed time that is none is stale', () => {
    const headers = SIGN.zendesk!('secret', `x${BODY}`, NOW);
    const time = headers['x-zendesk-webhook-signature-timestamp']!;
    // The boundary between time and body is not signed: moved, it leaves a time nobody can read.
    expect(check('zendesk', { ...headers, 'x-zendesk-webhook-signature-timestamp': `${time}x` })).toBe(
      'stale',
    );
  });

  it("[ING50] PagerDuty's unknown versions are passed over, and a list without end is not walked", () => {
    const right = SIGN.pagerduty!('secret', BODY, NOW)['x-pagerduty-signature']!.split(',')[1]!;
    const ask = (value: string) => check('pagerduty', { 'x-pagerduty-signature': value });
    expect(ask(`v2=abc, ${right}`)).toBeNull();
    expect(ask(right.replace('v1=', 'v2='))).toBe('wrong');
    expect(ask(`${'v1=00,'.repeat(50)}${right}`)).toBe('wrong');
  });
});
