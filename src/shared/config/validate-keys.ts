import type { ConfigDocument } from './document.ts';
import type { ConfigProblem } from './validate.ts';

/**
 * Keys that would lead to two integrations: a present key that another has, and a previous one that is anybody's
 * present or previous key (ING64). Compared in their stored form, which a document has before it is checked; elements
 * in `broken` have no keys.
 */
export function findKeyProblems(config: ConfigDocument, broken: ReadonlySet<object>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const seen = new Map<string, string>();
  const claim = (key: string, path: string, owner: string) => {
    const other = seen.get(key);
    if (other !== undefined)
      problems.push({ path, message: `expected a key of its own, ${other} has the same` });
    seen.set(key, owner);
  };
  config.integrations.forEach((integration, i) => {
    if (broken.has(integration)) return;
    const { key } = integration;
    claim(typeof key === 'string' ? key : key.hash, `integrations[${i}].key`, `integrations[${i}]`);
  });
  config.integrations.forEach((integration, i) => {
    if (broken.has(integration) || integration.previousKey === undefined) return;
    const path = `integrations[${i}].previousKey`;
    claim(integration.previousKey.key.hash, `${path}.key`, path);
  });
  return problems;
}
