import type { Notice } from '../../shared/stream.ts';
import { withSilentSources } from './downtime.ts';
import type { IngestBook } from './ingest-book.ts';
import type { ResourceBook } from './resources.ts';
import type { Turn } from './turn.ts';

/** What every screen must say: notices that hold while something is so, and durable ones that a lead dismisses. */
export class NoticeBoard {
  readonly #live = new Map<string, Notice>();
  readonly #resources: ResourceBook;
  readonly #book: IngestBook;
  #silent: number;

  constructor(resources: ResourceBook, book: IngestBook) {
    this.#resources = resources;
    this.#book = book;
    this.#silent = this.#countSilent();
  }

  all(): Notice[] {
    return [...this.#live.values(), ...this.#durable()];
  }

  setLive(id: string, notice: Notice | null): void {
    if (notice) this.#live.set(id, notice);
    else this.#live.delete(id);
  }

  /** True when a turn that just became real changed what is said, a source heard again included. */
  settle(turn: Turn): boolean {
    const before = this.#silent;
    this.#silent = this.#countSilent();
    return (
      this.#silent !== before ||
      [...turn.removed.values()].some(({ kind }) => kind === 'notice') ||
      [...turn.resources.values()].some(({ kind }) => kind === 'notice')
    );
  }

  #durable(): Notice[] {
    const heardAt = (id: string) => this.#book.heard(id)?.lastAcceptedAt ?? null;
    return this.#resources.notices().map((notice) => withSilentSources(notice, heardAt));
  }

  #countSilent(): number {
    return this.#durable().reduce((sum, { sources }) => sum + (sources?.length ?? 0), 0);
  }
}
