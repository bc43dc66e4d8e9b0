import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** How a server was asked to start: flags win over the environment. */
export interface Settings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  readonly publicUrl: string | null;
  readonly allowedHosts: readonly string[];
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
  readonly importFile: string | null;
  readonly configFile: string | null;
  /** The operator's word that a lost database without a backup may begin anew. */
  readonly startEmpty: boolean;
  /** Begin an empty data folder with one service, integration, person and wall (see `starter.ts`). */
  readonly starter: boolean;
  readonly logLevel: LogLevel;
  readonly adminToken: string | null;
  readonly shellToken: string | null;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One wrong setting: its name as it was given, what was found, what belongs there. Never a secret's value. */
export interface SettingProblem {
  readonly path: string;
  readonly message: string;
  readonly found?: string;
}
export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

const FLAGS = {
  host: { type: 'string' },
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  'public-url': { type: 'string' },
  'allowed-host': { type: 'string', multiple: true },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  import: { type: 'string' },
  config: { type: 'string' },
  'start-empty': { type: 'boolean' },
  starter: { type: 'boolean' },
} as const;

/** The operating system's folder for application data. */
export function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Watchfloor');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Watchfloor');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'watchfloor');
}

/** Every wrong setting at once, or the settings. */
export function parseSettings(argv: readonly string[], env: NodeJS.ProcessEnv): ParsedSettings {
  let flags: Partial<Record<keyof typeof FLAGS, string | string[] | boolean>>;
  try {
    flags = parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { ok: false, problems: [{ path: '(command line)', message: (error as Error).message }] };
  }
  const problems: SettingProblem[] = [];
  const take = (flag: keyof typeof FLAGS, variable: string): { value: string; path: string } | null => {
    const given = flags[flag];
    if (typeof given === 'string') return { value: given, path: `--${flag}` };
    const value = env[variable];
    return value === undefined || value === '' ? null : { value, path: variable };
  };
  const text = (flag: keyof typeof FLAGS, variable: string) => take(flag, variable)?.value ?? null;
  const token = (variable: string): string | null => {
    const value = env[variable];
    if (value === undefined || value === '') return null;
    if (value.length < 24)
      problems.push({ path: variable, message: 'expected a token of at least 24 characters' });
    return value;
  };

  const port = parsePort(take('port', 'WATCHFLOOR_PORT'), problems);
  const publicUrl = take('public-url', 'WATCHFLOOR_PUBLIC_URL');
  if (publicUrl && !/^https?:\/\/[^\s/]+/.test(publicUrl.value)) {
    problems.push({ path: publicUrl.path, found: publicUrl.value, message: 'expected an http or https URL' });
  }
  const tlsCert = text('tls-cert', 'WATCHFLOOR_TLS_CERT');
  const tlsKey = text('tls-key', 'WATCHFLOOR_TLS_KEY');
  if ((tlsCert === null) !== (tlsKey === null)) {
    problems.push({
      path: tlsCert === null ? '--tls-cert' : '--tls-key',
      found: 'nothing',
      message: 'expected both --tls-cert and --tls-key',
    });
  }
  const logLevel = env.WATCHFLOOR_LOG_LEVEL || 'info';
  const isLevel = (LOG_LEVELS as readonly string[]).includes(logLevel);
  if (!isLevel)
    problems.push({
      path: 'WATCHFLOOR_LOG_LEVEL',
      found: logLevel,
      message: `expected one of ${LOG_LEVELS.join(', ')}`,
    });

  const settings: Settings = {
    host: text('host', 'WATCHFLOOR_HOST') ?? '127.0.0.1',
    port,
    dataDir: text('data-dir', 'WATCHFLOOR_DATA_DIR') ?? defaultDataDir(env),
    publicUrl: publicUrl?.value ?? null,
    allowedHosts: hosts(flags['allowed-host'], env.WATCHFLOOR_ALLOWED_HOST),
    tlsCert,
    tlsKey,
    importFile: text('import', 'WATCHFLOOR_IMPORT'),
    configFile: text('config', 'WATCHFLOOR_CONFIG'),
    starter: flags.starter === true,
    startEmpty: flags['start-empty'] === true,
    logLevel: logLevel as LogLevel,
    adminToken: token('WATCHFLOOR_ADMIN_TOKEN'),
    shellToken: token('WATCHFLOOR_SHELL_TOKEN'),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

const DEFAULT_PORT = 7700;

function parsePort(given: { value: string; path: string } | null, problems: SettingProblem[]): number {
  if (!given) return DEFAULT_PORT;
  const port = Number(given.value);
  if (/^\d{1,5}$/.test(given.value) && port <= 65_535) return port;
  problems.push({ path: given.path, found: given.value, message: 'expected a port from 0 to 65535' });
  return DEFAULT_PORT;
}

const hosts = (flag: string | string[] | boolean | undefined, variable: string | undefined): string[] =>
  (Array.isArray(flag) ? flag : (variable ?? '').split(','))
    .map((host) => host.trim())
    .filter((host) => host !== '');
