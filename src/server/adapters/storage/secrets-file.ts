import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DurableJson, type ReadResult } from './files/durable-json.ts';

const OWNER_ONLY = 0o600;
const secretsSchema = z.record(z.string(), z.string());

/** Secrets the server must use as they are (passwords, signing secrets), by the names a config gives them. */
export interface SecretsFile {
  /** Where they were read from at opening, and what was wrong. */
  readonly opened: Omit<ReadResult<never>, 'document'>;
  get(name: string): string | null;
  /** Names only, sorted: values are never listed. */
  names(): readonly string[];
  /** Durable when it returns. */
  set(name: string, value: string): void;
  /** False when there was none. */
  remove(name: string): boolean;
}

/** Opens `secrets.json`, readable by its owner only. A file that is not name → text is reported and not used. */
export function openSecretsFile(dir: string): SecretsFile {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'secrets.json');
  const adapter = new DurableJson<Record<string, string>>(path, OWNER_ONLY);
  const { document, source, problem } = adapter.readDetailed();
  const parsed = secretsSchema.safeParse(document ?? {});
  const shape = parsed.success ? undefined : `${path} must be an object of texts`;
  let secrets: Readonly<Record<string, string>> = parsed.success ? parsed.data : {};
  // Also a file that somebody copied here with wider permissions.
  for (const file of [path, `${path}.bak`]) if (existsSync(file)) chmodSync(file, OWNER_ONLY);

  const said = problem ?? shape;
  return {
    opened: { source, ...(said === undefined ? {} : { problem: said }) },
    get: (name) => (Object.hasOwn(secrets, name) ? secrets[name]! : null),
    names: () => Object.keys(secrets).sort(),
    set: (name, value) => {
      store({ ...secrets, [name]: value });
    },
    remove: (name) => {
      if (!Object.hasOwn(secrets, name)) return false;
      const { [name]: _removed, ...rest } = secrets;
      store(rest);
      return true;
    },
  };

  /** What is in memory changes only when the disk took it. */
  function store(next: Record<string, string>): void {
    adapter.write(next);
    secrets = next;
  }
}
