import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from './files/durable-write.ts';

/** Says that this folder has held a database, so that its loss is never taken for a first start. */
export const MARKER_FILE = 'install.json';
const markerSchema = z.object({ install: z.string().min(1), createdAt: z.string() });
export type InstallMarker = z.infer<typeof markerSchema>;

/** The marker; `unreadable` when there is one that cannot be understood (which still proves an install). */
export function readMarker(dir: string): InstallMarker | 'unreadable' | null {
  let text: string;
  try {
    text = readFileSync(join(dir, MARKER_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return markerSchema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

export function writeMarker(dir: string, marker: InstallMarker): void {
  writeDurably(join(dir, MARKER_FILE), `${JSON.stringify(marker, null, 2)}\n`);
}
