import { createInterface } from 'node:readline';
import { firstSteps } from './first-steps.mjs';
import { run } from './run.mjs';
import { serverCommand } from './server-command.mjs';

/** Runs the server; passes its ready line on, and says on stderr where to look. */
export function runServerForPeople(node, flags) {
  const { args, env } = serverCommand(flags);
  return run(node, args, {
    env,
    stdio: ['inherit', 'pipe', 'inherit'],
    onStart: (child) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        process.stdout.write(`${line}\n`);
        const ready = readyOrNull(line);
        if (ready !== null) for (const text of addresses(ready)) console.error(text);
      });
    },
  });
}

/** What a person needs from a ready line. A setup link is a secret: it stands in the ready line only. */
export function addresses(ready) {
  return [
    ...(ready.wall ? [`Wall:    ${firstSteps()?.wall ?? ready.wall}`] : []),
    `Console: ${ready.url}/`,
    ...(ready.setup
      ? ['First start: open the address under "setup" in the line above (once, within 30 minutes).']
      : []),
    'Ctrl-C stops the server.',
  ];
}

export function readyOrNull(line) {
  try {
    const value = JSON.parse(line);
    return value?.event === 'ready' && typeof value.url === 'string' ? value : null;
  } catch {
    return null;
  }
}
