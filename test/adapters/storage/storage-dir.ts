import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LogPort } from '../../../src/server/runtime/ports.ts';

/** A data folder of the test's own, removed when it ends. */
export function dataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'watchfloor-storage-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Lines logged, for tests that expect some. */
export function recordingLog(): LogPort & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (level: string) => (_fields: object, message: string) => void lines.push(`${level} ${message}`);
  return { lines, debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error') };
}
