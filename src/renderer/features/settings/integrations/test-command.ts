import { KEY_BLANK } from '../../../../shared/api/integrations.ts';
import type { Target } from './snippets/guide.ts';
import { guideOf } from './snippets/guide-of.ts';

/** Stands where the key belongs when it is not known any more. */
export const YOUR_KEY = 'YOUR_KEY';

/** Quotes for a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** How to try an integration from a shell, as its tool would post; null where only the tool itself can. */
export function testCommand(type: string, target: Target, summary: string): string | null {
  const sample = guideOf(type).sample?.(summary, target);
  if (sample === undefined) return null;
  const { body, as, to = target.address, headers = {} } = sample;
  const fields =
    as === 'form'
      ? Object.entries(body).map(([name, value]) => `--data-urlencode ${quote(`${name}=${value}`)}`)
      : [`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(body))}`];
  const named = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  return [`curl -X POST ${quote(to)}`, ...named, ...fields].join(' \\\n  ');
}

/** The target of a type's first address, with `key` or a blank word where the key belongs. */
export function targetOf(addresses: readonly string[], key: string): Target {
  const address = (addresses[0] ?? '').replace(KEY_BLANK, encodeURIComponent(key));
  return { address, origin: address === '' ? '' : new URL(address).origin, key };
}
