import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type AddressPolicy, refuseAddress } from '../../../src/server/adapters/channels/address-policy.ts';

const policy = (over: Partial<AddressPolicy> = {}): AddressPolicy => ({
  author: 'admin',
  allow: [],
  ownPort: 7700,
  ownAddresses: ['192.168.0.10', '2001:db8::10', 'fe80::1'],
  ...over,
});
const admin = policy();
const responder = policy({ author: 'responder' });

/** As a URL gives the host: odd IPv4 forms come out in four parts. */
const hostOf = (written: string): string => new URL(`http://${written}/`).hostname;
const refuse = (written: string, who: AddressPolicy, port = 80) => {
  const host = hostOf(written);
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) === 0) throw new Error(`${written} is a name`);
  return refuseAddress({ host, port, address }, who)?.code ?? null;
};

/** Loopback and private: an admin's receivers live there, a responder's do not. */
const INSIDE = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0x7F.0x0.0x0.0x1',
  '127.255.255.254',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '10.0.0.1',
  '10.255.255.255',
  '0xa.1',
  '167772161',
  '172.16.0.1',
  '172.31.255.254',
  '0254.020.0.1',
  '192.168.1.1',
  '3232235777',
  '192.168.257',
  '[::ffff:10.0.0.1]',
  '[::ffff:c0a8:101]',
  '100.64.0.1',
  '198.18.0.1',
  '[fd00::1]',
  '[fc00::1]',
  '[2001:db8::1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::10.0.0.1]',
  '[64:ff9b:1::1]',
  '[2002:7f00:1::]',
  '[2002:a00:1::1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[2001:0:7f00:1::1]',
];
/** Nobody's: link-local, metadata, unspecified, multicast, broadcast. */
const NEVER = [
  '169.254.169.254',
  '169.254.0.1',
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  '[::a9fe:a9fe]',
  '[fe80::1]',
  '[febf::ffff]',
  '[fec0::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '0.0.0.0',
  '0',
  '0.1.2.3',
  '[::]',
  '[::ffff:0.0.0.0]',
  '224.0.0.1',
  '239.255.255.255',
  '[ff02::1]',
  '255.255.255.255',
];

describe('address policy', () => {
  it('[NTF72] judges at least 60 forms', () => {
    expect(new Set([...INSIDE, ...NEVER]).size).toBeGreaterThanOrEqual(60);
  });

  it.each(INSIDE)('[NTF72] %s is refused to a responder, not to an admin', (form) => {
    expect(refuse(form, responder)).toBe('NTF72');
    expect(refuse(form, admin)).toBeNull();
  });

  it.each(NEVER)('[NTF71] %s is refused to everybody, allowed or not', (form) => {
    const allow = ['0.0.0.0/0', '::/0', hostOf(form)];
    expect(refuse(form, admin)).toBe('NTF71');
    expect(refuse(form, responder)).toBe('NTF71');
    expect(refuse(form, policy({ author: 'responder', allow }))).toBe('NTF71');
  });

  it.each(['8.8.8.8', '134744072', '[2606:4700::1111]', '[64:ff9b::8.8.8.8]', '[::ffff:8.8.8.8]'])(
    '[NTF72] %s is public and open to both',
    (form) => {
      expect(refuse(form, responder)).toBeNull();
      expect(refuse(form, admin)).toBeNull();
    },
  );

  it('[NTF70] refuses what is no address, zone ids included in the judgement', () => {
    const to = (address: string) => refuseAddress({ host: 'x', port: 80, address }, admin)?.code ?? null;
    expect(to('')).toBe('NTF71');
    expect(to('localhost')).toBe('NTF71');
    expect(to('fe80::1%eth0')).toBe('NTF71');
    expect(to('::1%lo')).toBeNull();
    expect(() => hostOf('[fe80::1%25eth0]')).toThrow('Invalid URL');
  });

  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '192.168.0.10',
    '[::ffff:192.168.0.10]',
    '[2001:db8::10]',
    '[64:ff9b::c0a8:a]',
  ])('[NTF75] our own port on %s is refused to everybody', (form) => {
    const open = policy({ author: 'responder', allow: ['0.0.0.0/0', '::/0'] });
    expect(refuse(form, admin, 7700)).toBe('NTF75');
    expect(refuse(form, open, 7700)).toBe('NTF75');
    expect(refuse(form, admin, 7701)).toBeNull();
    expect(refuse(form, policy({ ownPort: null }), 7700)).toBeNull();
  });

  it('[NTF72] allow entries open an address, a range, a name or one port of it', () => {
    const may = (allow: string, host: string, address: string, port = 9000) =>
      refuseAddress({ host, port, address }, policy({ author: 'responder', allow: [allow] })) === null;
    expect(may('10.1.2.3', '10.1.2.3', '10.1.2.3')).toBe(true);
    expect(may('10.1.2.3', '10.1.2.4', '10.1.2.4')).toBe(false);
    expect(may('10.1.0.0/16', '10.1.9.9', '10.1.9.9')).toBe(true);
    expect(may('10.1.0.0/16', '10.2.0.1', '10.2.0.1')).toBe(false);
    expect(may('10.1.0.0/16', '[::ffff:a01:909]', '::ffff:a01:909')).toBe(true);
    expect(may('10.1.2.3:9000', '10.1.2.3', '10.1.2.3')).toBe(true);
    expect(may('10.1.2.3:9001', '10.1.2.3', '10.1.2.3')).toBe(false);
    expect(may('hooks.noc.test', 'HOOKS.noc.test.', '10.1.2.3')).toBe(true);
    expect(may('hooks.noc.test:9000', 'hooks.noc.test', '127.0.0.1')).toBe(true);
    expect(may('hooks.noc.test:9001', 'hooks.noc.test', '127.0.0.1')).toBe(false);
    expect(may('noc.test', 'hooks.noc.test', '10.1.2.3')).toBe(false);
    expect(may('fd00::/8', '[fd12::1]', 'fd12::1')).toBe(true);
    expect(may('fd00::/8', '[fc00::1]', 'fc00::1')).toBe(false);
    expect(may('::1', '[::1]', '::1')).toBe(true);
    expect(may('[::1]:9000', '[::1]', '::1')).toBe(true);
    expect(may('[::1]:9001', '[::1]', '::1')).toBe(false);
    expect(may('not/a/range', '10.1.2.3', '10.1.2.3')).toBe(false);
    expect(may('10.0.0.0/99', '10.1.2.3', '10.1.2.3')).toBe(false);
  });
});
