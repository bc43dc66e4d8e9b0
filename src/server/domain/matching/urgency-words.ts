import { type Reason, reason } from '../../../shared/reason.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { SourceEvent } from '../event.ts';

/** The words tools use, in the languages their operators write (RTE9). Written without spaces, `-` and `_`. */
const WORDS: Readonly<Record<Urgency, string>> = {
  highest: `highest critical crit fatal page pager p0 p1 sev0 s0 emergency emerg panic disaster blocker urgent
    severe veryhigh catastrophic 긴급 심각 치명 치명적 매우높음 최상 緊急 致命的 致命 重大 紧急 非常严重`,
  high: `high error err major p2 sev1 s1 alert serious failure important down
    위험 높음 중요 장애 오류 에러 경계 危険 エラー 高 严重 错误 重要`,
  medium: `medium med warning warn p3 sev2 s2 average moderate normal degraded
    경고 보통 중간 警告 中`,
  low: `low minor p4 sev3 s3 notice 낮음 주의 경미 注意 低 次要`,
  lowest: `lowest info information informational p5 sev4 sev5 s4 s5 debug trace verylow
    정보 알림 관심 매우낮음 情報 信息`,
  none: `none ok okay clear cleared 없음 정상 正常 なし 无`,
};

const BY_WORD: ReadonlyMap<string, Urgency> = new Map(
  (Object.entries(WORDS) as [Urgency, string][]).flatMap(([urgency, words]) =>
    words.split(/\s+/).map((word) => [normalise(word), urgency] as const),
  ),
);

/** Longer than any word known, so that a long text costs nothing. */
const MAX_WORD = 64;

function normalise(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}

/** The urgency a tool's word stands for, case and spacing aside; null when nobody knows it. */
export function mapUrgencyWord(word: string): Urgency | null {
  // The first look-up finds what nearly every event says, without normalising.
  return BY_WORD.get(word) ?? (word.length > MAX_WORD ? null : (BY_WORD.get(normalise(word)) ?? null));
}

/** The urgency an event counts with, and the warning to show when its word was unknown. */
export interface EffectiveUrgency {
  readonly urgency: Urgency;
  readonly mapping: Reason | null;
}

/**
 * The urgency of an event at its service: what the tool said (RTE9); an unknown word becomes the service's
 * default, else `high`, with a mapping warning; an event without urgency has the service's default, else what its protocol says, else `high`, without one (RTE10).
 */
export function effectiveUrgency(
  event: Pick<SourceEvent, 'urgency' | 'urgencyWord' | 'urgencyUnset'>,
  serviceDefault: Urgency | null,
): EffectiveUrgency {
  if (event.urgency !== null) return { urgency: event.urgency, mapping: null };
  if (event.urgencyWord === null) {
    return { urgency: serviceDefault ?? event.urgencyUnset ?? 'high', mapping: null };
  }
  const urgency = serviceDefault ?? 'high';
  const word = event.urgencyWord;
  return {
    urgency,
    mapping: reason('RTE9', `the urgency "${word}" is not known; it counts as ${urgency}`, { word, urgency }),
  };
}
