/** A GET to an address of Amazon SNS: no redirect followed, bounded in time and size. Rejects when there was no answer. */
export type FetchSns = (url: string) => Promise<{ readonly status: number; readonly text: string }>;

/**
 * `sns.<region>.amazonaws.com`, in China with `.cn`. A region has no digit before its last part: `sns.s3-us-west-2.…`
 * is a bucket that anybody may have named `sns`.
 */
const SNS_HOST = /^sns\.[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}\.amazonaws\.com(?:\.cn)?$/;

/**
 * The URL, where it leads to SNS itself and nowhere else; otherwise null (ING53, ING55). The text must begin with
 * exactly `https://host/`: no port, no name or password, no dot at the end, nothing that another parser reads as
 * another host.
 */
export function snsUrl(text: string): URL | null {
  const url = text.length > 2000 ? null : URL.parse(text);
  if (url === null || !SNS_HOST.test(url.hostname)) return null;
  return text.startsWith(`https://${url.hostname}/`) && url.origin === `https://${url.hostname}` ? url : null;
}
