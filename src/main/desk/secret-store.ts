import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ShellLog } from './shell-log.ts';
import { writeDurably } from './write-durably.ts';

/** The system's key store; Electron's safeStorage is behind it. */
export interface Cipher {
  /** False where the system would only disguise a secret (no keyring on Linux). */
  isReal(): Promise<boolean>;
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(bytes: Uint8Array): Promise<string>;
}

const fileSchema = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });

/**
 * Named secrets: the console's session and the walls' display tokens (AUD67). Encrypted by the system where it can,
 * else kept in memory only and asked for again after a restart; never in plain text on the disk.
 */
export function createSecretStore(path: string, cipher: Cipher, log: ShellLog) {
  const memory = new Map<string, string>();

  function readFile(): Record<string, string> {
    if (!existsSync(path)) return {};
    try {
      return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).secrets;
    } catch {
      log.warn('the file of secrets cannot be read; people sign in again');
      return {};
    }
  }

  return {
    async read(name: string): Promise<string | null> {
      const known = memory.get(name);
      if (known !== undefined) return known;
      const stored = readFile()[name];
      if (stored === undefined || !(await cipher.isReal())) return null;
      try {
        const text = await cipher.decrypt(Buffer.from(stored, 'base64'));
        memory.set(name, text);
        return text;
      } catch {
        log.warn('a secret cannot be decrypted; its owner signs in again', { name });
        return null;
      }
    },
    async write(name: string, text: string | null): Promise<'encrypted' | 'memory'> {
      if (text === null) memory.delete(name);
      else memory.set(name, text);
      const { [name]: _replaced, ...others } = readFile();
      if (text !== null && !(await cipher.isReal())) return 'memory';
      const secrets =
        text === null
          ? others
          : { ...others, [name]: Buffer.from(await cipher.encrypt(text)).toString('base64') };
      writeDurably(path, `${JSON.stringify({ version: 1, secrets })}\n`);
      return 'encrypted';
    },
  };
}
export type SecretStore = ReturnType<typeof createSecretStore>;
