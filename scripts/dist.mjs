// Installers for this system. Arguments go to electron-builder (`npm run dist -- --dir`).
import { join } from 'node:path';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { requireNode } from './lib/node24.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const node = requireNode();
if (!(await ensureBuilt())) process.exit(1);
const builder = join(ROOT, 'node_modules/electron-builder/cli.js');
process.exit(await run(node, [builder, '--publish', 'never', ...process.argv.slice(2)], { cwd: ROOT }));
