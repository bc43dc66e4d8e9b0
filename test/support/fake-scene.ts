import type { Band, IncidentItem } from '../../src/shared/incident.ts';
import type { Shift } from '../../src/shared/oncall.ts';
import type { DisplaySettings, Snapshot } from '../../src/shared/stream.ts';
import type { Urgency } from '../../src/shared/words.ts';

/** What a page may be shown: a snapshot without its place in the stream. */
export type Scene = Omit<Snapshot, 'protocol' | 'epoch' | 'seq' | 'at'>;

const MINUTE = 60_000;
export const iso = (at: number): string => new Date(at).toISOString();

/** An incident with everything a list needs; `over` says what matters. */
export function incident(n: number, now: number, over: Partial<IncidentItem> = {}): IncidentItem {
  const createdAt = over.createdAt ?? iso(now - n * MINUTE);
  return {
    id: `i-${n}`,
    number: 413_000 + n,
    version: 1,
    status: 'open',
    urgency: 'high',
    severity: null,
    summary: `Summary ${n}`,
    service: 'payments',
    integration: 'cw',
    dedupKey: `key-${n}`,
    count: 1,
    assignee: null,
    responders: ['an'],
    createdAt,
    ackedAt: null,
    closedAt: null,
    lastEventAt: createdAt,
    cleared: false,
    next: null,
    band: 'open',
    exhausted: false,
    unseen: false,
    handedTo: null,
    snoozedUntil: null,
    maintenance: null,
    keys: 1,
    firing: 1,
    ackTimeout: null,
    marks: [],
    ...over,
  };
}

/** A wait that began `since` ago and ends in `left`, both ms. */
export const waiting = (
  now: number,
  since: number,
  left: number,
  users: readonly string[],
  step = 2,
): IncidentItem['next'] => ({
  kind: 'step',
  at: iso(now + left),
  since: iso(now - since),
  users: [...users],
  step,
  steps: 3,
  pass: 1,
  passes: 2,
  reason: { code: 'ESC3', text: 'Nobody answered in time' },
});

const KO = {
  display: '서울 관제실 1번 상황판',
  users: {
    an: '김하늘',
    lee: '이서준',
    park: '박도윤',
    jung: '정하준',
    choi: '최지우',
    kang: '강서연',
    yoon: '윤시우',
    dae: '정다은',
  },
  services: {
    payments: '결제 API',
    orders: '주문 DB',
    edge: 'Edge Network',
    search: '검색',
    batch: 'Batch',
    cdn: 'CDN',
  },
  schedules: { primary: '1선', network: '네트워크', dba: 'DBA' },
  summaries: [
    '결제 승인 실패율 31.8% (임계 5%) — 모든 PG사',
    'RDS order-primary 복제 지연 184초',
    'BGP session down: icn-edge-2 ↔ AS4766',
    'Elasticsearch heap 91% on es-data-07',
    'nightly-settlement running 2× longer than usual',
    '5xx ratio 1.9% at PoP NRT — 회복 확인 대기',
  ],
};
const EN: typeof KO = {
  display: 'Seoul NOC · wall 1',
  users: {
    an: 'Haneul Kim',
    lee: 'Seojun Lee',
    park: 'Doyun Park',
    jung: 'Hajun Jung',
    choi: 'Jiwoo Choi',
    kang: 'Seoyeon Kang',
    yoon: 'Siwoo Yoon',
    dae: 'Daeun Jung',
  },
  services: {
    payments: 'Payments API',
    orders: 'Order DB',
    edge: 'Edge Network',
    search: 'Search',
    batch: 'Batch',
    cdn: 'CDN',
  },
  schedules: { primary: 'Primary', network: 'Network', dba: 'DBA' },
  summaries: [
    'Payment approvals failing 31.8% (limit 5%), all providers',
    'RDS order-primary replica lag 184 s',
    'BGP session down: icn-edge-2 ↔ AS4766',
    'Elasticsearch heap 91% on es-data-07',
    'nightly-settlement running 2× longer than usual',
    '5xx ratio 1.9% at PoP NRT, waiting for confirmation',
  ],
};

