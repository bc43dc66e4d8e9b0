import { likePart, type Where, where } from './where.ts';

/** Letters of a trigram, Korean syllables taken apart; words with fewer are looked for by LIKE. */
const TRIGRAM = 3;
const MOST_WORDS = 12;

export interface Search {
  /** Full-text expression of the words that have trigrams, or null. */
  readonly match: string | null;
  /** Conditions on `incidents i` for the others. */
  readonly where: readonly Where[];
  /** The whole search as conditions on `incidents i`, for rows that are not in the index yet. */
  readonly unindexed: readonly Where[];
}

const quoted = (word: string): string => `"${word.normalize('NFD').replaceAll('"', '""')}"`;
const lengthOf = (word: string): number => [...word.normalize('NFD')].length;

/**
 * What `q` asks: every word must be found in summary, dedup key or service, whatever its case; a word of
 * digits (`123`, `#123`) may also be the incident's number.
 */
export function searchWords(q: string): Search {
  const words = q.normalize('NFC').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const texts: string[] = [];
  const conditions: Where[] = [];
  const unindexed: Where[] = [];
  for (const word of words) {
    const number = /^#?(\d{1,15})$/.exec(word)?.[1];
    const plain = like(word);
    unindexed.push(number === undefined ? plain : either(Number(number), plain));
    if (number === undefined && lengthOf(word) >= TRIGRAM) texts.push(quoted(word));
    else if (number === undefined) conditions.push(plain);
    else conditions.push(either(Number(number), lengthOf(word) >= TRIGRAM ? matching(word) : plain));
  }
  return { match: texts.length > 0 ? texts.join(' AND ') : null, where: conditions, unindexed };
}

function like(word: string): Where {
  const part = likePart(word);
  const columns = ['i.summary', 'i.dedup_key', 'i.service'];
  return where(columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR '), part, part, part);
}

const matching = (word: string): Where =>
  where('i.number IN (SELECT rowid FROM search WHERE search MATCH ?)', quoted(word));

const either = (number: number, text: Where): Where =>
  where(`i.number = ? OR ${text.sql}`, number, ...text.params);
