import { useSyncExternalStore } from 'react';

/** A short message about something somebody did. */
export interface Toast {
  readonly key: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

let toasts: readonly Toast[] = [];
let nextKey = 1;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Failures stay until they are put away; what went well goes by itself. */
const SHOWN_MS = 4000;
const KEPT = 5;

export function dismissToast(key: number): void {
  toasts = toasts.filter((toast) => toast.key !== key);
  tell();
}

export function showToast(kind: Toast['kind'], text: string): void {
  const key = nextKey++;
  toasts = [...toasts, { key, kind, text }].slice(-KEPT);
  tell();
  if (kind === 'done') setTimeout(() => dismissToast(key), SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => toasts);
