import { existsSync } from 'node:fs';
import { type BoundedRun, runBounded } from './run-bounded.ts';

/** Whether somebody would show a notification on this Linux desktop. */
export type DaemonState =
  | { readonly state: 'present'; readonly hasMarkup: boolean }
  | { readonly state: 'absent'; readonly detail: string }
  /** Neither `gdbus` nor `dbus-send` is here to ask. */
  | { readonly state: 'unknown' };

const NAME = 'org.freedesktop.Notifications';
const BUS = 'org.freedesktop.DBus';
/** A bus answers at once; a daemon that must start first gets more. */
const BUS_LIMIT_MS = 2000;
const DAEMON_LIMIT_MS = 4000;

/**
 * Asks the session bus before anything is sent (NTF41): a call to a daemon that never answers would
 * hang for over a minute. Ends within 8 s.
 */
export async function findNotificationDaemon(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<DaemonState> {
  const socket = env.XDG_RUNTIME_DIR === undefined ? null : `${env.XDG_RUNTIME_DIR}/bus`;
  if (!env.DBUS_SESSION_BUS_ADDRESS && (socket === null || !existsSync(socket))) {
    return { state: 'absent', detail: 'No desktop session: there is no D-Bus session bus' };
  }
  const owned = await call(BUS, '/', `${BUS}.NameHasOwner`, NAME);
  if (!owned.ok && owned.why === 'missing') return { state: 'unknown' };
  if (!owned.ok) return { state: 'absent', detail: 'The D-Bus session bus does not answer' };
  if (!/\btrue\b/.test(owned.stdout)) {
    const startable = await call(BUS, '/', `${BUS}.ListActivatableNames`);
    if (!startable.ok || !startable.stdout.includes(NAME)) {
      return { state: 'absent', detail: 'No notification daemon on this desktop' };
    }
  }
  const able = await call(NAME, '/org/freedesktop/Notifications', `${NAME}.GetCapabilities`);
  return able.ok
    ? { state: 'present', hasMarkup: able.stdout.includes('body-markup') }
    : { state: 'absent', detail: 'The notification daemon does not answer' };
}

async function call(dest: string, path: string, method: string, argument?: string): Promise<BoundedRun> {
  const limitMs = dest === BUS ? BUS_LIMIT_MS : DAEMON_LIMIT_MS;
  const byGdbus = ['call', '--session', '--dest', dest, '--object-path', path, '--method', method];
  const first = await runBounded('gdbus', argument === undefined ? byGdbus : [...byGdbus, argument], limitMs);
  if (first.ok || first.why !== 'missing') return first;
  const bySend = ['--session', '--print-reply', `--dest=${dest}`, path, method];
  return runBounded(
    'dbus-send',
    argument === undefined ? bySend : [...bySend, `string:${argument}`],
    limitMs,
  );
}
