import type { ArchivePart } from '../../shared/incident.ts';
import type { Instant } from '../domain/incident/incident.ts';
import type { Redaction } from '../domain/incident/redact.ts';

/** An incident whose details were copied: what may be removed of it, and what must still be so (STO83). */
export interface CopiedIncident {
  readonly id: string;
  readonly closedAt: Instant;
  /** Highest row of each kind that was copied; 0 when there was none. A later timeline entry says that it was touched. */
  readonly upTo: { readonly timeline: number; readonly events: number; readonly outbox: number };
}

/** What one short round archives: incidents closed in one month, or what belongs to no incident. */
export interface ArchivePiece {
  /** Name of the archive file, in the folder `archive` of the data folder. */
  readonly file: string;
  /** `2025-11`, UTC. */
  readonly month: string;
  readonly incidents: readonly CopiedIncident[];
  /** Ids of events, and of messages, that belong to no incident. */
  readonly events: readonly string[];
  readonly messages: readonly string[];
  /** Incidents that those messages name. */
  readonly mentions: readonly string[];
}

/** The ledger's part of archiving, in the transaction of its batch. */
export type ArchiveStep =
  /** Before anything is copied: from here on a redaction looks into the file as well. */
  | { readonly kind: 'begin'; readonly piece: ArchivePiece }
  /**
   * After the copy is durable: removes what it holds, for a few milliseconds at most; what is left is removed by the next
   * such step. Whoever was reopened, or touched since the copy, keeps everything.
   */
  | {
      readonly kind: 'remove';
      readonly piece: ArchivePiece;
      readonly at: Instant;
      /** The policy as the config has it, an ISO 8601 duration. */
      readonly policy: string;
    };

/** One archive file, as the ledger knows it. */
export interface ArchiveInfo {
  readonly month: string;
  /** Relative to the data folder. */
  readonly file: string;
  readonly incidents: number;
  readonly events: number;
  /** 0 when the file is not there. */
  readonly bytes: number;
  readonly available: boolean;
}

export interface ArchiveOverview {
  readonly ledger: { readonly bytes: number; readonly freeBytes: number };
  readonly archives: readonly ArchiveInfo[];
  /** What the policy names and is still in the ledger; zeros without a policy. */
  readonly waiting: { readonly incidents: number; readonly events: number };
}

/** The archive files and the reading side of archiving, off the writer's thread. */
export interface ArchivePort {
  /**
   * What is to be archived next of what is older than `before`, without the incidents of `skip`; null when nothing is.
   * At most `limit` of a kind.
   */
  next(before: Instant, limit: number, skip: readonly string[]): Promise<ArchivePiece | null>;
  /** Copies a piece into its file; durable when it resolves. Copying again what is there changes nothing. */
  copy(piece: ArchivePiece): Promise<ArchivePiece>;
  /** Rows of a copied piece that the ledger still has; falls with every removal that did something. */
  left(piece: ArchivePiece): Promise<number>;
  /** Files that hold, or may hold, words of an incident. */
  partsOf(incident: string): Promise<readonly ArchivePart[]>;
  /** Takes words out of every file that may hold them; rejects when one is not there or could not be written. */
  redact(redaction: Redaction): Promise<null>;
  /** `before` null: there is no policy. */
  overview(before: Instant | null): Promise<ArchiveOverview>;
}
