import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/server/runtime/config-revision.ts';
import { hashSecret } from '../support/story-config.ts';

const check = (more: object, top: object = {}) => {
  const result = checkDocument({
    version: 1,
    services: [{ id: 's', name: 'S' }],
    integrations: [
      { id: 'mail', name: 'Mail', type: 'email', key: hashSecret('x'.repeat(30)), service: 's', ...more },
    ],
    ...top,
  });
  return result.ok ? [] : result.problems.map(({ path }) => path);
};
const imap = { kind: 'imap', host: 'mail.example.com', user: 'noc', password: { env: 'IMAP_PASSWORD' } };

describe('mail in the config', () => {
  it('[ING136] [ING137] takes rules whose patterns RE2 knows, and names those it does not', () => {
    const good = {
      rules: [{ subject: { matches: '(?i)^disk' }, status: 'close' }],
      key: { by: 'capture', matches: '#([0-9]+)' },
    };
    expect(check({ mail: good })).toEqual([]);
    expect(check({ mail: {} })).toEqual([]);
    const bad = (mail: object) => check({ mail });
    expect(bad({ rules: [{ subject: { matches: '(' }, urgency: 'low' }] })).toEqual([
      'integrations[0].mail.rules[0].subject.matches',
    ]);
    expect(bad({ key: { by: 'capture', matches: 'no group' } })).toEqual([
      'integrations[0].mail.key.matches',
    ]);
    expect(bad({ key: { by: 'subject', strip: ['ok', '(?=x)'] } })).toEqual([
      'integrations[0].mail.key.strip[1]',
    ]);
    expect(bad({ rules: [{ subject: { contains: 'x' } }] })).toEqual(['integrations[0].mail.rules[0]']);
    expect(bad({ key: { by: 'header', header: 'no such: header' } })).toEqual([
      'integrations[0].mail.key.header',
    ]);
  });

  it('[ING143] takes a mailbox for mail alone', () => {
    expect(check({ fetch: imap })).toEqual([]);
    expect(check({ fetch: imap, type: 'standard' })).toEqual(['integrations[0].fetch.kind']);
    expect(check({ mail: {}, type: 'standard' })).toEqual(['integrations[0].mail']);
    expect(check({ fetch: { ...imap, kind: 'pop3' } })).toEqual(['integrations[0].fetch.kind']);
    expect(check({ fetch: { ...imap, after: 'delete' } })).toEqual(['integrations[0].fetch.after']);
    expect(check({ fetch: { ...imap, every: 'PT0S' } })).toEqual(['integrations[0].fetch.every']);
  });

  it('[ING130] takes the settings of the listener within bounds', () => {
    expect(check({}, { mailIn: { smtp: {} } })).toEqual([]);
    expect(check({}, { mailIn: {} })).toEqual([]);
    expect(check({}, { mailIn: { smtp: { port: 70_000 } } })).toEqual(['mailIn.smtp.port']);
    expect(check({}, { mailIn: { smtp: { allow: ['10.0.0.0/8', 'everyone'] } } })).toEqual([
      'mailIn.smtp.allow[1]',
    ]);
    expect(check({}, { mailIn: { smtp: { tls: { cert: '/a' } } } })).toEqual(['mailIn.smtp.tls.key']);
  });
});
