// The desktop app; where it cannot run, the server with the address of its wall.
// `--retry-electron` fetches Electron again after a failure. Other arguments go to the server unchanged.
import { prepareDesktop } from './lib/desktop.mjs';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { requireNode } from './lib/node24.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { runServerForPeople } from './lib/run-server-for-people.mjs';

const RETRY = '--retry-electron';
// An empty data folder begins with one service, one integration and one wall; anything else is left as it is.
const flags = ['--starter', ...process.argv.slice(2).filter((flag) => flag !== RETRY)];
const node = requireNode();
if (!(await ensureBuilt())) process.exit(1);

const desktop = await prepareDesktop({ node, retry: process.argv.includes(RETRY) });
const why = desktop.why ?? (await openDesktop(desktop.binary));
console.error(`The desktop app cannot run here: ${why}. Running the server instead.`);
process.exit(await runServerForPeople(node, flags));

/** Runs the app and exits with it; returns why not when it ended before it had started. */
async function openDesktop(binary) {
  let started = false;
  const { ELECTRON_RUN_AS_NODE: _unwanted, ...env } = process.env;
  const code = await run(binary, [ROOT, ...flags], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    onMessage: (message) => {
      started ||= message?.event === 'shell-started';
    },
  });
  if (started || code === 0) process.exit(code);
  return `Electron ended with code ${code} before it had started`;
}
