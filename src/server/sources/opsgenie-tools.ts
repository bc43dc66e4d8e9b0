import { acceptWebhook, refuseAlert } from './opsgenie-answer.ts';
import type { Endpoint, Source, SourceRequest } from './source.ts';

/** Paths that Opsgenie gives its tools, the name of the tool at the end. */
const PREFIXES = ['/v1/json/integrations/webhooks/', '/v1/json/'];
const keyOf = ({ query }: SourceRequest) => query.apiKey ?? null;

/**
 * [ING122] Doors at Opsgenie's own paths for every tool we have a source of: its bodies are read by that source,
 * whether the key is one of that type or of an `opsgenie` integration.
 */
export function opsgenieTools(sources: readonly Source[]): readonly Source[] {
  return sources.map(({ type, aliases = [], endpoints }) => ({
    type,
    aliases: [...aliases, 'opsgenie'],
    endpoints: [type, ...aliases].flatMap((name) => {
      const own = endpoints.find(({ path }) => path === `/integration/${name}/v1/{key}`);
      if (own === undefined) return [];
      return PREFIXES.map(
        (prefix): Endpoint => ({
          ...own,
          path: `${prefix}${name}`,
          keyOf,
          accept: acceptWebhook,
          refuse: refuseAlert,
        }),
      );
    }),
  }));
}
