import { type Problem, problemOf } from './problem.ts';

/** What the gate looks at: the head of a request, before anything of it is believed. */
export interface RequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Alternating names and values as received: duplicates show only here. */
  readonly rawHeaders: readonly string[];
}

/** Hosts that may be called, exactly as a `Host` header spells them, each with the origins of its own pages. */
export interface GateSettings {
  readonly hosts: ReadonlyMap<string, ReadonlySet<string>>;
}

export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 400 | 403; readonly problem: Problem };

const PASS: Verdict = { ok: true };
const deny = (status: 400 | 403, code: string, rule: string, detail: string): Verdict => ({
  ok: false,
  status,
  problem: problemOf(status, code, rule, detail),
});

/* Constant answers: nothing of the request is echoed, and the body stays under 200 bytes. */
const BAD_TARGET = deny(400, 'bad-target', 'STR40', 'Expected a path');
const BAD_HOST = deny(403, 'host', 'STR40', 'Host not served here; see --allowed-host');
const BAD_ORIGIN = deny(403, 'origin', 'STR41', 'Foreign origin; see --allowed-host');
const BAD_SITE = deny(403, 'site', 'STR42', 'Request from another site');

/** First path segments under which only machines ask; a page of another site may never reach them. */
const MACHINE_PATH = /^\/(?:api|integration|jsm|v1|v2|generic|socket\.io|metrics|healthz|readyz)(?:[/?#]|$)/;

/**
 * Whether a request may be heard at all (STR40–STR42): exact Host, own Origin, no other site.
 * Pure; used for HTTP and for Socket.IO's `allowRequest` alike.
 */
export function judge(head: RequestHead, settings: GateSettings): Verdict {
  const url = head.url ?? '';
  if (url.charCodeAt(0) !== 0x2f) return BAD_TARGET;
  const { rawHeaders } = head;
  let host: string | undefined;
  let origin: string | undefined;
  let site: string | undefined;
  let mode: string | undefined;
  let dest: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const raw = rawHeaders[i]!;
    // Only names of these lengths matter; the rest is skipped without lower-casing it.
    switch (raw.length) {
      case 4:
        if (raw.toLowerCase() !== 'host') break;
        if (host !== undefined) return BAD_HOST;
        host = rawHeaders[i + 1];
        break;
      case 6:
        if (raw.toLowerCase() !== 'origin') break;
        if (origin !== undefined) return BAD_ORIGIN;
        origin = rawHeaders[i + 1];
        break;
      case 14: {
        const name = raw.toLowerCase();
        if (name === 'sec-fetch-site') {
          if (site !== undefined) return BAD_SITE;
          site = rawHeaders[i + 1];
        } else if (name === 'sec-fetch-mode') mode = rawHeaders[i + 1];
        else if (name === 'sec-fetch-dest') dest = rawHeaders[i + 1];
        break;
      }
    }
  }
  const origins = host === undefined ? undefined : settings.hosts.get(host);
  if (origins === undefined) return BAD_HOST;
  if (origin !== undefined && !origins.has(origin)) return BAD_ORIGIN;
  if (site === undefined || site === 'same-origin' || site === 'none') return PASS;
  // A link in a web mail may open a page: pages carry no data, and frames of others are refused by the CSP.
  const isPageVisit =
    head.method === 'GET' && mode === 'navigate' && dest === 'document' && !MACHINE_PATH.test(url);
  return isPageVisit && origin === undefined ? PASS : BAD_SITE;
}
