import type { UsedSecret } from '../../../../shared/config/common.ts';
import type { Integration } from '../../../../shared/config/integration.ts';
import { type Reason, reason } from '../../../../shared/reason.ts';
import type { LogPort } from '../../../runtime/ports.ts';
import type { Refusal, SignatureScheme } from '../../../sources/source.ts';
import { HMAC_SCHEMES, type SignatureFault } from './hmac-schemes.ts';
import type { SnsCertificates } from './sns-certificates.ts';
import { checkSnsEnvelope, isSnsEnvelope } from './sns-envelope.ts';

/** A request whose key was right. */
export interface SignedRequest {
  /** Of the door; undefined where its tool does not sign. */
  readonly scheme: SignatureScheme | undefined;
  readonly integration: Integration;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As sent, unpacked. */
  readonly bytes: Buffer;
  /** What the bytes spell, null where they spell nothing. */
  readonly body: unknown;
  /** Epoch ms. */
  readonly now: number;
}

/** `isProven`: the signature was asked for and right, so that what the request asks of us may be done (ING54). */
export type SignatureVerdict =
  | { readonly ok: true; readonly isProven: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

export type CheckSignature = (request: SignedRequest) => SignatureVerdict | Promise<SignatureVerdict>;

export interface CheckSignatureDeps {
  /** Null when there is none of this name. */
  readonly readSecret: (secret: UsedSecret) => string | null;
  readonly certificates: SnsCertificates;
  readonly log: Pick<LogPort, 'warn' | 'error'>;
}

const PROVEN: SignatureVerdict = { ok: true, isProven: true };
const NOT_ASKED: SignatureVerdict = { ok: true, isProven: false };
const refused = (why: Reason): SignatureVerdict => ({
  ok: false,
  refusal: { kind: 'signature', reason: why },
});
/** The sender comes again: nothing is lost, and nothing unproven is taken. */
const later = (why: Reason): SignatureVerdict => ({ ok: false, refusal: { kind: 'storage', reason: why } });

const FAULTS: Readonly<Record<Exclude<SignatureFault, null>, SignatureVerdict>> = {
  missing: refused(reason('ING50', 'signature: missing', { cause: 'missing' })),
  wrong: refused(reason('ING50', 'signature: does not match', { cause: 'wrong' })),
  stale: refused(reason('ING51', 'signature: its time is too far from now')),
};
const NOT_SIGNED = refused(
  reason('ING56', 'signature: this is no signed SNS message; the integration takes no other'),
);
const NO_SECRET = later(reason('ING52', 'signature: cannot be checked, the secret is not set'));
const NO_CERTIFICATE = later(reason('ING53', 'signature: its certificate cannot be fetched just now'));

/** Judges the signature of a request (ING50–ING53, ING56, ING57). */
export function createSignatureCheck({ readSecret, certificates, log }: CheckSignatureDeps): CheckSignature {
  /** What was said in the log, by integration, until it is over. */
  const told = new Set<string>();
  const tellOnce = (level: 'warn' | 'error', fields: { readonly integration: string }, message: string) => {
    const mark = `${fields.integration} ${message}`;
    if (told.has(mark)) return;
    told.add(mark);
    log[level](fields, message);
  };
  const MISSING = 'the secret that signs is not set: its requests are refused until it is';
  const UNUSED = 'a secret is configured for a tool that signs nothing with it: no signature is checked';
  const UNREACHABLE = 'a certificate of SNS could not be fetched: its messages are refused, and come again';

  async function checkSns(request: SignedRequest): Promise<SignatureVerdict> {
    const fault = await checkSnsEnvelope(request.body, certificates, request.now);
    const integration = request.integration.id;
    if (fault === 'unreachable') {
      tellOnce('error', { integration }, UNREACHABLE);
      return NO_CERTIFICATE;
    }
    if (fault !== null) return FAULTS[fault];
    told.delete(`${integration} ${UNREACHABLE}`);
    return PROVEN;
  }

  return (request) => {
    const { scheme, integration, body } = request;
    if (integration.secret !== undefined && (scheme === undefined || scheme === 'sns'))
      tellOnce('warn', { integration: integration.id }, UNUSED);
    if (scheme === undefined) return NOT_ASKED;
    if (scheme === 'sns') {
      if (isSnsEnvelope(body)) return checkSns(request);
      return integration.allowUnsigned === false ? NOT_SIGNED : NOT_ASKED;
    }
    if (integration.secret === undefined) return NOT_ASKED;
    const secret = readSecret(integration.secret);
    if (secret === null || secret === '') {
      tellOnce('error', { integration: integration.id }, MISSING);
      return NO_SECRET;
    }
    told.delete(`${integration.id} ${MISSING}`);
    const { headers, bytes, now } = request;
    const fault = HMAC_SCHEMES[scheme]({ headers, bytes, secret, now });
    return fault === null ? PROVEN : FAULTS[fault];
  };
}