export interface SceneOptions {
  readonly locale?: 'en' | 'ko';
  readonly distance?: 3 | 5 | 8;
  readonly theme?: 'dark' | 'light';
  readonly views?: DisplaySettings['views'];
  readonly rotateEveryMs?: number | null;
}

/** A wall's settings. */
export const displayOf = (options: SceneOptions = {}): DisplaySettings => ({
  id: 'wall-1',
  name: (options.locale === 'en' ? EN : KO).display,
  views: options.views ?? ['board'],
  rotateEveryMs: options.rotateEveryMs ?? null,
  distance: options.distance ?? 5,
  theme: options.theme ?? 'dark',
  locale: options.locale ?? 'ko',
  sound: true,
  timeZone: 'Asia/Seoul',
  filter: [],
});

/** A floor with nothing on it: settings, people and schedules only. */
export function emptyScene(now: number, options: SceneOptions = {}): Scene {
  const words = options.locale === 'en' ? EN : KO;
  const handoff = iso(now + 348 * MINUTE);
  return {
    kind: 'wall',
    timeZone: 'Asia/Seoul',
    display: displayOf(options),
    me: null,
    incidents: [],
    audit: [],
    directory: {
      users: Object.fromEntries(
        Object.entries(words.users).map(([id, name], i) => [id, { name, phone: `010-0000-000${i}` }]),
      ),
      services: Object.fromEntries(Object.entries(words.services).map(([id, name]) => [id, { name }])),
      integrations: {
        cw: { name: 'CloudWatch', type: 'cloudwatch' },
        prom: { name: 'Prometheus', type: 'alertmanager' },
        zbx: { name: 'Zabbix', type: 'zabbix' },
        dd: { name: 'Datadog', type: 'datadog' },
        whatap: { name: 'WhaTap', type: 'whatap' },
        graf: { name: 'Grafana', type: 'grafana' },
      },
      schedules: Object.fromEntries(
        Object.entries(words.schedules).map(([id, name]) => [id, { name, layers: { l1: name } }]),
      ),
      teams: { noc: { name: 'NOC', members: ['an', 'lee'] } },
    },
    totals: {
      open: 0,
      acked: 0,
      recovered: 0,
      muted: 0,
      byUrgency: {},
      outside: 0,
      hidden: 0,
      mutedBy: {},
      worstOpen: null,
      oldestOpenAt: null,
      quietSince: iso(now - 8_048_000),
    },
    oncall: [
      {
        schedule: 'primary',
        layer: 'l1',
        users: ['an'],
        until: handoff,
        next: { users: ['lee'], at: handoff },
      },
      {
        schedule: 'network',
        layer: 'l1',
        users: ['park'],
        until: handoff,
        next: { users: ['kang'], at: handoff },
      },
    ],
    gaps: [],
    metrics: {
      mttaMs: { today: null, week: null },
      mttrMs: { today: null, week: null },
      noiseRemoved: null,
      today: {
        received: 0,
        outcomes: {
          created: 0,
          deduplicated: 0,
          held: 0,
          suppressed: 0,
          updated: 0,
          ignored: 0,
          rejected: 0,
        },
      },
      alarmRate: new Array(24).fill(0),
      floodThreshold: 10,
    },
    conservation: {
      received: 0,
      outcomes: { created: 0, deduplicated: 0, held: 0, suppressed: 0, updated: 0, ignored: 0, rejected: 0 },
    },
    sources: [],
    quiet: {
      maintenance: [],
      inhibited: { keys: 0, events: 0 },
      shelved: { shelves: 0, keys: 0, events: 0 },
      held: { keys: 0 },
    },
    notices: [],
  };
}

