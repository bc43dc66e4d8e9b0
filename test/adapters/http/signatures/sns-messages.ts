import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { makeCertificate } from '../../../support/make-certificate.ts';

export const HOST = 'https://sns.eu-west-1.amazonaws.com';
/** When the servers of these tests begin. */
export const START = Date.parse('2026-11-22T03:00:00Z');
export const DAY = 86_400_000;
export const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
export const KEYS = rsa();
export const OTHER = rsa();

/** What SNS signs of each kind of message, in order. */
export const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;
export type Message = Record<string, unknown>;

/** A certificate as SNS has one, for `KEYS`. */
export const certificate = (
  over: Partial<Parameters<typeof makeCertificate>[0]> = {},
  keys: { publicKey: KeyObject } = KEYS,
): string =>
  makeCertificate({
    publicKey: keys.publicKey,
    signedBy: OTHER.privateKey,
    names: ['sns.amazonaws.com'],
    from: START - DAY,
    to: START + 400 * DAY,
    ...over,
  });

/** A message without its signature; `now` epoch ms. */
export const messageAt = (now: number, type: keyof typeof SIGNED, more: Message = {}): Message => ({
  Type: type,
  MessageId: '0b1c2d3e-0000-4000-8000-000000000001',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
  Message: '{"AlarmName":"디스크"}\nsecond line',
  Timestamp: new Date(now).toISOString(),
  SignatureVersion: '2',
  SigningCertURL: `${HOST}/SimpleNotificationService-0a1b.pem`,
  ...(type === 'Notification'
    ? { Subject: 'ALARM: "disk"' }
    : { Token: 'abc', SubscribeURL: `${HOST}/?Action=ConfirmSubscription&Token=abc` }),
  ...more,
});

export function signedMessage(unsigned: Message, keys: { privateKey: KeyObject } = KEYS): Message {
  const names: readonly string[] = SIGNED[unsigned.Type as keyof typeof SIGNED] ?? [];
  const text = names.map((name) => (name in unsigned ? `${name}\n${unsigned[name]}\n` : '')).join('');
  const algorithm = unsigned.SignatureVersion === '1' ? 'sha1' : 'sha256';
  return { ...unsigned, Signature: sign(algorithm, Buffer.from(text), keys.privateKey).toString('base64') };
}
