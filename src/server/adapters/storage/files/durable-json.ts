import { existsSync, readFileSync, renameSync } from 'node:fs';
import type { SyncAdapter } from 'lowdb';
import { writeDurably } from './durable-write.ts';

export type ReadSource = 'file' | 'bak' | 'none';

export interface ReadResult<T> {
  readonly document: T | null;
  /** `bak`: the file itself could not be used, this is the last good one before it. */
  readonly source: ReadSource;
  /** What is wrong with the file, for the log and every screen. */
  readonly problem?: string;
}

type Content<T> =
  | { readonly kind: 'ok'; readonly document: T; readonly text: string }
  | { readonly kind: 'missing' | 'bad'; readonly problem: string };

/**
 * A JSON file that survives a power cut (lowdb's own adapter renames without fsync, which loses writes or leaves
 * an empty file). A write keeps the last good file as `.bak`; a damaged file is set aside as `.broken`, never overwritten.
 * @param mode permission bits of the file and its copies
 */
export class DurableJson<T> implements SyncAdapter<T> {
  readonly #file: string;
  readonly #mode: number;

  constructor(file: string, mode = 0o644) {
    this.#file = file;
    this.#mode = mode;
  }

  get #bak(): string {
    return `${this.#file}.bak`;
  }

  /** The document and where it comes from. Never throws: what is wrong is said in words. */
  readDetailed(): ReadResult<T> {
    const file = readJson<T>(this.#file);
    if (file.kind === 'ok') return { document: file.document, source: 'file' };
    const bak = readJson<T>(this.#bak);
    if (bak.kind === 'ok') return { document: bak.document, source: 'bak', problem: file.problem };
    if (file.kind === 'missing' && bak.kind === 'missing') return { document: null, source: 'none' };
    return { document: null, source: 'none', problem: `${file.problem}; ${bak.problem}` };
  }

  read(): T | null {
    return this.readDetailed().document;
  }

  /** Durable when it returns. Throws, with the file as it was, when the disk refuses. */
  write(document: T): void {
    const before = readJson<T>(this.#file);
    if (before.kind === 'ok') writeDurably(this.#bak, before.text, this.#mode);
    if (before.kind === 'bad' && existsSync(this.#file)) renameSync(this.#file, `${this.#file}.broken`);
    writeDurably(this.#file, `${JSON.stringify(document, null, 2)}\n`, this.#mode);
  }
}

function readJson<T>(file: string): Content<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { kind: 'missing', problem: `${file} is missing` };
    return { kind: 'bad', problem: `${file} cannot be read: ${(error as Error).message}` };
  }
  try {
    // Editors on Windows put a byte order mark in front.
    return { kind: 'ok', document: JSON.parse(text.replace(/^\uFEFF/, '')) as T, text };
  } catch (error) {
    return { kind: 'bad', problem: `${file} is not JSON: ${(error as Error).message}` };
  }
}
