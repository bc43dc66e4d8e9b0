import { type KeyObject, X509Certificate } from 'node:crypto';
import { type FetchSns, snsUrl } from '../../../runtime/sns-url.ts';

/** The key that signs, or why there is none: `bad` is for good, `unreachable` may pass. */
export type SnsKey =
  | { readonly ok: true; readonly key: KeyObject }
  | { readonly ok: false; readonly why: 'bad' | 'unreachable' };

interface Kept {
  readonly certificate: X509Certificate;
  /** Epoch ms. */
  readonly at: number;
}

const KEEP_MS = 24 * 3_600_000;
const MAX_KEPT = 32;
/** Certificates on their way at once: a sender that names ever new ones makes us fetch no faster. */
const MAX_PENDING = 4;
const MIN_RSA_BITS = 2048;
const PATH = /^\/SimpleNotificationService[\w-]{0,64}\.pem$/;
const BAD: SnsKey = { ok: false, why: 'bad' };
const UNREACHABLE: SnsKey = { ok: false, why: 'unreachable' };

/**
 * Signing certificates of SNS by their address (ING53). They come over TLS from an address of SNS alone, which is what
 * vouches for them: SNS publishes no chain beside them. What is fetched is kept for a day; dates are judged at each use.
 */
export function createSnsCertificates(fetchSns: FetchSns) {
  const kept = new Map<string, Kept>();
  const pending = new Map<string, Promise<X509Certificate | 'bad' | 'unreachable'>>();

  async function load(url: string): Promise<X509Certificate | 'bad' | 'unreachable'> {
    let answer: Awaited<ReturnType<FetchSns>>;
    try {
      answer = await fetchSns(url);
    } catch {
      return 'unreachable';
    }
    if (answer.status >= 500 || answer.status === 429) return 'unreachable';
    if (answer.status !== 200) return 'bad';
    try {
      return new X509Certificate(answer.text);
    } catch {
      return 'bad';
    }
  }

  async function fetchOnce(url: string, now: number): Promise<X509Certificate | 'bad' | 'unreachable'> {
    const known = kept.get(url);
    if (known !== undefined && now >= known.at && now - known.at < KEEP_MS) return known.certificate;
    const running = pending.get(url);
    if (running !== undefined) return running;
    if (pending.size >= MAX_PENDING) return 'unreachable';
    const loading = load(url).finally(() => pending.delete(url));
    pending.set(url, loading);
    const certificate = await loading;
    if (typeof certificate !== 'string') {
      kept.delete(url);
      kept.set(url, { certificate, at: now });
      if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
    }
    return certificate;
  }

  /** `address`: `SigningCertURL` as the message says it. `now`: epoch ms. Never rejects. */
  return async (address: string, now: number): Promise<SnsKey> => {
    const url = snsUrl(address);
    if (url === null || !PATH.test(url.pathname) || url.href !== `${url.origin}${url.pathname}`) return BAD;
    const certificate = await fetchOnce(url.href, now);
    if (certificate === 'unreachable') return UNREACHABLE;
    if (certificate === 'bad' || !isForSns(certificate, url.hostname, now)) return BAD;
    return { ok: true, key: certificate.publicKey };
  };
}
export type SnsCertificates = ReturnType<typeof createSnsCertificates>;

/** In date, no authority itself, an RSA key long enough, and issued for SNS or for this region's SNS. */
function isForSns(certificate: X509Certificate, host: string, now: number): boolean {
  // Undefined where there is no subject, whatever its type says.
  const names = ((certificate.subject as string | undefined) ?? '')
    .split('\n')
    .filter((part) => part.startsWith('CN='));
  return (
    certificate.validFromDate.getTime() <= now &&
    now <= certificate.validToDate.getTime() &&
    !certificate.ca &&
    isStrongRsa(certificate) &&
    names.length === 1 &&
    [`CN=${host}`, 'CN=sns.amazonaws.com'].includes(names[0]!)
  );
}

function isStrongRsa(certificate: X509Certificate): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
  } catch {
    // A key of a kind that Node does not read.
    return false;
  }
}
