import { randomUUID } from 'node:crypto';
import type { Integration } from '../../../shared/config/integration.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import type { ParsedEvent } from '../../domain/event.ts';
import type { Floor, IngestReply } from '../../runtime/floor.ts';
import type { ClockPort, LogPort, Resource } from '../../runtime/ports.ts';
import { parseMail } from '../../sources/email.ts';
import { type ReadMail, rawOf, readMail } from './read-mail.ts';

export interface TakeMailDeps {
  readonly floor: Pick<Floor, 'ingest'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly log: LogPort;
}

/** What became of a mail for one integration; `refusal` is null when it was an event. */
export type TakenMail =
  | { readonly ok: true; readonly refusal: Reason | null }
  | { readonly ok: false; readonly reply: Extract<IngestReply, { ok: false }> };

/**
 * The one way of a mail to the floor, whether it came by SMTP or was fetched: taken apart once, then an event or a
 * `rejected` one for each integration it is for; done when it is on disk (ING134).
 */
export function createTakeMail({ floor, clock, log }: TakeMailDeps) {
  async function commit(
    integration: Integration,
    events: readonly ParsedEvent[],
    raw: string,
    record: Resource | undefined,
  ): Promise<TakenMail> {
    const reply = await floor.ingest({
      integration: integration.id,
      receivedAt: clock.now(),
      events,
      raw,
      ...(record === undefined ? {} : { record }),
    });
    if (!reply.ok) return { ok: false, reply };
    const bad = events.find((event) => !event.ok);
    return { ok: true, refusal: bad === undefined || bad.ok ? null : bad.reason };
  }

  function eventsOf(read: ReadMail, integration: Integration): readonly ParsedEvent[] {
    if (!read.ok) return [read];
    try {
      return parseMail({
        body: read.body,
        integration,
        query: {},
        headers: {},
        receivedAt: clock.now(),
        newId: randomUUID,
      });
    } catch (error) {
      log.error({ type: 'email', error: String(error) }, 'adapter failed on a mail');
      return [
        {
          ok: false,
          reason: reason('ING30', 'body: the email adapter could not read it', { cause: 'adapter' }),
        },
      ];
    }
  }

  return {
    /** `record` is committed together with the event, or not at all. */
    read: readMail,
    commit: (read: ReadMail, mail: Buffer, integration: Integration, record?: Resource) =>
      commit(integration, eventsOf(read, integration), rawOf(mail), record),
    /** A mail that nobody read to its end: one `rejected` event (ING132). */
    refuseSize: (limit: number, head: Buffer, integration: Integration, record?: Resource) =>
      commit(
        integration,
        [{ ok: false, reason: reason('ING132', `mail: over ${limit} bytes`, { limit }) }],
        rawOf(head),
        record,
      ),
  };
}
export type TakeMail = ReturnType<typeof createTakeMail>;
