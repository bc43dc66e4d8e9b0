import type { ShellStatus } from '../../shared/ipc.ts';
import type { Reason } from '../../shared/reason.ts';
import type { Ready } from './server-messages.ts';

/** What the shell knows of its server. `attempt` counts starts since it last ran well, from 1. */
export type SupervisorState =
  | { readonly phase: 'starting'; readonly attempt: number }
  | { readonly phase: 'ready'; readonly attempt: number; readonly ready: Ready }
  | { readonly phase: 'waiting'; readonly attempt: number; readonly untilMs: number; readonly reason: Reason }
  | { readonly phase: 'refused'; readonly attempt: number; readonly reason: Reason }
  | { readonly phase: 'stopped' };

/** The state as the starting page shows it. `now` is on the clock of `untilMs`. */
export function statusOf(state: SupervisorState, lastWords: readonly string[], now: number): ShellStatus {
  return {
    phase: state.phase,
    attempt: state.phase === 'stopped' ? 0 : state.attempt,
    retryInMs: state.phase === 'waiting' ? Math.max(0, state.untilMs - now) : null,
    lastWords: [...lastWords],
  };
}
