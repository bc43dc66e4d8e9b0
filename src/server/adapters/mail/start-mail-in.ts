import { readFileSync } from 'node:fs';
import type { SmtpSettings } from '../../../shared/config/mail-in.ts';
import { reason } from '../../../shared/reason.ts';
import type { Floor } from '../../runtime/floor.ts';
import type { FloorCore } from '../../runtime/floor-core.ts';
import { isLoopbackBind } from '../http/allowed-hosts.ts';
import { createKeyRing } from '../http/key-ring.ts';
import { createSuspicion, type OnSuspicious } from '../http/suspicion.ts';
import { openSmtpListener, type SmtpListener } from './smtp-listener.ts';
import { createTakeMail } from './take-mail.ts';

/** Ids of the notices, which are ours alone. */
const CLOSED = 'mail-in-closed';
const EXPOSED = 'mail-in-exposed';
const RETRY_MS = 10_000;

export interface MailInDeps {
  readonly core: Pick<FloorCore, 'catalog' | 'onChange' | 'setLiveNotice' | 'clock' | 'log'>;
  readonly floor: Pick<Floor, 'ingest'>;
  readonly onSuspicious: OnSuspicious;
  readonly retryMs?: number;
}

export interface MailIn {
  /** The port listened on, null where none is. Resolves when what the config asks for has been tried. */
  port(): Promise<number | null>;
  /** Sessions and mails that were told to come again, since the start. */
  turnedAway(): number;
  stop(): Promise<void>;
}

/**
 * Keeps the listener as the config has it: opened, closed, and opened anew when its settings change (ING142). One that
 * cannot be opened is said on the wall and tried again.
 */
export function startMailIn({ core, floor, onSuspicious, retryMs = RETRY_MS }: MailInDeps): MailIn {
  const { clock, log } = core;
  const findByKey = createKeyRing(
    () => core.catalog().config,
    () => core.clock.now(),
  ).find;
  const suspicion = createSuspicion(onSuspicious);
  const takeMail = createTakeMail({ floor, clock, log });
  let listener: SmtpListener | null = null;
  let turnedAway = 0;
  /** Settings that were tried last, as text. */
  let tried = '';
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let work: Promise<void> = Promise.resolve();

  const wanted = (): SmtpSettings | null => {
    const smtp = core.catalog().config.mailIn?.smtp;
    return isStopped || smtp === undefined || !smtp.enabled ? null : smtp;
  };

  function note(id: string, why: ReturnType<typeof reason> | null): void {
    const from = new Date(clock.now()).toISOString();
    core.setLiveNotice(id, why && { id, kind: 'config-problem', from, to: null, reason: why });
  }

  async function apply(isRetry: boolean): Promise<void> {
    const settings = wanted();
    const text = JSON.stringify(settings);
    if (text === tried && !isRetry) return;
    const isFirst = tried === '';
    tried = text;
    clearTimeout(retry);
    await listener?.close();
    listener = null;
    if (settings === null) {
      if (isFirst) return;
      note(CLOSED, null);
      note(EXPOSED, null);
      return;
    }
    const { host, port } = settings;
    try {
      const tls = settings.tls && {
        cert: readFileSync(settings.tls.cert, 'utf8'),
        key: readFileSync(settings.tls.key, 'utf8'),
      };
      listener = await openSmtpListener({
        settings,
        tls: tls ?? null,
        findByKey,
        takeMail,
        suspicion,
        onTurnedAway: () => {
          turnedAway += 1;
        },
        clock,
        log,
      });
      log.info({ host, port: listener.port }, 'mail is taken');
      note(CLOSED, null);
      const isExposed = !isLoopbackBind(host);
      const exposed = reason('ING130', `mail is taken on ${host}, reachable from the network`, { host });
      if (isExposed) log.warn({ host }, exposed.text);
      note(EXPOSED, isExposed ? exposed : null);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      log.error({ err: error, host, port }, 'mail cannot be taken');
      note(EXPOSED, null);
      note(
        CLOSED,
        reason('ING142', `mail cannot be taken on ${host}:${port}: ${problem}`, { host, port, problem }),
      );
      if (!isStopped) retry = setTimeout(() => schedule(true), retryMs).unref();
    }
  }

  function schedule(isRetry = false): void {
    work = work
      .then(() => apply(isRetry))
      .catch((error: unknown) => log.error({ err: error }, 'mail-in failed'));
  }

  const unsubscribe = core.onChange(({ parts }) => {
    if (parts.includes('config')) schedule();
  });
  schedule();
  return {
    async port() {
      await work;
      return listener?.port ?? null;
    },
    turnedAway: () => turnedAway,
    async stop() {
      isStopped = true;
      unsubscribe();
      clearTimeout(retry);
      schedule(true);
      await work;
    },
  };
}
