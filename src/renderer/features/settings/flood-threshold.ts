import type { ConfigDraft } from './config-api.ts';

/** True for what the config takes as a threshold: a whole number from 2 to 100,000. */
export const isThreshold = (text: string): boolean =>
  /^\d{1,6}$/.test(text.trim()) && Number(text) >= 2 && Number(text) <= 100_000;

/** The document with another flood threshold; whatever else stands in its settings stays. */
export function withFloodThreshold(document: ConfigDraft, threshold: number): ConfigDraft {
  const settings = document.settings;
  const kept = typeof settings === 'object' && settings !== null ? settings : {};
  return { ...document, settings: { ...kept, floodThreshold: threshold } };
}
