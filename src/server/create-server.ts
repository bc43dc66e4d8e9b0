import { hash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import type { UsedSecret } from '../shared/config/common.ts';
import type { ConfigDocument } from '../shared/config/document.ts';
import { createChannels } from './adapters/channels/create-channels.ts';
import { createSnsFetch } from './adapters/channels/fetch-sns.ts';
import { createUrlCheck } from './adapters/channels/literal-url.ts';
import { createNodeNotifierToast } from './adapters/channels/node-notifier-toast.ts';
import { createParentPortToast, type ShellPort } from './adapters/channels/parent-port-toast.ts';
import { systemClock } from './adapters/clock/system-clock.ts';
import { type Fetchers, startFetchers } from './adapters/fetch/start-fetchers.ts';
import { isLoopbackBind } from './adapters/http/allowed-hosts.ts';
import { createHttp } from './adapters/http/create-http.ts';
import type { OnSuspicious } from './adapters/http/suspicion.ts';
import { newTimeOrderedId } from './adapters/ids/time-ordered-id.ts';
import { type MailIn, startMailIn } from './adapters/mail/start-mail-in.ts';
import { canonicalJson } from './adapters/storage/audit-chain.ts';
import { openConfigFile } from './adapters/storage/config-file.ts';
import { lockDataDir } from './adapters/storage/data-dir-lock.ts';
import { hashSecret } from './adapters/storage/hash-secret.ts';
import { openLedger } from './adapters/storage/open-ledger.ts';
import { openQueries } from './adapters/storage/open-queries.ts';
import { openSecretsFile } from './adapters/storage/secrets-file.ts';
import { Gateway } from './adapters/stream/gateway.ts';
import { gaugesOf } from './gauges.ts';
import { startHousekeeping } from './housekeeping.ts';
import { listen } from './listen.ts';
import { readDocument } from './read-document.ts';
import { createAlertDesk } from './runtime/alerts/alert-desk.ts';
import { alertHeartbeatsOf } from './runtime/alerts/alert-heartbeats-of.ts';
import { Archiver } from './runtime/archiver.ts';
import { meOf } from './runtime/auth/me.ts';
import { Clockwork } from './runtime/clockwork.ts';
import { chooseConfig, stageRevision } from './runtime/config-keeper.ts';
import type { Revision } from './runtime/config-revision.ts';
import { FloorCore } from './runtime/floor-core.ts';
import { createFloor } from './runtime/floor-service.ts';
import { liveSourceOf } from './runtime/live-source.ts';
import type { LogPort } from './runtime/ports.ts';
import { createSender } from './runtime/sender.ts';
import { openSuspicion } from './runtime/suspicion-job.ts';
import type { Settings } from './settings.ts';
import { adapterTypes, matchEndpoint } from './sources/registry.ts';
import { fillTicker, noteStart } from './start-notices.ts';
import { StartRefused } from './start-refused.ts';
import { dropFirstSteps, starterConfig, writeFirstSteps } from './starter.ts';
import { stopServer } from './stop-server.ts';

export interface StartedServer {
  readonly url: string;
  /** Address of the first display's wall. */
  readonly wall: string;
  /** Single-use link for the first admin, or null when it is not due. */
  readonly setup: string | null;
  stop(): Promise<void>;
}

export interface ServerPaths {
  /** The built renderer. */
  readonly staticDir: string;
  readonly queryWorker: URL;
  readonly ledgerWorker: URL;
  readonly version: string;
}

/**
 * Puts the server together: the only file that knows every adapter. Nothing runs before it is called.
 * Throws `StartRefused` (exit 2), `DataDirInUseError` (3), `SqliteTooOldError` and `SchemaTooNewError` (4).
 */
export async function createServer(
  settings: Settings,
  paths: ServerPaths,
  log: LogPort,
  shell: ShellPort | null,
): Promise<StartedServer> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDataDir(settings.dataDir);
  const clock = systemClock;
  const { ledger, recovered, fullyChecked } = openLedger({
    dir: settings.dataDir,
    now: clock.now(),
    log,
    startEmpty: settings.startEmpty,
    workerUrl: paths.ledgerWorker,
  });
  const configFile = openConfigFile(settings.dataDir);
  const secrets = openSecretsFile(settings.dataDir);
  const configDeps = {
    hashSecret,
    hashDocument: (document: ConfigDocument) => hash('sha256', canonicalJson(document)),
  };
  const file = configFile.read();
  for (const problem of [file.problem, secrets.opened.problem]) {
    if (problem !== undefined) log.error({ problem }, 'a file of the data folder was damaged');
  }

  const starter = settings.starter ? starterConfig(Intl.DateTimeFormat().resolvedOptions().timeZone) : null;
  const loaded = ledger.load();
  const known = (loaded.resources.find((one) => one.kind === 'revision')?.value ?? null) as Revision | null;
  const start = chooseConfig(
    {
      known,
      file,
      owned: readDocument(settings.configFile),
      imported:
        readDocument(settings.importFile) ??
        (starter ? { path: '--starter', document: starter.document } : null),
    },
    configDeps,
  );
  if (!start.ok) {
    ledger.close();
    lock.release();
    throw new StartRefused(start.where, start.problems);
  }

  const queries = openQueries(settings.dataDir, {
    workerUrl: paths.queryWorker,
    now: () => clock.now(),
    settled: () => ledger.settled(),
  });
  let baseUrl = '';
  const linkOf = (incident: string) => `${baseUrl}/incidents/${encodeURIComponent(incident)}`;
  const core: FloorCore = new FloorCore({
    ledger,
    loaded,
    queries,
    clock,
    log,
    epoch: randomUUID(),
    newId: newTimeOrderedId,
    random: Math.random,
    revision: start.revision,
    outbox: (floor) =>
      createSender(
        floor,
        {
          deliver: (input) => channels.deliver(input),
          deliverExtension: (input) => channels.deliverExtension(input),
        },
        linkOf,
      ),
  });
  let port = 0;
  const onToastClick = (incident: string | null) =>
    core.emit({ annunciations: incident === null ? [] : [{ kind: 'page', incident }] });
  const readSecret = (secret: UsedSecret) =>
    'env' in secret ? (process.env[secret.env] ?? null) : secrets.get(secret.secret);
  const channels = createChannels({
    toast: shell
      ? createParentPortToast(shell, onToastClick)
      : createNodeNotifierToast({ onClick: onToastClick, elapsed: () => clock.elapsed() }),
    email: () => core.catalog().config.channels.email,
    readSecret,
    outbound: { allow: () => core.catalog().config.outbound.allow, ownPort: () => port },
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
  });
  const archiver = new Archiver(core, queries.archives);
  const floor = createFloor({
    core,
    archives: { port: queries.archives, overview: () => archiver.overview() },
    configFile,
    secrets,
    managedByFile: settings.configFile !== null,
    ...configDeps,
  });

  const change = start.change;
  if (change) {
    await core.change('config', (turn) =>
      stageRevision(turn, start.revision, { kind: 'system', id: 'watchfloor' }, change.action, change.before),
    );
  }
  if (start.writesFile) await configFile.write(start.revision.document);

  const tls =
    settings.tlsCert !== null && settings.tlsKey !== null
      ? { cert: readFileSync(settings.tlsCert, 'utf8'), key: readFileSync(settings.tlsKey, 'utf8') }
      : null;
  const onSuspicious: OnSuspicious = (address, kind, integration) => {
    openSuspicion(core, address, kind === 'wrong-key' ? 'wrong-key' : 'refused', integration).catch(
      (error: unknown) => log.error({ err: error }, 'a suspicion was not recorded'),
    );
  };
  let fetchers: Fetchers | null = null;
  let mailIn: MailIn | null = null;
  const http = createHttp({
    floor,
    config: () => core.catalog().config,
    settings: {
      host: settings.host,
      publicUrl: settings.publicUrl,
      allowedHosts: settings.allowedHosts,
      tls,
    },
    log,
    clock,
    staticDir: paths.staticDir,
    auth: { adminToken: settings.adminToken, shellToken: settings.shellToken },
    sources: { matchEndpoint, adapterTypes },
    refuseUrl: createUrlCheck({ allow: () => core.catalog().config.outbound.allow, ownPort: () => port }),
    version: paths.version,
    onSuspicious,
    readiness: () => {
      const { storage, oldestOverdueMs } = core.health();
      const checks = { storage, steps: oldestOverdueMs > 5000 ? `late by ${oldestOverdueMs} ms` : 'ok' };
      return { ready: storage === 'ok' && checks.steps === 'ok', checks };
    },
    gauges: gaugesOf(core, archiver, ledger, () => mailIn?.turnedAway() ?? 0),
    readSecret,
    fetchSns: createSnsFetch({ ownPort: () => port }),
    fetchers: () => fetchers?.list() ?? [],
    alerts: createAlertDesk(core),
    heartbeats: alertHeartbeatsOf(floor.heartbeats),
  });
  const gateway = new Gateway({
    server: http.server,
    live: liveSourceOf(core),
    floor,
    principalOf: (token) => http.auth.principalOf(token),
    judge: (request) => {
      const verdict = http.gate(request);
      return verdict.ok ? null : verdict.status;
    },
    meOf: (principal) => (principal.kind === 'display' ? null : meOf(principal, core.catalog().config)),
    log,
  });

  port = await listen(http.server, settings.host, settings.port, log);
  const scheme = tls ? 'https' : 'http';
  const host =
    isLoopbackBind(settings.host) || /^(?:0\.0\.0\.0|::)$/.test(settings.host) ? '127.0.0.1' : settings.host;
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  baseUrl = settings.publicUrl?.replace(/\/+$/, '') ?? url;
  if (starter && start.change?.action === 'config.import' && settings.importFile === null) {
    writeFirstSteps(settings.dataDir, url, starter.firstSteps);
  } else {
    dropFirstSteps(settings.dataDir, core.catalog().config);
  }
  noteStart(core, {
    recovered: recovered !== null,
    host: settings.host,
    hasTls: tls !== null,
    wanted: settings.port,
    port,
  });
  const clockwork = new Clockwork(core);
  await clockwork.start();
  core.outbox.pump();
  void fillTicker(core, queries, log);

  const stopHousekeeping = startHousekeeping({ core, queries, log, needsCheck: !fullyChecked });
  archiver.start();
  mailIn = startMailIn({ core, floor, onSuspicious });
  // Tried before the server is called ready; where it cannot listen, the wall says so.
  await mailIn.port();
  fetchers = startFetchers({ core, floor, readSecret, ownPort: () => port });

  const { config } = core.catalog();
  const setup = http.auth.makeSetupLink(clock.now());
  return {
    url,
    wall: `${url}/wall/${encodeURIComponent(config.displays[0]?.id ?? 'wall-1')}`,
    setup: setup === null ? null : `${url}${setup.path}`,
    stop: () =>
      stopServer({
        // Before everything else: nothing new is taken or fetched.
        parts: [
          ...(mailIn ? [mailIn] : []),
          ...(fetchers ? [fetchers] : []),
          clockwork,
          { stop: stopHousekeeping },
          archiver,
        ],
        http: http.server,
        gateway,
        core,
        channels,
        queries,
        ledger,
        lock,
      }),
  };
}
