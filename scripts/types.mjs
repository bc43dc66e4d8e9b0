// Type checks of every project; all of them are reported, not only the first that fails.
import { join } from 'node:path';
import { requireNode } from './lib/node24.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const PROJECTS = ['tsconfig.json', 'tsconfig.pure.json', 'tsconfig.renderer.json'];
const node = requireNode();
const failed = [];
for (const project of PROJECTS) {
  const code = await run(node, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project, '--noEmit'], {
    cwd: ROOT,
  });
  if (code !== 0) failed.push(project);
}
console.log(
  failed.length === 0
    ? `Types: ${PROJECTS.length} projects are sound.`
    : `Types: failed in ${failed.join(', ')}.`,
);
process.exit(failed.length === 0 ? 0 : 1);
