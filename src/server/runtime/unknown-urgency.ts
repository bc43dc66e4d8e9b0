import type { SourceEvent } from '../domain/event.ts';

/** [STR146] The word for an urgency that nobody knows, kept with the event's fields so that it can be mapped; else null. */
export const unknownUrgency = ({
  urgency,
  urgencyWord,
}: Pick<SourceEvent, 'urgency' | 'urgencyWord'>): { readonly unknownUrgency: string } | null =>
  urgency === null && urgencyWord !== null ? { unknownUrgency: urgencyWord } : null;
