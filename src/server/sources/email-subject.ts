import { mapUrgencyWord } from '../domain/matching/urgency-words.ts';

/** What the state words of a subject say. */
export type SubjectState = 'problem' | 'recovery' | 'ack';

/** Written without spaces, as `plain` leaves them. */
const WORDS: Readonly<Record<SubjectState, string>> = {
  problem: `problem firing alert alerting alarm critical crit warning warn major minor error fatal emergency
    disaster high average down unreachable unknown triggered failure failed urgent
    장애 장애발생 발생 알람발생 경고 위험 긴급 심각 주의 알람 경보 障害 警告`,
  recovery: `recovery recovered resolved solved ok okay cleared closed up normal restored
    복구 복구됨 복구완료 장애복구 자동복구 정상복구 해소 해소됨 장애해소 알람해소 해제 해제됨 알람해제 장애해제
    정상 정상화 회복 復旧 正常`,
  ack: 'ack acked acknowledged acknowledgement acknowledgment',
};
const STATE_OF: ReadonlyMap<string, SubjectState> = new Map(
  (Object.entries(WORDS) as [SubjectState, string][]).flatMap(([state, words]) =>
    words.split(/\s+/).map((word) => [word, state] as const),
  ),
);

const REPLY = /^(?:(?:re|fw|fwd|aw|wg|sv|tr|회신|답장|전달)(?:\[\d{1,3}\])?\s*[:：]\s*)+/i;
const TAG = /[[【(<]\s*([^[\]【】()<>]{1,60}?)\s*[\]】)>]/g;
/** `OK: …`, `장애 복구 - …`, `Resolved in 5m 3s: …`. */
const LEADING = /^(\p{L}+(?: \p{L}+)?)(?: in [^:]{1,40})?(?:\s*[:：|]|\s+[-–—])\s*/u;
/** Nagios and its kin: `RECOVERY Service Alert: …`. */
const LEADING_ALERT = /^(\p{L}+) (?=(?:host|service)\b)/iu;
/** `… is OK`, `… : 정상`, `… - DOWN`. */
const TRAILING = /(?:\s+is(?: now| back)?\s+|\s*[:：|]\s*|\s+[-–—]\s+)(\p{L}+(?: \p{L}+)?)[.!]*$/u;
/** `db01 디스크 사용률 복구`: with words that mean nothing else at the end. */
const TRAILING_KOREAN =
  /\s(복구|복구됨|복구 ?완료|정상 ?복구|해소|해소됨|정상화)(?:되었습니다|됐습니다)?[.!]*$/u;

const plain = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** A subject without its answer marks: `Re: Fwd: x` is `x`. */
export const withoutReplyMarks = (subject: string): string => subject.trim().replace(REPLY, '').trim();

export interface ReadSubject {
  /** State words in the order they stand. */
  readonly states: readonly SubjectState[];
  /** The first state word that names an urgency, as it was written. */
  readonly urgencyWord: string | null;
  /** What is left when the state words are gone; the same from problem to recovery. */
  readonly rest: string;
}

/**
 * Takes the state words out of a subject: tags (`[RESOLVED]`, `(OK)`, `[FIRING:2]`), a leading word with a colon or
 * dash, a trailing one. A word anywhere else is part of what is told, so that `DISK NOT OK` closes nothing (ING136).
 */
export function readSubject(subject: string): ReadSubject {
  const states: SubjectState[] = [];
  let urgencyWord: string | null = null;
  const note = (word: string): boolean => {
    const state = STATE_OF.get(plain(word));
    if (state === undefined) return false;
    states.push(state);
    if (state === 'problem' && urgencyWord === null && mapUrgencyWord(word.trim()) !== null)
      urgencyWord = word.trim();
    return true;
  };
  const noteTag = (content: string): boolean => {
    const words = content.split(/[,/|]/).map((word) => word.replace(/[:：]\s*\d{1,6}\s*$/, ''));
    return words.every((word) => STATE_OF.has(plain(word))) && words.every(note);
  };
  let rest = withoutReplyMarks(subject)
    .replace(TAG, (whole, content: string) => (noteTag(content) ? ' ' : whole))
    .replace(/\s+/g, ' ');
  for (let round = 0; round < 4; round += 1) {
    rest = rest.replace(/^[\s*!|:·-]+|[\s*!|:·-]+$/gu, '');
    const before = rest;
    for (const pattern of [LEADING, LEADING_ALERT])
      rest = rest.replace(pattern, (whole, word: string) => (note(word) ? '' : whole));
    for (const pattern of [TRAILING, TRAILING_KOREAN])
      rest = rest.replace(pattern, (whole, word: string) => (note(word) ? '' : whole));
    if (rest === before) break;
  }
  return { states, urgencyWord, rest: rest.normalize('NFKC').toLowerCase().trim() };
}

/** A mark of trouble wins over one of recovery: a close that was none would silence it. */
export function statusOfStates(states: readonly SubjectState[]): 'open' | 'ack' | 'close' {
  if (states[0] === 'ack') return 'ack';
  if (states.includes('problem')) return 'open';
  return states.includes('recovery') ? 'close' : 'open';
}
