import { pino } from 'pino';
import type { LogPort } from '../../runtime/ports.ts';
import type { LogLevel } from '../../settings.ts';

/** JSON lines on stderr; stdout carries the ready line alone. Control characters are escaped by JSON. */
export function createLog(level: LogLevel): LogPort {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['token', 'key', 'password', '*.token', '*.key', '*.password'],
    },
    pino.destination({ dest: 2, sync: false, minLength: 0 }),
  );
}
