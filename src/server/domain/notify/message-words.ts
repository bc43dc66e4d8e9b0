import type { Status, Urgency } from '../../../shared/words.ts';
import type { MessageKind } from '../incident/decision.ts';

export type MessageLocale = 'en' | 'ko';

/** Words of one language. Functions where the order of words differs between languages. */
export interface MessageWords {
  readonly urgency: Readonly<Record<Urgency, string>>;
  readonly status: Readonly<Record<Status, string>>;
  /** What a kind is called in front of the incident; empty for a page, whose urgency says enough. */
  readonly kind: Readonly<Record<Exclude<MessageKind, 'handoff'>, string>>;
  readonly bundle: (count: number) => string;
  readonly more: (count: number) => string;
  readonly moreNotices: (count: number) => string;
  readonly acked: (by: string | null) => string;
  readonly recovered: (by: string | null) => string;
  readonly assigned: (by: string | null) => string;
  readonly ackExpiring: string;
  readonly fallback: string;
  readonly final: string;
  readonly maintenanceEnding: string;
  readonly test: string;
  readonly step: (step: number | string, steps: number | null) => string;
  readonly pass: (pass: number, passes: number) => string;
  readonly count: (count: number) => string;
  readonly labels: Readonly<
    Record<
      'service' | 'urgency' | 'status' | 'severity' | 'count' | 'createdAt' | 'policy' | 'open' | 'sent',
      string
    >
  >;
}

const en: MessageWords = {
  urgency: {
    highest: 'HIGHEST',
    high: 'HIGH',
    medium: 'MEDIUM',
    low: 'LOW',
    lowest: 'LOWEST',
    none: 'NONE',
  },
  status: { open: 'open', acked: 'acked', closed: 'closed' },
  kind: {
    page: '',
    final: 'Final notice',
    fallback: 'Nobody answered',
    assigned: 'Assigned to you',
    recovered: 'Recovered',
    acked: 'Acked',
    'ack-expiring': 'Ack about to expire',
    'maintenance-ending': 'Maintenance ends in 10 minutes',
    test: 'Test',
  },
  bundle: (count) => `${count} ${count === 1 ? 'incident waits' : 'incidents wait'} for an answer`,
  more: (count) => `and ${count} more`,
  moreNotices: (count) => `${count} more notifications`,
  acked: (by) => (by === null ? 'Somebody acked it.' : `Acked by ${by}.`),
  recovered: (by) => (by === null ? 'It is over.' : `Closed by ${by}.`),
  assigned: (by) => (by === null ? 'It is yours.' : `${by} assigned it to you.`),
  ackExpiring: 'Comment or close it, or it alarms again.',
  fallback: 'Everybody on the policy was told; nobody answered.',
  final: 'Last notice of this policy.',
  maintenanceEnding: 'Extend it, or what still fires then is told.',
  test: 'This is a test. Nothing is wrong.',
  step: (step, steps) => (steps === null ? `step ${step}` : `step ${step}/${steps}`),
  pass: (pass, passes) => `pass ${pass}/${passes}`,
  count: (count) => `${count} events`,
  labels: {
    service: 'Service',
    urgency: 'Urgency',
    status: 'Status',
    severity: 'Severity',
    count: 'Events',
    createdAt: 'Created',
    policy: 'Escalation',
    open: 'Open the incident',
    sent: 'Sent by Watchfloor',
  },
};

/** Words of Korean operation rooms: 생성, 확인, 종료 for created, acked, closed. */
const ko: MessageWords = {
  urgency: { highest: '긴급', high: '높음', medium: '보통', low: '낮음', lowest: '매우 낮음', none: '없음' },
  status: { open: '미확인', acked: '확인', closed: '종료' },
  kind: {
    page: '',
    final: '최종 알림',
    fallback: '응답자 없음',
    assigned: '담당자 지정',
    recovered: '복구',
    acked: '확인',
    'ack-expiring': '확인 만료 임박',
    'maintenance-ending': '점검 10분 후 종료',
    test: '테스트',
  },
  bundle: (count) => `미확인 인시던트 ${count}건`,
  more: (count) => `외 ${count}건`,
  moreNotices: (count) => `알림 ${count}건 더 있음`,
  acked: (by) => (by === null ? '확인되었습니다.' : `${by} 님이 확인했습니다.`),
  recovered: (by) => (by === null ? '복구되었습니다.' : `${by} 님이 종료했습니다.`),
  assigned: (by) => (by === null ? '담당자로 지정되었습니다.' : `${by} 님이 담당자로 지정했습니다.`),
  ackExpiring: '댓글을 남기거나 종료하지 않으면 다시 알립니다.',
  fallback: '정책의 모든 대상에게 알렸지만 아무도 확인하지 않았습니다.',
  final: '이 정책의 마지막 알림입니다.',
  maintenanceEnding: '연장하지 않으면 종료 후 남은 장애를 알립니다.',
  test: '테스트 알림입니다. 이상 없습니다.',
  step: (step, steps) => (steps === null ? `${step}단계` : `${step}/${steps}단계`),
  pass: (pass, passes) => `${pass}/${passes}회차`,
  count: (count) => `이벤트 ${count}건`,
  labels: {
    service: '서비스',
    urgency: '긴급도',
    status: '상태',
    severity: '심각도',
    count: '이벤트 수',
    createdAt: '생성 시각',
    policy: '에스컬레이션',
    open: '인시던트 열기',
    sent: 'Watchfloor 발송',
  },
};

export const MESSAGE_WORDS: Readonly<Record<MessageLocale, MessageWords>> = { en, ko };
