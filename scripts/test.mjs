// All tests that need no extra install. Arguments go to vitest (`npm test -- test/main`).
import { join } from 'node:path';
import { requireNode } from './lib/node24.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const node = requireNode();
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts/lib/summary-reporter.mjs')}`];
process.exit(await run(node, [vitest, 'run', ...reporters, ...process.argv.slice(2)], { cwd: ROOT }));
