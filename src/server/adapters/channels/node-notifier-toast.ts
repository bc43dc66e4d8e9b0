import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import notifier from 'node-notifier';
import type { DeliveryResult } from '../../runtime/ports.ts';
import { delivered, failed } from './channel.ts';
import { type DaemonState, findNotificationDaemon } from './notification-daemon.ts';
import type { OnToastClick, Toast, ToastPort } from './toast.ts';

const TOAST_LIMIT_MS = 5000;
/** How long what was found about the daemon holds: a missing one may come any time. */
const PRESENT_MS = 60_000;
const ABSENT_MS = 10_000;
/** A toast that waits for a click counts as shown when its program still runs after this. */
const SETTLED_MS = 1500;

/**
 * Toasts through node-notifier: `notify-send` on Linux, the system's own on macOS and Windows.
 * A click is reported on macOS and Windows only; `notify-send` has no way to tell.
 */
export function createNodeNotifierToast(options: {
  readonly onClick: OnToastClick;
  /** Milliseconds that never jump. */
  readonly elapsed: () => number;
  readonly findDaemon?: () => Promise<DaemonState>;
}): ToastPort {
  const children = new Set<ChildProcess>();
  const isNotifySend = notifier instanceof notifier.NotifySend;
  let known: { readonly until: number; readonly daemon: DaemonState } | null = null;
  let asking: Promise<DaemonState> | null = null;

  const daemonNow = async (): Promise<DaemonState> => {
    if (known !== null && options.elapsed() < known.until) return known.daemon;
    asking ??= (options.findDaemon ?? findNotificationDaemon)();
    const daemon = await asking;
    asking = null;
    known = {
      until: options.elapsed() + (daemon.state === 'absent' ? ABSENT_MS : PRESENT_MS),
      daemon,
    };
    return daemon;
  };

  return {
    async show(toast) {
      if (!isNotifySend) return showClickable(toast, options.onClick);
      const daemon = await daemonNow();
      if (daemon.state === 'absent') return failed(daemon.detail, true);
      const result = await showByNotifySend(toast, daemon.state === 'present' && daemon.hasMarkup, children);
      // What hung or failed is asked anew, so that the next toast does not hang as well.
      if (!result.ok) known = null;
      return result;
    },
    async close() {
      for (const child of children) killWithChildren(child);
    },
  };
}

/** The library starts the program and keeps it to itself; Node's own channel says which one it was. */
function catchChildren(start: () => void, children: Set<ChildProcess>): readonly ChildProcess[] {
  const started: ChildProcess[] = [];
  const onStart = (message: unknown): void => {
    const child = (message as { readonly process: ChildProcess }).process;
    started.push(child);
    children.add(child);
    child.once('close', () => children.delete(child));
  };
  subscribe('child_process', onStart);
  try {
    start();
  } finally {
    unsubscribe('child_process', onStart);
  }
  return started;
}

/** The library starts a shell, and the shell the program: ending the first alone would leave the second behind. */
function killWithChildren(child: ChildProcess): void {
  try {
    const list = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    for (const pid of list.split(' ').map(Number)) if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // Already ended, or a system without this list.
  }
  child.kill('SIGKILL');
}

function showByNotifySend(
  toast: Toast,
  hasMarkup: boolean,
  children: Set<ChildProcess>,
): Promise<DeliveryResult> {
  return new Promise((resolve) => {
    const isLoud = toast.urgency === 'highest' || toast.urgency === 'high';
    const started = catchChildren(() => {
      notifier.notify(
        {
          title: argument(toast.title),
          message: argument(notifySendBody(toast.body, hasMarkup)),
          urgency: isLoud ? 'critical' : 'normal',
          timeout: isLoud ? 60 : 10,
          category: 'im.received',
          'app-name': 'Watchfloor',
        } as Parameters<typeof notifier.notify>[0],
        (error) => {
          clearTimeout(limit);
          // Words on stderr of a program that ended well are only warnings, handed over as text.
          if (error instanceof Error) resolve(failed(notifySendError(error), true));
          else resolve(delivered('Shown by the notification daemon'));
        },
      );
    }, children);
    const limit = setTimeout(() => {
      for (const child of started) killWithChildren(child);
      resolve(failed('The notification daemon did not answer in time', true));
    }, TOAST_LIMIT_MS);
  });
}

function notifySendError(error: Error): string {
  return 'code' in error && error.code === 127
    ? 'notify-send is not installed'
    : error.message.startsWith('not found')
      ? 'notify-send is not installed'
      : 'notify-send failed';
}

/** Markup is escaped where the daemon reads it (NTF43); notify-send itself reads backslashes in a body. */
export function notifySendBody(body: string, hasMarkup: boolean): string {
  const text = hasMarkup
    ? body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : body;
  return text.replaceAll('\\', '\\\\');
}

/** An argument that starts with a dash would be read as an option. */
const argument = (text: string): string => (text.startsWith('-') ? ` ${text}` : text);

/** The program lives as long as its toast, so "shown" is: it did not fail at once. */
function showClickable(toast: Toast, onClick: OnToastClick): Promise<DeliveryResult> {
  return new Promise((resolve) => {
    const shown = setTimeout(() => resolve(delivered('Shown by the system')), SETTLED_MS);
    notifier.notify({ title: toast.title, message: toast.body, wait: true }, (error, response) => {
      clearTimeout(shown);
      if (error instanceof Error) resolve(failed('The system refused the notification', true));
      else resolve(delivered('Shown by the system'));
      if (response === 'activate' || response === 'click') onClick(toast.incident);
    });
  });
}
