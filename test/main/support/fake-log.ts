import type { ShellLog } from '../../../src/main/desk/shell-log.ts';

/** A log that keeps `level message` lines. */
export function fakeLog() {
  const lines: string[] = [];
  const at =
    (level: string) =>
    (message: string, fields: object = {}) => {
      lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
    };
  const log: ShellLog = { info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines };
}
