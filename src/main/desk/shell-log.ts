type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** What the shell reports, one JSON line each. */
export interface ShellLog {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** `write` gets one line without its end. `now` is the wall clock in ms. */
export function createShellLog(write: (line: string) => void, now: () => number): ShellLog {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: Fields = {}): void =>
      write(JSON.stringify({ level, time: new Date(now()).toISOString(), msg: message, ...fields }));
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
