import { APP_ORIGIN } from '../security/origins.ts';
import safeHtml from './safe.html?raw';
import startCss from './start.css?raw';
import startHtml from './start.html?raw';
import startJs from './start.js?raw';

export const START_PAGE = `${APP_ORIGIN}/start`;
export const SAFE_PAGE = `${APP_ORIGIN}/safe`;

interface AppPage {
  readonly type: string;
  readonly body: string;
}

/** Every page of the shell's own, whole in memory: an address is looked up here, never on the disk (AUD64). */
const PAGES: ReadonlyMap<string, AppPage> = new Map([
  ['/start', { type: 'text/html; charset=utf-8', body: startHtml }],
  ['/safe', { type: 'text/html; charset=utf-8', body: safeHtml }],
  ['/start.css', { type: 'text/css; charset=utf-8', body: startCss }],
  ['/start.js', { type: 'text/javascript; charset=utf-8', body: startJs }],
]);

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Answer of the `watchfloor:` scheme to a request; 404 for everything that is not exactly one of its pages. */
export function answerAppPage(request: { readonly url: string; readonly method: string }): Response {
  const page = request.method === 'GET' ? pageAt(request.url) : undefined;
  if (page === undefined)
    return new Response('', { status: 404, headers: { 'Content-Security-Policy': CSP } });
  return new Response(page.body, {
    headers: {
      'Content-Type': page.type,
      'Content-Security-Policy': CSP,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  });
}

function pageAt(address: string): AppPage | undefined {
  // Compared as sent, not as a parser would tidy it: `/x/../start` is nobody's honest address.
  const origin = `${APP_ORIGIN}/`;
  return address.startsWith(origin) ? PAGES.get(address.slice(APP_ORIGIN.length)) : undefined;
}
