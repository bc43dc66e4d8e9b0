import { expect, it } from 'vitest';
import { validateConfig } from '../../src/shared/config/validate.ts';

const TYPES = ['standard', 'alertmanager', 'prometheus', 'zabbix', 'checkmk', 'email', 'cloudwatch'];
function check(type: string, fetch: object) {
  const result = validateConfig(
    {
      version: 1,
      services: [{ id: 'pay', name: 'Pay', target: null }],
      integrations: [
        { id: 'one', name: 'One', type, key: 'k-0123456789abcdef0123456789', service: 'pay', fetch },
      ],
    },
    TYPES,
  );
  return result.ok ? [] : result.problems.map(({ path }) => path.replace('integrations[0].', ''));
}
const sqs = { kind: 'sqs', queueUrl: 'https://sqs.eu-west-1.amazonaws.com/0/q', region: 'eu-west-1' };
const alertmanager = { kind: 'alertmanager', url: 'https://am.example.com' };
const zabbix = { kind: 'zabbix', url: 'https://zabbix.example.com', token: { env: 'ZABBIX' } };
const checkmk = {
  kind: 'checkmk',
  url: 'https://mon.example.com/main',
  site: 'main',
  user: 'automation',
  secret: { env: 'CHECKMK' },
};

it('[ING155] a queue suits every type, a state its own tool', () => {
  for (const type of TYPES) expect(check(type, sqs), type).toEqual([]);
  expect(check('alertmanager', alertmanager)).toEqual([]);
  expect(check('prometheus', alertmanager)).toEqual([]);
  expect(check('zabbix', zabbix)).toEqual([]);
  expect(check('checkmk', checkmk)).toEqual([]);
  for (const [type, fetch] of [
    ['standard', alertmanager],
    ['checkmk', zabbix],
    ['zabbix', checkmk],
  ] as const)
    expect(check(type, fetch), type).toEqual(['fetch.kind']);
});

it('[ING155] half a key, a wrong address or an unknown field is named by its path', () => {
  const id = { accessKeyId: { env: 'ID' } };
  expect(check('cloudwatch', { ...sqs, ...id })).toEqual(['fetch.secretAccessKey']);
  expect(check('cloudwatch', { ...sqs, ...id, secretAccessKey: { env: 'KEY' } })).toEqual([]);
  expect(check('cloudwatch', { ...sqs, queueUrl: 'alarms' })).toEqual(['fetch.queueUrl']);
  expect(check('cloudwatch', { ...sqs, waitSeconds: 30 })).toEqual(['fetch.waitSeconds']);
  expect(check('alertmanager', { ...alertmanager, every: 'PT0S' })).toEqual(['fetch.every']);
  expect(check('alertmanager', { ...alertmanager, auth: { user: 'noc' } })).toEqual(['fetch.auth.password']);
  expect(check('alertmanager', { ...alertmanager, tls: { pin: 'x' } })).toEqual(['fetch.tls.pin']);
  expect(check('checkmk', { ...checkmk, site: '' })).toEqual(['fetch.site']);
});

it('[ING155] a secret written out where a name belongs is not shown', () => {
  const result = validateConfig(
    {
      version: 1,
      integrations: [
        {
          id: 'one',
          name: 'One',
          type: 'cloudwatch',
          key: 'k-0123456789abcdef0123456789',
          service: 'pay',
          fetch: { ...sqs, accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'very-secret' },
        },
      ],
    },
    TYPES,
  );
  expect(result.ok).toBe(false);
  expect(JSON.stringify(result)).not.toMatch(/AKIAEXAMPLE|very-secret/);
});
