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
  /** When a tool's whole state was last read, as instants in text. */
  readonly #read = new Map<string, string>();
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

  /** A tool's state was read: what it sent in vain is made up for. True when that changes what is said. */
  noteRead(integration: string, at: string): boolean {
    this.#read.set(integration, at);
    return this.#isSilenceChanged();
  }

  /** True when a turn that just became real changed what is said, a source heard again included. */
  settle(turn: Turn): boolean {
    return (
      this.#isSilenceChanged() ||
      [...turn.removed.values()].some(({ kind }) => kind === 'notice') ||
      [...turn.resources.values()].some(({ kind }) => kind === 'notice')
    );
  }

  #isSilenceChanged(): boolean {
    const before = this.#silent;
    this.#silent = this.#countSilent();
    return this.#silent !== before;
  }

  #durable(): Notice[] {
    const heardAt = (id: string) => {
      const times = [this.#book.heard(id)?.lastAcceptedAt, this.#read.get(id)].filter((at) => at != null);
      return times.toSorted().at(-1) ?? null;
    };
    return this.#resources.notices().map((notice) => withSilentSources(notice, heardAt));
  }

  #countSilent(): number {
    return this.#durable().reduce((sum, { sources }) => sum + (sources?.length ?? 0), 0);
  }
}
