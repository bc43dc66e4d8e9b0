import type { Extension } from '../../../shared/config/service.ts';
import type { ExtensionMessage } from '../../domain/incident/decision.ts';
import { isJsonTemplate, renderTemplate, type TemplateMode } from '../../domain/notify/template.ts';
import type { DeliveryResult } from '../../runtime/ports.ts';
import { failed } from './channel.ts';
import { sendForResult } from './http-result.ts';
import type { OutboundRequest, SendOutbound } from './outbound-guard.ts';
import { headerSafe } from './webhook.ts';

export type DeliverExtension = (input: {
  readonly message: ExtensionMessage;
  readonly extension: Extension;
}) => Promise<DeliveryResult>;

/** Headers that belong to the connection, not to a template. */
const OURS =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

const CONTENT_TYPES: Readonly<Record<TemplateMode, string>> = {
  json: 'application/json',
  url: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
};

/** Sends outgoing webhooks with a templated body (NTF62). Extensions are written by admins. */
export function createExtensionSender(options: {
  readonly send: SendOutbound;
  readonly now: () => number;
}): DeliverExtension {
  return async ({ message, extension }) => {
    const request = extensionRequest(message, extension);
    return request.ok
      ? sendForResult(options.send, request.request, options.now)
      : failed(request.detail, false);
  };
}

export function extensionRequest(
  message: ExtensionMessage,
  extension: Extension,
):
  | { readonly ok: true; readonly request: OutboundRequest }
  | { readonly ok: false; readonly detail: string } {
  const own = Object.fromEntries(
    Object.entries(extension.headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !OURS.test(name)),
  );
  const mode = templateMode(extension, own['content-type']);
  const rendered = renderTemplate(extension.body, message.variables, mode);
  if (!rendered.ok) return { ok: false, detail: rendered.reason.text };
  const isGet = extension.method === 'GET';
  return {
    ok: true,
    request: {
      url: isGet && extension.urlEncode ? withQuery(extension.url, rendered.text) : extension.url,
      author: 'admin',
      method: extension.method,
      headers: {
        'user-agent': 'Watchfloor',
        'idempotency-key': headerSafe(message.id),
        ...(isGet ? {} : { 'content-type': CONTENT_TYPES[mode] }),
        ...own,
      },
      body: isGet ? null : rendered.text,
    },
  };
}

function templateMode(extension: Extension, contentType: string | undefined): TemplateMode {
  if (extension.urlEncode) return 'url';
  const saysJson = contentType !== undefined && /^application\/(?:[\w.-]+\+)?json\b/i.test(contentType);
  return saysJson || isJsonTemplate(extension.body) ? 'json' : 'text';
}

/** A GET has no body; with `urlEncode` its template becomes the query. */
function withQuery(address: string, query: string): string {
  if (query === '') return address;
  const url = new URL(address);
  url.search = url.search === '' ? query : `${url.search}&${query}`;
  return url.href;
}
