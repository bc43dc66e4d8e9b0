import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ShellPort } from './adapters/channels/parent-port-toast.ts';
import { createLog } from './adapters/log/pino-log.ts';
import { createServer } from './create-server.ts';
import { parseSettings } from './settings.ts';
import { StartRefused } from './start-refused.ts';

/** Exit codes of a start that failed: a full disk, a wrong setting or document, a folder in use, an unusable database. */
const EXIT_BY_ERROR: Readonly<Record<string, number>> = {
  StorageError: 1,
  StartRefused: 2,
  DataDirInUseError: 3,
  SqliteTooOldError: 4,
  SchemaTooNewError: 4,
  DatabaseLostError: 4,
  InstallMismatchError: 4,
};

const isSource = import.meta.url.endsWith('.ts');
const at = (path: string) => new URL(path, import.meta.url);
const rootUrl = at('../../');

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function versionOf(): string {
  try {
    return (JSON.parse(readFileSync(new URL('package.json', rootUrl), 'utf8')) as { version: string })
      .version;
  } catch {
    return '0';
  }
}

/** Electron's utility process has a port to its parent; plain Node does not. */
const shellPort = (process as { parentPort?: ShellPort }).parentPort ?? null;

async function main(): Promise<void> {
  const parsed = parseSettings(process.argv.slice(2), process.env);
  if (!parsed.ok) {
    say('Watchfloor cannot start with these settings:');
    for (const { path, message, found } of parsed.problems)
      say(`  ${path}: ${message}${found === undefined ? '' : `, found ${found}`}`);
    process.exit(2);
  }
  const log = createLog(parsed.settings.logLevel);
  const server = await createServer(
    parsed.settings,
    {
      staticDir: fileURLToPath(new URL('out/renderer', rootUrl)),
      queryWorker: isSource ? at('./adapters/storage/query-worker.ts') : at('./query-worker.js'),
      ledgerWorker: isSource ? at('./adapters/storage/journal/applier-worker.ts') : at('./ledger-worker.js'),
      version: versionOf(),
    },
    log,
    shellPort,
  );
  const ready = {
    event: 'ready',
    url: server.url,
    wall: server.wall,
    pid: process.pid,
    ...(server.setup === null ? {} : { setup: server.setup }),
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  shellPort?.postMessage(ready);

  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    // Whatever hangs, a stop that was asked for ends within three seconds.
    setTimeout(() => process.exit(0), 2900).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // Windows knows no signal for a utility process: the desktop shell may ask by message.
  shellPort?.on('message', ({ data }) => {
    if ((data as { type?: unknown } | null)?.type === 'stop') stop('message');
  });
}

main().catch((error: unknown) => {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  say(`Watchfloor cannot start: ${message}`);
  if (error instanceof StartRefused) {
    for (const { path, message: expected, found } of error.problems)
      say(`  ${path}: ${expected}${found === undefined ? '' : `, found ${found}`}`);
  } else if (EXIT_BY_ERROR[name] === undefined && error instanceof Error) {
    say(error.stack ?? '');
  }
  process.exit(EXIT_BY_ERROR[name] ?? 1);
});
