import { useSyncExternalStore } from 'react';
import type { IncidentItem } from '../../../../shared/incident.ts';

/** Incidents on their way to a person, as they were when the drag began; null when nothing is dragged. */
export interface IncidentDrag {
  readonly items: readonly IncidentItem[];
  /** The pointer, in CSS pixels of the window. */
  readonly x: number;
  readonly y: number;
  /** Person under the pointer. */
  readonly over: string | null;
}

let drag: IncidentDrag | null = null;
const listeners = new Set<() => void>();

/** The drag lives here and not in a row: rows come and go with the scroll and the stream. */
export function setDrag(next: IncidentDrag | null): void {
  drag = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const useDrag = (): IncidentDrag | null => useSyncExternalStore(subscribe, () => drag);
/** As `useDrag`, but draws again only at a begin and an end. */
export const useIsDragging = (): boolean => useSyncExternalStore(subscribe, () => drag !== null);
