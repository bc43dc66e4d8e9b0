import type { Creation } from '../../../shared/config/noise.ts';
import { durationMs } from '../../../shared/duration.ts';
import type { SourceEvent } from '../event.ts';
import type { Instant } from '../incident/incident.ts';
import type { Subject } from '../matching/subject.ts';

/** What a service's creation rule looks an open incident up by, besides the tool's own key (product rules 3b and 6). */
export interface CreationKey {
  readonly key: string;
  /** An incident takes what joins it for this long after its creation; null as long as it is open. */
  readonly windowMs: number | null;
}

/** Joins parts so that no two lists of parts become one text. */
const joinParts = (parts: readonly string[]): string => JSON.stringify(parts);

/**
 * [SUP1] Events of one summary, of one summary and metric, or with the same chosen fields are one incident.
 * [SUP2] By key with a window: whatever arrives within the window of an open incident joins it.
 * Null: only the tool's own key counts.
 */
export function creationKeyOf(
  creation: Creation,
  event: Pick<SourceEvent, 'summary' | 'metricName'>,
  subject: Subject,
): CreationKey | null {
  const windowMs = creation.window === undefined ? null : durationMs(creation.window);
  switch (creation.rule) {
    case 'summary':
      return { key: joinParts(['summary', event.summary]), windowMs };
    case 'summary+metric':
      return { key: joinParts(['summary+metric', event.summary, event.metricName ?? '']), windowMs };
    case 'fields': {
      const fields = creation.fields ?? [];
      return {
        key: joinParts(['fields', ...fields.map((name) => String(subject.field(name) ?? ''))]),
        windowMs,
      };
    }
    case 'key':
      return windowMs === null ? null : { key: joinParts(['window']), windowMs };
    case 'always':
      return null;
  }
}

/** True while an incident made at `createdAt` takes what would join it. */
export const isWithinWindow = ({ windowMs }: CreationKey, createdAt: Instant, now: Instant): boolean =>
  windowMs === null || now - createdAt < windowMs;
