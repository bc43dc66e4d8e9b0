import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Floor } from '../../runtime/floor.ts';
import type { IngestCounters } from './ingest-counters.ts';

/** A figure asked for when the metrics are read: queue depth, oldest overdue step … One named `…_total` only rises. */
export interface GaugeSource {
  /** `watchfloor_…` */
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** Prometheus metrics. Counters of the fast path are plain numbers, copied when asked. */
export function createMetrics(deps: {
  readonly floor: Pick<Floor, 'conservation'>;
  readonly ingest: IngestCounters;
  readonly gauges: readonly GaugeSource[];
}) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const { ingest } = deps;

  new Counter({
    name: 'watchfloor_events_received_total',
    help: 'Events received over the life of the data folder; the sum of all outcomes',
    registers,
    collect() {
      this.reset();
      this.inc(deps.floor.conservation().received);
    },
  });
  new Counter({
    name: 'watchfloor_events_total',
    help: 'Events by what became of them',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(deps.floor.conservation().outcomes))
        this.inc({ outcome }, count);
    },
  });
  new Counter({
    name: 'watchfloor_ingest_requests_total',
    help: 'Ingestion requests answered, by adapter type and HTTP status',
    labelNames: ['type', 'status'],
    registers,
    collect() {
      this.reset();
      for (const [key, count] of ingest.answers) {
        const [type = '', status = ''] = key.split('|');
        this.inc({ type, status }, count);
      }
    },
  });
  const copied = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  copied('watchfloor_wrong_keys_total', 'Ingestion requests without a right key', () => ingest.wrongKeys);
  copied(
    'watchfloor_refused_signatures_total',
    'Ingestion requests with a right key and a wrong, missing or stale signature; not in received',
    () => ingest.refusedSignatures,
  );
  copied(
    'watchfloor_shed_requests_total',
    'Ingestion requests refused under overload; not in received',
    () => ingest.shed,
  );
  copied('watchfloor_adapter_failures_total', 'Bodies an adapter failed on', () => ingest.adapterFailures);
  copied(
    'watchfloor_aborted_requests_total',
    'Senders that went away before the end of their body',
    () => ingest.aborted,
  );
  for (const { name, help, read } of [
    {
      name: 'watchfloor_ingest_in_flight',
      help: 'Ingestion requests under way',
      read: () => ingest.inFlight,
    },
    ...deps.gauges,
  ]) {
    if (name.endsWith('_total')) copied(name, help, read);
    else
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
  }
  const gateRefused = new Counter({
    name: 'watchfloor_gate_refused_total',
    help: 'Requests refused at the gate, by reason',
    labelNames: ['code'],
    registers,
  });
  const seconds = new Histogram({
    name: 'watchfloor_http_request_seconds',
    help: 'API requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
    registers,
  });
  return {
    contentType: registry.contentType,
    text: (): Promise<string> => registry.metrics(),
    gateRefused: (code: string) => gateRefused.inc({ code }),
    observe: (method: string, route: string, status: number, ms: number) =>
      seconds.observe({ method, route, status: String(status) }, ms / 1000),
  };
}
export type HttpMetrics = ReturnType<typeof createMetrics>;
