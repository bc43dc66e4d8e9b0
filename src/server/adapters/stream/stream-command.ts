import { commandSchema } from '../../../shared/stream.ts';
import type { Floor, Principal } from '../../runtime/floor.ts';
import type { Seat } from './seat.ts';

const MAX_COMMANDS_PER_10_S = 200;

/** Counts what a page sends; false when it sends more than a person can. */
export function countCommand(seat: Seat): boolean {
  if (seat.commands >= MAX_COMMANDS_PER_10_S) return false;
  seat.commands += 1;
  setTimeout(() => {
    seat.commands -= 1;
  }, 10_000).unref();
  return true;
}

/** One `command` of a page: answered by `{ok, incident}` or `{error}`, never thrown. */
export async function takeCommand(
  deps: {
    readonly floor: Pick<Floor, 'command'>;
    readonly principalOf: (token: string) => Principal | null;
  },
  seat: Seat,
  input: unknown,
  reply: unknown,
): Promise<void> {
  const answer = (value: unknown) => {
    if (typeof reply === 'function') (reply as (value: unknown) => void)(value);
  };
  const refuse = (status: number, code: string, message: string) =>
    answer({ error: { status, code, message } });
  if (seat.principal.kind === 'display') return refuse(403, 'forbidden', 'a display may only watch');
  if (!countCommand(seat)) return refuse(429, 'too-many', 'too many commands; wait a moment');
  const parsed = commandSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse(400, 'invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a command'}`);
  }
  // A token revoked since the handshake acts no more, though its socket is still open.
  const principal = deps.principalOf(seat.token);
  if (!principal) {
    seat.socket.disconnect(true);
    return refuse(403, 'signed-out', 'this session has ended');
  }
  const result = await deps.floor.command(principal, parsed.data);
  answer(result.ok ? { ok: true, incident: result.incident } : { error: result.error });
}
