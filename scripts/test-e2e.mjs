// Browser tests: a real Chromium and real monitoring tools beside the built server.
// Arguments go to vitest (`npm run test:e2e -- stale-wall`).
import { runSpecs } from './lib/run-specs.mjs';

process.exit(
  await runSpecs({
    folder: 'test/e2e/',
    name: 'e2e',
    args: process.argv.slice(2),
    // Electron's binary comes from outside the registry; the spec says so itself where it is missing.
    maySkip: (file) => file.endsWith('/electron.spec.ts'),
  }),
);
