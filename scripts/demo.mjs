// A NOC full of life on a temporary data folder. Options: see scripts/demo/main.ts, or --help.
import { join } from 'node:path';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { requireNode } from './lib/node24.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const node = requireNode();
if (!(await ensureBuilt())) process.exit(1);
process.exit(await run(node, [join(ROOT, 'scripts/demo/main.ts'), ...process.argv.slice(2)]));
