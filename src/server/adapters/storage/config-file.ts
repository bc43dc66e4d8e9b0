import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LowSync } from 'lowdb';
import { DurableJson, type ReadResult } from './files/durable-json.ts';

export const CONFIG_FILE = 'config.json';

export interface ConfigFile {
  /** Absolute path, for messages. */
  readonly path: string;
  /** The document as it stands on disk, unparsed by any schema; `none` with a `problem` means neither copy can be read. */
  read(): ReadResult<unknown>;
  /** Durable when it resolves; the file before it becomes `config.json.bak`. Rejects, with the file as it was, when the disk refuses. */
  write(document: unknown): Promise<void>;
}

/** The config document of a data folder. */
export function openConfigFile(dir: string): ConfigFile {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, CONFIG_FILE);
  const adapter = new DurableJson<unknown>(path);
  const low = new LowSync<unknown>(adapter, null);
  return {
    path,
    read: () => {
      const result = adapter.readDetailed();
      low.data = result.document;
      return result;
    },
    write: async (document) => {
      low.data = document;
      low.write();
    },
  };
}
