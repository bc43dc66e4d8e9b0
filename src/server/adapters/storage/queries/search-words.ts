import { likePart, type Where, where } from './where.ts';

/** Shorter words have no trigram and are looked for by LIKE. */
const TRIGRAM = 3;
const MOST_WORDS = 12;

export interface Search {
  /** Full-text expression of the words that have trigrams, or null. */
  readonly match: string | null;
  /** Conditions on `incidents i` for the others. */
  readonly where: readonly Where[];
}

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;
const lengthOf = (word: string): number => [...word].length;

/**
 * What `q` asks: every word must be found in summary, dedup key or service, whatever its case; a word of
 * digits (`123`, `#123`) may also be the incident's number.
 */
export function searchWords(q: string): Search {
  const words = q.normalize('NFC').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const texts: string[] = [];
  const conditions: Where[] = [];
  for (const word of words) {
    const number = /^#?(\d{1,15})$/.exec(word)?.[1];
    if (number === undefined && lengthOf(word) >= TRIGRAM) texts.push(quoted(word));
    else if (number === undefined) conditions.push(like(word));
    else conditions.push(numberOr(Number(number), word));
  }
  return { match: texts.length > 0 ? texts.join(' AND ') : null, where: conditions };
}

function like(word: string): Where {
  const part = likePart(word);
  const columns = ['i.summary', 'i.dedup_key', 'i.service'];
  return where(columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR '), part, part, part);
}

function numberOr(number: number, word: string): Where {
  const text =
    lengthOf(word) >= TRIGRAM
      ? where('i.number IN (SELECT rowid FROM search WHERE search MATCH ?)', quoted(word))
      : like(word);
  return where(`i.number = ? OR ${text.sql}`, number, ...text.params);
}
