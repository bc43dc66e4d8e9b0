import type { IncidentItem } from '../../shared/incident.ts';
import type { CoverageGap, OncallItem } from '../../shared/oncall.ts';
import type { Conservation, Directory, Notice, Quiet, SourceHeard, TickerItem } from '../../shared/stream.ts';
import type { Annunciation } from '../domain/incident/decision.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Catalog } from './catalog.ts';
import type { QueryPort } from './query-port.ts';

/** Parts of a stream besides incidents that may have changed. */
export type LivePart = 'oncall' | 'notices' | 'sources' | 'conservation' | 'config' | 'quiet';

/** What one turn (or one tick) changed, as the stream's gateway needs it. */
export interface LiveChange {
  readonly incidents: readonly string[];
  /** Incidents of which nothing changed but their count. */
  readonly repeats?: readonly string[];
  readonly audit: readonly TickerItem[];
  readonly annunciations: readonly Annunciation[];
  readonly parts: readonly LivePart[];
}

/** What the stream's gateway may read. It draws; it never decides. */
export interface LiveSource {
  readonly epoch: string;
  readonly queries: QueryPort;
  onChange(listener: (change: LiveChange) => void): () => void;
  catalog(): Catalog;
  /** Not-closed incidents and those still in a band. */
  incidents(): Iterable<Incident>;
  incident(id: string): Incident | undefined;
  view(incident: Incident): IncidentItem;
  directory(): Directory;
  oncallNow(): readonly OncallItem[];
  gapsNow(): readonly CoverageGap[];
  conservation(): Conservation;
  sources(): readonly SourceHeard[];
  notices(): readonly Notice[];
  /** What is kept quiet now. */
  quiet(): Quiet;
  recentAudit(): readonly TickerItem[];
  health(): {
    readonly committedAt: number | null;
    readonly oldestOverdueMs: number;
    readonly storage: 'ok' | 'failed';
  };
  now(): number;
}
