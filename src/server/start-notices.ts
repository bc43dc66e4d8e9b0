import { reason } from '../shared/reason.ts';
import { isLoopbackBind } from './adapters/http/allowed-hosts.ts';
import type { FloorCore } from './runtime/floor-core.ts';
import type { LogPort } from './runtime/ports.ts';
import type { QueryPort } from './runtime/query-port.ts';
import { tickerItem } from './runtime/ticker-item.ts';

/** What every screen must know of this start. */
export function noteStart(
  core: FloorCore,
  found: {
    readonly recovered: boolean;
    /** As bound, and whether it speaks TLS itself. */
    readonly host: string;
    readonly hasTls: boolean;
    readonly wanted: number;
    readonly port: number;
  },
): void {
  const from = new Date(core.now()).toISOString();
  if (found.recovered) {
    const why = reason(
      'STO51',
      'the database was damaged and a backup was restored: what came after it is missing',
      {},
    );
    core.setLiveNotice('database-restored', {
      id: 'database-restored',
      kind: 'database-restored',
      from,
      to: null,
      reason: why,
    });
  }
  if (!isLoopbackBind(found.host) && !found.hasTls) {
    const why = reason('STR53', 'reachable from the network without TLS', {});
    core.log.warn({}, why.text);
    core.setLiveNotice('insecure-bind', {
      id: 'insecure-bind',
      kind: 'insecure-bind',
      from,
      to: null,
      reason: why,
    });
  }
  if (found.wanted !== 0 && found.wanted !== found.port) {
    const why = reason(
      'STO52',
      `port ${found.wanted} is taken by another program; listening on ${found.port}`,
      { wanted: found.wanted, port: found.port },
    );
    core.setLiveNotice('port-taken', {
      id: 'port-taken',
      kind: 'config-problem',
      from,
      to: null,
      reason: why,
    });
  }
}

/** The audit ticker of a fresh start, with what happened before it. */
export async function fillTicker(core: FloorCore, queries: QueryPort, log: LogPort): Promise<void> {
  try {
    const { items } = await queries.audit({ limit: 50 });
    core.recent.remember(
      items.map((item) =>
        tickerItem({ ...item, at: Date.parse(item.at) }, item.seq, (id) => core.incident(id)?.number),
      ),
    );
  } catch (error) {
    log.warn({ err: error }, 'the audit ticker starts empty');
  }
}
