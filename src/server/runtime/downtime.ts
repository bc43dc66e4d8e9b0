import { type Reason, reason, SYSTEM } from '../../shared/reason.ts';
import type { Notice } from '../../shared/stream.ts';
import type { FloorCore } from './floor-core.ts';
import type { Turn } from './turn.ts';

/** Times of not receiving that lie closer together are one: screens show minutes. */
const ADJACENT_MS = 60_000;

/** A time in which nothing was received, wall-clock instants, and why. */
export interface Downtime {
  readonly from: number;
  readonly to: number;
  /** `down`: the process was not there (ESC14). `stood-still`: it was, and did nothing (ESC19). */
  readonly cause: 'down' | 'stood-still';
}

/**
 * [ESC14] [ESC19] "03:12–03:20 not receiving: events of this time may be lost", until a lead dismisses it. One that
 * lies right beside it is taken in, under a new id: who dismisses the older one has not seen this.
 */
export function noteDowntime(turn: Turn, core: FloorCore, { from, to, cause }: Downtime): void {
  const beside = core.resources
    .notices()
    .filter(
      (one) =>
        one.kind === 'not-receiving' &&
        one.to !== null &&
        !isRemoved(turn, one.id) &&
        Date.parse(one.from) <= to + ADJACENT_MS &&
        Date.parse(one.to) >= from - ADJACENT_MS,
    );
  const notice: Notice = {
    id: `down-${from}-${to}`,
    kind: 'not-receiving',
    from: iso(Math.min(from, ...beside.map((one) => Date.parse(one.from)))),
    to: iso(Math.max(to, ...beside.map((one) => Date.parse(one.to ?? one.from)))),
    reason: whyOf(cause, iso(from), iso(to)),
    sources: core.catalog().config.integrations.map(({ id }) => id),
  };
  for (const { id } of beside) turn.remove('notice', id);
  turn.put({ kind: 'notice', id: notice.id, value: notice });
  turn.record(SYSTEM, 'server.downtime', 'server', {
    after: { from: iso(from), to: iso(to), cause },
    reason: notice.reason,
  });
}

function whyOf(cause: Downtime['cause'], from: string, to: string): Reason {
  const span = { from, to };
  return cause === 'down'
    ? reason('ESC14', `not receiving from ${from} to ${to}: events of this time may be lost`, span)
    : reason('ESC19', `the server stood still from ${from} to ${to}: events of this time may be lost`, span);
}

const iso = (at: number): string => new Date(at).toISOString();

/** As screens show it: its sources are those not heard since it ended. `heardAt`: when each was last heard, or null. */
export function withSilentSources(notice: Notice, heardAt: (source: string) => string | null): Notice {
  const { sources, to } = notice;
  if (sources === undefined || to === null) return notice;
  const isSilent = (id: string) => {
    const at = heardAt(id);
    return at === null || Date.parse(at) < Date.parse(to);
  };
  return { ...notice, sources: sources.filter(isSilent) };
}

const isRemoved = (turn: Turn, notice: string): boolean => {
  const staged = turn.stagedResource('notice', notice);
  return staged !== undefined && staged.value === undefined;
};