/** An ordinary bad night: one worst alarm, two high ones, three acknowledged, one recovered unseen, a gap in cover. */
export function nightScene(now: number, options: SceneOptions = {}): Scene {
  const words = options.locale === 'en' ? EN : KO;
  const s = words.summaries;
  const empty = emptyScene(now, options);
  const acked = (
    n: number,
    minutes: number,
    service: string,
    assignee: string,
    urgency: Urgency,
    left: number,
  ) =>
    incident(n, now, {
      createdAt: iso(now - (minutes + 2) * MINUTE),
      status: 'acked',
      band: 'acked' as Band,
      urgency,
      service,
      assignee,
      summary: s[n] ?? '',
      ackedAt: iso(now - minutes * MINUTE),
      ackTimeout: { since: iso(now - minutes * MINUTE), at: iso(now + left * MINUTE) },
    });
  const incidents = [
    incident(0, now, {
      number: 413_394,
      createdAt: iso(now - 401_000),
      urgency: 'highest',
      severity: 'SEV1',
      summary: s[0] ?? '',
      count: 128,
      next: waiting(now, 161_000, 139_000, ['lee', 'jung']),
    }),
    incident(1, now, {
      number: 413_391,
      createdAt: iso(now - 662_000),
      service: 'orders',
      summary: s[1] ?? '',
      count: 9,
      responders: ['jung'],
      next: waiting(now, 500_000, 58_000, ['yoon']),
    }),
    incident(2, now, {
      number: 413_389,
      createdAt: iso(now - 867_000),
      service: 'edge',
      summary: s[2] ?? '',
      count: 2,
      responders: ['park', 'kang'],
      next: waiting(now, 100_000, 213_000, ['kang']),
      marks: [{ mark: 're-alarmed', reason: { code: 'INC4', text: 'Urgency rose' } }],
    }),
    acked(3, 52, 'search', 'jung', 'high', 7),
    acked(4, 11, 'batch', 'choi', 'low', 48),
    acked(5, 70, 'cdn', 'dae', 'medium', 30),
    incident(6, now, {
      status: 'closed',
      band: 'recovered',
      unseen: true,
      service: 'cdn',
      summary:
        options.locale === 'en' ? 'TLS handshake errors at PoP ICN' : 'TLS 핸드셰이크 오류 급증 (PoP ICN)',
      closedAt: iso(now - 95_000),
    }),
  ];
  const later = iso(now + 348 * MINUTE);
  return {
    ...empty,
    incidents,
    totals: {
      open: 3,
      acked: 3,
      recovered: 1,
      muted: 12,
      byUrgency: { highest: 1, high: 4 },
      outside: 4,
      hidden: 0,
      mutedBy: { maintenance: 8, snoozed: 3, silent: 1 },
      worstOpen: 'highest',
      oldestOpenAt: iso(now - 867_000),
      quietSince: null,
    },
    quiet: {
      maintenance: [
        {
          id: 'm-1',
          services: ['search', 'cdn'],
          until: iso(now + 72 * MINUTE),
          note: '',
          keys: 14,
          events: 96,
        },
      ],
      inhibited: { keys: 5, events: 31 },
      shelved: { shelves: 2, keys: 1, events: 4 },
      held: { keys: 6 },
    },
    oncall: [
      ...empty.oncall,
      {
        schedule: 'dba',
        layer: 'l1',
        users: [],
        until: later,
        empty: 'gap',
        next: { users: ['dae'], at: later },
      },
    ],
    gaps: [{ schedule: 'dba', from: iso(now - 600_000), to: later }],
    metrics: {
      mttaMs: { today: 134_000, week: 186_000 },
      mttrMs: { today: 1_900_000, week: 1_792_000 },
      noiseRemoved: 0.86,
      today: {
        received: 18_204,
        outcomes: {
          created: 1204,
          deduplicated: 12_611,
          held: 300,
          suppressed: 1646,
          updated: 2131,
          ignored: 0,
          rejected: 312,
        },
      },
      alarmRate: [3, 4, 2, 2, 4, 6, 3, 2, 2, 3, 5, 13, 8, 6, 4, 3, 2, 3, 4, 4, 5, 6, 6, 7],
      floodThreshold: 10,
    },
    sources: [
      { integration: 'cw', lastAcceptedAt: iso(now - 2000), lastRefusedAt: null },
      { integration: 'prom', lastAcceptedAt: iso(now - 5000), lastRefusedAt: null },
      { integration: 'zbx', lastAcceptedAt: iso(now - 9000), lastRefusedAt: null },
      { integration: 'dd', lastAcceptedAt: iso(now - 31_000), lastRefusedAt: null },
      { integration: 'whatap', lastAcceptedAt: iso(now - 660_000), lastRefusedAt: null },
      { integration: 'graf', lastAcceptedAt: iso(now - 48_000), lastRefusedAt: null },
    ],
    audit: [
      {
        seq: 3,
        at: iso(now - 43_000),
        actor: { kind: 'user', id: 'choi' },
        action: 'incident.assign',
        target: 'incident:i-9',
        incident: 413_377,
        reason: null,
      },
      {
        seq: 2,
        at: iso(now - 201_000),
        actor: { kind: 'user', id: 'an' },
        action: 'incident.comment',
        target: 'incident:i-8',
        incident: 413_370,
        reason: null,
      },
      {
        seq: 1,
        at: iso(now - 519_000),
        actor: { kind: 'user', id: 'yoon' },
        action: 'override.add',
        target: 'override:o1',
        reason: null,
      },
    ],
  };
}

