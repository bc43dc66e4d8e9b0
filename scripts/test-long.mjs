// Long runs: 200 kills under load, power cuts on a file system of their own (root only), a minute's standstill.
// Arguments go to vitest; WATCHFLOOR_KILL_ROUNDS changes the number of kills.
import { runSpecs } from './lib/run-specs.mjs';

const args = process.argv.slice(2);
process.exit(
  await runSpecs({
    folder: 'test/long/',
    name: 'long',
    args: args.some((arg) => !arg.startsWith('-'))
      ? args
      : ['test/long/', 'test/e2e/kill-rounds', 'test/e2e/standstill', ...args],
    env: {
      WATCHFLOOR_KILL_ROUNDS: process.env.WATCHFLOOR_KILL_ROUNDS ?? '200',
      WATCHFLOOR_STILL_S: process.env.WATCHFLOOR_STILL_S ?? '60',
    },
    maySkip: () => true,
  }),
);
