import { join } from 'node:path';
import { CACHE, ROOT } from './root.mjs';

/** Arguments and environment with which Node runs the built server. */
export function serverCommand(flags) {
  return {
    args: [join(ROOT, 'out/main/server.js'), ...flags],
    // Compiled code is kept between starts: the second one is the one people wait for at night.
    env: { NODE_COMPILE_CACHE: join(CACHE, 'compile'), ...process.env },
  };
}