/** `open` incidents over six services, most of them new: a flood. The stream carries the worst 500, as the server does. */
export function busyScene(now: number, open: number, options: SceneOptions = {}): Scene {
  const night = nightScene(now, options);
  const services = Object.keys(night.directory.services);
  const urgencies: readonly Urgency[] = ['high', 'medium', 'high', 'low', 'medium'];
  const made = Array.from({ length: Math.min(open, 498) }, (_, i) =>
    incident(100 + i, now, {
      createdAt: iso(now - (i % 500) * 900),
      urgency: i === 0 ? 'highest' : (urgencies[i % urgencies.length] ?? 'high'),
      service: services[i % services.length] ?? 'payments',
      summary: `Latency above limit on node-${i}`,
      next: waiting(now, 60_000, 120_000 + i * 1000, ['lee']),
    }),
  );
  return {
    ...night,
    incidents: [...night.incidents.slice(0, 2), ...made],
    totals: {
      ...night.totals,
      open,
      acked: 0,
      hidden: Math.max(0, open - 500),
      byUrgency: { highest: 2, high: open - 2 },
    },
    metrics: { ...night.metrics, alarmRate: [...night.metrics.alarmRate.slice(0, 23), 480] },
  };
}

/** Answer of the heat map endpoint: busy nights on Tuesday, quiet weekends. */
export function heatmapAnswer() {
  const cells = Array.from({ length: 168 }, (_, i) => {
    const [weekday, hour] = [Math.floor(i / 24), i % 24];
    const base = weekday > 4 ? 3 : 6 + 9 * Math.exp(-(((hour - 10) / 4) ** 2));
    const batch = weekday === 1 && (hour === 2 || hour === 3) ? 26 + hour * 4 : 0;
    return { weekday, hour, count: Math.round(base + batch + ((i * 7) % 5)) };
  });
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  return {
    of: 'incidents' as const,
    cells,
    total,
    before: Math.round(total * 1.12),
    clockChanges: [{ weekday: 6, hour: 2, kind: 'repeated' as const, date: '2026-10-25' }],
  };
}

/** Daily shifts of one layer between two instants, one of them an override. */
export function shiftsAnswer(
  schedule: string,
  from: number,
  to: number,
): { readonly items: readonly Shift[] } {
  const day = 86_400_000;
  const turns =
    schedule === 'dba' ? ['yoon', 'dae'] : schedule === 'network' ? ['park', 'kang'] : ['an', 'lee', 'park'];
  const length = schedule === 'dba' ? 6 * day : day;
  const items: Shift[] = [];
  for (let n = Math.floor(from / length); n * length < to; n += 1) {
    const user = turns[n % turns.length] ?? 'an';
    const isOverride = schedule === 'primary' && n % 9 === 4;
    items.push({
      layer: 'l1',
      user: isOverride ? 'kang' : user,
      from: iso(Math.max(from, n * length)),
      to: iso(Math.min(to, (n + 1) * length)),
      ...(isOverride ? { override: `o${n}`, replaces: [user] } : {}),
    });
  }
  return { items };
}
