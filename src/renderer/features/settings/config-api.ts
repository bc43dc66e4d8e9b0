import { z } from 'zod';
import { api, type Problem } from '../../session/api.ts';

/** The config as the server keeps it. */
export interface KeptConfig {
  readonly document: ConfigDraft;
  readonly etag: string;
  /** Owned by a file given at start: not to be changed from here. */
  readonly managedByFile: boolean;
}

/** A document being changed: whatever stands in it that this page does not know stays. */
export type ConfigDraft = Readonly<Record<string, unknown>>;

export type ConfigAnswer =
  | { readonly ok: true; readonly value: KeptConfig }
  | { readonly ok: false; readonly problem: Problem };

/** Reads the config with the headers that say which version it is and who owns it. */
export async function readConfig(): Promise<ConfigAnswer> {
  const read = await api('/api/v1/config', { schema: z.record(z.string(), z.unknown()) });
  if (!read.ok) return read;
  return {
    ok: true,
    value: {
      document: read.value,
      etag: read.headers.get('etag') ?? '',
      managedByFile: read.headers.get('x-managed-by-file') === 'true',
    },
  };
}

/** Replaces the config, if it is still the one that was read. Gives the refusal, or null when it was taken. */
export async function writeConfig(document: unknown, etag: string): Promise<Problem | null> {
  const result = await api('/api/v1/config', {
    method: 'PUT',
    body: document,
    headers: { 'if-match': etag },
  });
  return result.ok ? null : result.problem;
}

const TRIES = 3;

/**
 * Changes a part of the config: reads it, applies `edit`, writes it back. When somebody else was faster it reads and
 * applies again, so a small change never overwrites theirs.
 */
export async function editConfig(edit: (document: ConfigDraft) => ConfigDraft): Promise<Problem | null> {
  let problem: Problem | null = null;
  for (let i = 0; i < TRIES; i++) {
    const read = await readConfig();
    if (!read.ok) return read.problem;
    const edited = edit(read.value.document);
    if (edited === read.value.document) return null;
    problem = await writeConfig(edited, read.value.etag);
    if (problem?.status !== 412) return problem;
  }
  return problem;
}

/** A list of the document, whatever else stands there. */
export const listIn = (document: ConfigDraft, key: string): readonly Readonly<Record<string, unknown>>[] => {
  const list = document[key];
  return Array.isArray(list) ? list : [];
};

/** The document with one more item in a list; an item of the same id is replaced. */
export const withItem = (document: ConfigDraft, key: string, item: { readonly id: string }): ConfigDraft => ({
  ...document,
  [key]: [...listIn(document, key).filter((each) => each.id !== item.id), item],
});

/** A new key of an integration or display: 128 bits, hex. */
export function newSecret(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return prefix + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
