import { type Reason, reason } from '../../shared/reason.ts';

export type ExternalJudgement =
  | { readonly allowed: true; readonly url: string; readonly reason: Reason }
  | { readonly allowed: false; readonly reason: Reason };

/**
 * Whether an address from a page may be handed to the system's browser (AUD63): only http and https, as parsed, and
 * what is opened is the parsed form. Other schemes start programs.
 */
export function judgeExternal(address: string): ExternalJudgement {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { allowed: false, reason: reason('AUD63', 'not an address') };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return {
      allowed: false,
      reason: reason('AUD63', 'only http and https open outside', { scheme: url.protocol }),
    };
  }
  if (url.username !== '' || url.password !== '') {
    return { allowed: false, reason: reason('AUD63', 'an address with a password in it is a disguise') };
  }
  return { allowed: true, url: url.href, reason: reason('AUD63', 'opens in the browser') };
}
