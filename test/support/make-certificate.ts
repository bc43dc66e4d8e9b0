import { type KeyObject, sign } from 'node:crypto';

const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]) => tlv(0x30, ...parts);
const text = (tag: number, value: string) => tlv(tag, Buffer.from(value));
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const RSA_SHA256 = sequence(oid('2a864886f70d01010b'), tlv(0x05));
const time = (at: number) =>
  text(0x18, `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`);
const name = (names: readonly string[]) =>
  sequence(...names.map((each) => tlv(0x31, sequence(oid('550403'), text(0x0c, each)))));

export interface CertificateInput {
  readonly publicKey: KeyObject;
  /** Of an RSA key. */
  readonly signedBy: KeyObject;
  /** Common names of the subject. */
  readonly names: readonly string[];
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly isAuthority?: boolean;
}

/** An X.509 certificate as PEM, made on the spot: Node reads them and makes none. */
export function makeCertificate(input: CertificateInput): string {
  const constraints = sequence(
    oid('551d13'),
    tlv(0x04, sequence(...(input.isAuthority ? [tlv(0x01, Buffer.from([0xff]))] : []))),
  );
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    RSA_SHA256,
    name(['Test Authority']),
    sequence(time(input.from), time(input.to)),
    name(input.names),
    input.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(constraints)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, input.signedBy));
  const lines = sequence(body, RSA_SHA256, signature)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
