import type { CommandResult } from '../../shared/stream.ts';
import type { ArchivePort } from './archive-port.ts';
import { ARCHIVE_REDACTION } from './archiver.ts';
import type { Principal, RedactInput } from './floor.ts';
import type { FloorCore } from './floor-core.ts';
import { decideRedact } from './redact-job.ts';
import type { Turn } from './turn.ts';

type Refused = Extract<CommandResult, { ok: false }>;
const refuse = (status: Refused['error']['status'], code: string, message: string): Refused => ({
  ok: false,
  error: { status, code, message },
});

/**
 * [STO86] Redacts an incident in the ledger and in every archive file that may hold words of it, in this order. A file
 * that is not there refuses the whole before anything is done. What fails after the commit is kept, tried again by
 * the archiver, and never reported as done.
 */
export async function redactEverywhere(
  core: FloorCore,
  archives: ArchivePort | null,
  principal: Principal,
  id: string,
  input: RedactInput,
): Promise<CommandResult> {
  let parts: Awaited<ReturnType<ArchivePort['partsOf']>> = [];
  try {
    parts = (await archives?.partsOf(id)) ?? [];
  } catch (error) {
    core.log.error({ err: error }, 'the archives could not be asked');
    return refuse(503, 'unavailable', 'the archives could not be asked; nothing was redacted');
  }
  const missing = parts.find(({ available }) => !available);
  if (missing) {
    const message = `${missing.file} holds details of this incident and is not there: put it back and try again; nothing was redacted`;
    return refuse(409, 'archive-missing', message);
  }
  const load = (turn: Turn, one: string) => turn.get(one) ?? core.ledger.findIncident(one);
  const note = core.newId();
  // Not in memory only: the words must be gone from the disk before it is said.
  const result = await core.answer(
    'redact',
    (turn) => {
      const answered = decideRedact(turn, principal, id, input, load, core.contextAt(turn.at));
      if (answered.ok && archives) {
        const value = { incident: id, parts: [...new Set(input.parts)] };
        turn.put({ kind: ARCHIVE_REDACTION, id: note, value });
      }
      return answered;
    },
    false,
  );
  if (!result.ok || !archives) return result;
  try {
    // Asked of the ledger as it is after the commit: a copy that was begun meanwhile is reached too.
    await archives.redact({ incident: id, parts: [...new Set(input.parts)] });
    await core.change('redact', (turn) => turn.remove(ARCHIVE_REDACTION, note));
    return result;
  } catch (error) {
    core.log.error({ err: error }, 'a redaction did not reach the archives; it is tried again');
    const message = 'redacted in the ledger, not yet in the archive, which is tried again until it is';
    return refuse(503, 'archive-not-redacted', message);
  }
}
