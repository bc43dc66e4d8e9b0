import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a small file whole: on the disk before it takes the name, so that a power cut leaves the old or the new one. */
export function writeDurably(path: string, text: string, keepOldAs: string | null = null): void {
  mkdirSync(dirname(path), { recursive: true });
  if (keepOldAs !== null) copyFileSync(path, `${path}${keepOldAs}`);
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

function syncFolder(path: string): void {
  // Windows has no handle for a folder; its rename is journalled.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
